using ActorJobs.Protocol;

namespace ActorJobs.Server.Links;

/// <summary>
/// The workers that this node refused within the last hour, and why. Equal refusals are one entry and, but for the first of them, few lines of the log; a
/// flood of different ones displaces the oldest entries and does not fill the log.
/// </summary>
internal sealed partial class RefusedWorkers(LinkInstruments instruments, TimeProvider time, ILogger<RefusedWorkers> logger)
{
    /// <summary>The most entries.</summary>
    public const int MostKept = 1000;

    private const int LongestName = MessageLimits.NameCharacters;
    private const int MostLinesAMinute = 60;
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(1);
    private static readonly TimeSpan LoggedAgainAfter = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<Key, Entry> _entries = [];
    private long _minuteBegan = time.GetTimestamp();
    private int _linesOfMinute;

    /// <summary>Counts, lists and logs a refusal.</summary>
    /// <param name="hello">How the worker introduced itself; null if it did not.</param>
    /// <param name="address">Where it dialled from, without the port.</param>
    /// <param name="refusal">What it is told.</param>
    public void Note(Hello? hello, string address, Refused refusal)
    {
        instruments.Refused(refusal.Code);
        var key = new Key(
            Refusal.Line(hello?.App ?? "", LongestName),
            Refusal.Line(hello?.Worker ?? "", LongestName),
            address,
            refusal.Code
        );
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (!_entries.TryGetValue(key, out var entry))
            {
                MakeRoom(now);
                _entries.Add(key, entry = new Entry(now));
            }
            entry.Count++;
            entry.Last = now;
            entry.Reason = refusal.Reason;
            Log(key, entry);
        }
    }

    /// <summary>What was refused within the last hour, the newest first.</summary>
    public IReadOnlyList<RefusedWorker> List()
    {
        lock (_gate)
        {
            var from = time.GetUtcNow() - KeptFor;
            return
            [
                .. _entries
                    .Where(entry => entry.Value.Last >= from)
                    .OrderByDescending(entry => entry.Value.Last)
                    .Select(entry => entry.Value.Show(entry.Key)),
            ];
        }
    }

    private void MakeRoom(DateTimeOffset now)
    {
        if (_entries.Count < MostKept)
        {
            return;
        }
        foreach (var old in _entries.Where(entry => now - entry.Value.Last > KeptFor).Select(entry => entry.Key).ToList())
        {
            _entries.Remove(old);
        }
        if (_entries.Count >= MostKept)
        {
            _entries.Remove(_entries.MinBy(entry => entry.Value.Last).Key);
        }
    }

    private void Log(Key key, Entry entry)
    {
        if (entry.LoggedAt is { } at && time.GetElapsedTime(at) < LoggedAgainAfter)
        {
            return;
        }
        if (time.GetElapsedTime(_minuteBegan) >= Minute)
        {
            _minuteBegan = time.GetTimestamp();
            _linesOfMinute = 0;
        }
        if (++_linesOfMinute < MostLinesAMinute)
        {
            entry.LoggedAt = time.GetTimestamp();
            if (entry.Count is 1)
            {
                LogRefused(key.Who, key.Code, entry.Reason);
            }
            else
            {
                LogRefusedAgain(key.Who, entry.Count, key.Code, entry.Reason);
            }
        }
        else if (_linesOfMinute is MostLinesAMinute)
        {
            LogMore(MostLinesAMinute);
        }
    }

    [LoggerMessage(EventId = 601, Level = LogLevel.Warning, Message = "{Who} is refused: {Code}, {Reason}")]
    private partial void LogRefused(string who, string code, string reason);

    [LoggerMessage(EventId = 602, Level = LogLevel.Warning, Message = "{Who} is still refused, {Count} times by now: {Code}, {Reason}")]
    private partial void LogRefusedAgain(string who, long count, string code, string reason);

    [LoggerMessage(
        EventId = 603,
        Level = LogLevel.Warning,
        Message = "{Most} workers were refused within a minute; more of them are not logged until it is over. GET /api/v1/workers/refused lists them"
    )]
    private partial void LogMore(int most);

    private readonly record struct Key(string App, string Worker, string Address, string Code)
    {
        public string Who => Worker.Length is 0 ? $"A worker from {Address}" : $"Worker {Worker} of app {App} from {Address}";
    }

    private sealed class Entry(DateTimeOffset first)
    {
        public long Count { get; set; }
        public DateTimeOffset Last { get; set; }
        public string Reason { get; set; } = "";
        public long? LoggedAt { get; set; }

        public RefusedWorker Show(Key key) => new(key.App, key.Worker, key.Address, key.Code, Reason, Count, first, Last);
    }
}
