using System.Collections.Concurrent;
using System.Threading.Channels;

namespace ActorJobs.Actors;

/// <summary>The engine of a single process. It owns every entity while it holds the store's lock, and none while it does not.</summary>
/// <remarks>When the lock is lost all entities stop and nothing of them leaves; the lock is sought again with back-off, and what is remembered
/// starts anew when it is gained.</remarks>
public sealed class LocalEngine : IEngine, IAsyncDisposable
{
    private static readonly Func<string, bool> All = static _ => true;

    private readonly ActorSystem _system;
    private readonly IOwnership _ownership;
    private readonly LocalEngineSettings _settings;
    private readonly EntityHosts _hosts;
    private readonly ConcurrentDictionary<EntityId, long> _fenced = new();
    private readonly Channel<EntityId> _fences = Channel.CreateUnbounded<EntityId>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _firstTerm = new();
    private volatile Term? _term;
    private volatile bool _handingOver;
    private volatile Term? _latest;
    private int _isStarted;
    private Task _run = Task.CompletedTask;

    /// <param name="system">Whose clock and log it uses.</param>
    /// <param name="ownership">The store's lock.</param>
    /// <param name="settings">The defaults if left out.</param>
    public LocalEngine(ActorSystem system, IOwnership ownership, LocalEngineSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(ownership);
        _system = system;
        _ownership = ownership;
        _settings = settings ?? new LocalEngineSettings();
        _hosts = new EntityHosts(_settings.Delivery);
    }

    /// <inheritdoc/>
    public Task Completion => _run;

    /// <inheritdoc/>
    public string? Obstacle => _term is { IsHeld: true } ? null : "this server does not hold the store's lock just now, and seeks it";

    /// <inheritdoc/>
    public ShardCounts Shards => _latest is { } term ? new ShardCounts(term.IsHeld ? 1 : 0, term.Number) : default;

    /// <summary>Begins to seek the lock; ends when it was gained for the first time, or <see cref="StopAsync"/> was called.</summary>
    /// <exception cref="InvalidOperationException">It was started already.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _isStarted, 1) != 0)
        {
            throw new InvalidOperationException("The engine was started already.");
        }

        _run = RunAsync(_stop.Token);
        await _firstTerm.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Hands over: entities stop, their commits end, their outputs leave; then the lock is given back.</summary>
    public Task StopAsync()
    {
        _handingOver = true;

        // CancelAsync would leave the scheduler of the actors for the thread pool; what is cancelled here only resumes the engine's own loop.
#pragma warning disable VSTHRD103
        _stop.Cancel();
#pragma warning restore VSTHRD103
        return _run;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    /// <inheritdoc/>
    public void Register(IEntityHost host)
    {
        _hosts.Add(host);
        if (_term is { IsHeld: true })
        {
            host.Gained(All);
        }
    }

    /// <inheritdoc/>
    public EntityOwner OwnerOf(EntityId entity) =>
        _term is { IsHeld: true } term && !_handingOver && !_fenced.ContainsKey(entity)
            ? new EntityOwner(_settings.Node, term.Number)
            : default;

    /// <inheritdoc/>
    public void Deliver(Delivery delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        if (OwnerOf(delivery.Entity).Term is null)
        {
            delivery.Fail(new EntityUnavailableException($"{delivery.Entity} has no owner now; this node does not hold the store's lock."));
        }
        else
        {
            _hosts.Deliver(delivery);
        }
    }

    /// <inheritdoc/>
    public bool MayAct(EntityId entity, long term) => _term is { IsHeld: true } now && now.Number == term;

    /// <inheritdoc/>
    public void Fenced(EntityId entity, long term)
    {
        if (MayAct(entity, term) && _fenced.TryAdd(entity, term))
        {
            _fences.Writer.TryWrite(entity);
        }
    }

    private async Task RunAsync(CancellationToken stop)
    {
        var leaving = new List<Task>();
        for (long number = 1; await AcquireAsync(stop) is { } held; number++)
        {
            await OwnAsync(new Term(number, held), stop);

            // The entities of a lost term leave nothing any more; seeking the lock need not wait until the last of their commits has ended.
            leaving.RemoveAll(task => task.IsCompleted);
            leaving.AddRange(_hosts.All.Select(host => host.LoseAsync(All)));
        }

        await Task.WhenAll(leaving);
        _term = null;
        ReleaseStarters();
        await _ownership.ReleaseAsync();
    }

    private void ReleaseStarters() => _system.Scheduler.Post(() => _firstTerm.TrySetResult());

    /// <summary>Null if the engine is to stop.</summary>
    private async Task<CancellationToken?> AcquireAsync(CancellationToken stop)
    {
        var backoff = new Backoff(_settings.InitialBackoff, _settings.MaxBackoff);
        while (!stop.IsCancellationRequested)
        {
            var pause = backoff.Next();
            try
            {
                if (await _ownership.TryAcquireAsync(stop) is { IsCancellationRequested: false } held)
                {
                    return held;
                }

                EngineLog.HeldByOther(_system.Logger, pause);
            }
            catch (Exception exception) when (!stop.IsCancellationRequested)
            {
                EngineLog.AcquireFailed(_system.Logger, pause, exception);
            }
            catch (Exception)
            {
                // Whatever it is, the lock is not needed any more.
                return null;
            }

            await PauseAsync(pause, stop);
        }

        return null;
    }

    /// <summary>Serves one term, until the lock is lost or the engine is to stop.</summary>
    private async Task OwnAsync(Term term, CancellationToken stop)
    {
        _fenced.Clear();
        _term = term;
        _latest = term;
        EngineLog.Gained(_system.Logger, _settings.Node, term.Number);
        foreach (var host in _hosts.All)
        {
            host.Gained(All);
        }

        ReleaseStarters();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop, term.Held);
        var backoff = new Backoff(_settings.InitialBackoff, _settings.MaxBackoff);
        try
        {
            while (term.IsHeld)
            {
                await ConfirmAsync(await _fences.Reader.ReadAsync(over.Token), term, backoff, over.Token);
            }
        }
        catch (Exception) when (over.IsCancellationRequested)
        {
            // The term is over, or the engine stops; what was asked for the term's sake does not matter any more.
        }

        if (!term.IsHeld)
        {
            _term = null;
            EngineLog.Lost(_system.Logger, _settings.Node);
        }
    }

    /// <summary>A write of the entity met another owner. Either the lock is gone and we do not know it yet, or the other one had no right: the store
    /// tells. The pause grows
    /// with each fence of a term, so that two that fence each other do not spin.</summary>
    private async Task ConfirmAsync(EntityId fenced, Term term, Backoff backoff, CancellationToken over)
    {
        while (_fenced.ContainsKey(fenced))
        {
            var pause = backoff.Next();
            try
            {
                if (await _ownership.TryAcquireAsync(over) != term.Held)
                {
                    term.Refute();
                    return;
                }

                await Task.Delay(pause, _system.Time, over);
                EngineLog.Confirmed(_system.Logger, fenced);
                _fenced.TryRemove(fenced, out _);
                _hosts.Regained(fenced);
            }
            catch (Exception exception) when (!over.IsCancellationRequested)
            {
                EngineLog.AcquireFailed(_system.Logger, pause, exception);
                await Task.Delay(pause, _system.Time, over);
            }
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken stop)
    {
        try
        {
            await Task.Delay(pause, _system.Time, stop);
        }
        catch (OperationCanceledException)
        {
            // The caller looks whether it is to stop.
        }
    }
}
