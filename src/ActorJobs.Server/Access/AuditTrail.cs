using System.Threading.Channels;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Settings;
using NodaTime;

namespace ActorJobs.Server.Access;

/// <summary>
/// Notes who changed what, and writes it behind the requests: many records in one transaction, and again and again while the store is away. What does not fit into
/// memory meanwhile is lost, and the log says so.
/// </summary>
internal sealed partial class AuditTrail(IServiceProvider services, AuditSettings settings, TimeProvider time, ILogger<AuditTrail> logger)
    : BackgroundService
{
    private const string Nobody = "nobody";
    private const int MostWaiting = 10_000;
    private const int MostInABatch = 500;
    private const int MostRefusalsAMinute = 60;
    private const int LongestPath = 500;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Channel<AuditRecord> _waiting = Channel.CreateBounded<AuditRecord>(MostWaiting);
    private long? _minuteBegan;
    private int _refusalsOfMinute;
    private long? _forgotAt;

    /// <summary>Notes a request that has been answered, if it is one that is audited.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">Of its answer.</param>
    public void Note(HttpContext context, int status)
    {
        var request = context.Request;
        var isRefusal = status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden;
        var isDone = status < StatusCodes.Status400BadRequest && context.GetEndpoint()?.Metadata.GetMetadata<NotAudited>() is null;
        if (IsLook(request.Method) || !(isDone || (isRefusal && HasRoomForARefusal())))
        {
            return;
        }

        var path = request.Path.ToUriComponent();
        var record = new AuditRecord(
            Instant.FromDateTimeOffset(time.GetUtcNow()),
            context.Features.Get<Caller>()?.Name ?? Nobody,
            RequestOrigin.AddressOf(context),
            request.Method,
            path.Length > LongestPath ? path[..LongestPath] : path,
            status,
            context.GetRouteValue("app") as string
        );
        if (!_waiting.Writer.TryWrite(record))
        {
            LogLost(record.Caller, record.Method, record.Path);
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        if (ExecuteTask is { } running)
        {
            await running.WaitAsync(EndWithin, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
            {
                var batch = new List<AuditRecord>();
                while (batch.Count < MostInABatch && _waiting.Reader.TryRead(out var record))
                {
                    batch.Add(record);
                }

                await WriteAsync(batch, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end: no fault of this service.
        }
    }

    private static bool IsLook(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    /// <summary>Whoever may not come in cannot fill the store by trying.</summary>
    private bool HasRoomForARefusal()
    {
        lock (_gate)
        {
            if (_minuteBegan is not { } began || time.GetElapsedTime(began) >= Minute)
            {
                (_minuteBegan, _refusalsOfMinute) = (time.GetTimestamp(), 0);
            }

            return _refusalsOfMinute++ < MostRefusalsAMinute;
        }
    }

    private async ValueTask WriteAsync(List<AuditRecord> batch, CancellationToken cancellationToken)
    {
        // Not earlier: nothing is done before the store is open.
        var store = services.GetRequiredService<IAuditStore>();
        while (true)
        {
            try
            {
                await store.AppendAsync(batch, cancellationToken);
                await ForgetAsync(store, cancellationToken);
                return;
            }
            catch (StoreUnavailableException away)
            {
                LogAway(batch.Count, away.Message);
                await Task.Delay(RetryPause, time, cancellationToken);
            }
        }
    }

    private async ValueTask ForgetAsync(IAuditStore store, CancellationToken cancellationToken)
    {
        if (_forgotAt is { } at && time.GetElapsedTime(at) < ForgetEvery)
        {
            return;
        }

        _forgotAt = time.GetTimestamp();
        try
        {
            await store.ForgetAsync(settings.Keep, cancellationToken);
        }
        catch (StoreUnavailableException away)
        {
            LogLeft(away.Message);
        }
    }

    [LoggerMessage(EventId = 701, Level = LogLevel.Error, Message = "The audit is full, and loses this: {Caller}, {Method} {Path}")]
    private partial void LogLost(string caller, string method, string path);

    [LoggerMessage(EventId = 702, Level = LogLevel.Warning, Message = "{Count} records of the audit wait for the store: {Reason}")]
    private partial void LogAway(int count, string reason);

    [LoggerMessage(EventId = 703, Level = LogLevel.Warning, Message = "Old records of the audit are left for the next time: {Reason}")]
    private partial void LogLeft(string reason);
}

/// <summary>A change that the audit leaves out, because it changes nothing, or is told elsewhere; metadata of a route.</summary>
internal sealed record NotAudited;
