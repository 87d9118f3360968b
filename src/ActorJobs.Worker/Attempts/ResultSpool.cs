using System.Globalization;
using System.Threading.Channels;
using ActorJobs.Protocol;
using Google.Protobuf;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Worker.Attempts;

/// <summary>
/// One file a result. A file is written beside its place, flushed to disk and then renamed, so a name that ends in .result is always whole. One loop does the
/// work, so that a write and the deletion after it cannot overtake each other.
/// </summary>
internal sealed partial class ResultSpool : IResultSpool
{
    /// <summary>How the file of a result ends.</summary>
    public const string Suffix = ".result";

    private readonly string _folder;
    private readonly ILogger _logger;
    private readonly Channel<Action> _work = Channel.CreateUnbounded<Action>(new() { SingleReader = true });
    private readonly Task _working;

    /// <summary>Starts on a folder, which is made if it is missing.</summary>
    public ResultSpool(string folder, ILogger logger)
    {
        _folder = folder;
        _logger = logger;
        Directory.CreateDirectory(folder);
        _working = Task.Run(WorkAsync);
    }

    public IReadOnlyList<Result> Load()
    {
        var results = new List<Result>();
        foreach (var file in Directory.EnumerateFiles(_folder, $"*{Suffix}").Order(StringComparer.Ordinal))
        {
            try
            {
                results.Add(Result.Parser.ParseFrom(File.ReadAllBytes(file)));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidProtocolBufferException)
            {
                LogUnreadable(file, exception.Message);
            }
        }
        return results;
    }

    public void Keep(Result result) => _work.Writer.TryWrite(() => Write(result));

    public void Forget(AttemptKey attempt) => _work.Writer.TryWrite(() => File.Delete(PathOf(attempt)));

    public Task CompleteAsync()
    {
        _work.Writer.TryComplete();
        return _working;
    }

    private async Task WorkAsync()
    {
        await foreach (var step in _work.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                step();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                LogFailed(_folder, exception.Message);
            }
        }
    }

    private void Write(Result result)
    {
        var path = PathOf(AttemptKey.Of(result.Attempt));
        var draft = $"{path}.draft";
        using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            result.WriteTo(file);
            file.Flush(flushToDisk: true);
        }
        File.Move(draft, path, overwrite: true);
    }

    // The run's id comes from the wire: escaped, it cannot leave the folder.
    private string PathOf(AttemptKey attempt) =>
        Path.Combine(
            _folder,
            string.Create(CultureInfo.InvariantCulture, $"{Uri.EscapeDataString(attempt.Run)}-{attempt.Attempt}-{attempt.Token}{Suffix}")
        );

    [LoggerMessage(EventId = 501, Level = LogLevel.Error, Message = "Cannot read the result kept in {File}, which stays there: {Reason}")]
    private partial void LogUnreadable(string file, string reason);

    [LoggerMessage(
        EventId = 502,
        Level = LogLevel.Error,
        Message = "Cannot keep results in {Folder}; they are lost if this process ends now: {Reason}"
    )]
    private partial void LogFailed(string folder, string reason);
}
