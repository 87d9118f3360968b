using ActorJobs.Protocol;
using Link = ActorJobs.Protocol.IFrameLink<ActorJobs.Protocol.WorkerMessage, ActorJobs.Protocol.ServerMessage>;

namespace ActorJobs.Worker.Attempts;

/// <summary>
/// Results from their end to their acknowledgement: sent at once while an owner listens, again after each adoption and from time to time, and written to disk when
/// the acknowledgement is slow. Only so many bytes are under way at once, so that what an outage piled up cannot choke the next link. Used under the ledger's lock.
/// </summary>
internal sealed class ResultOutbox(IResultSpool spool, TimeProvider time, WorkerTimings timings)
{
    private const long MaxBytesUnderWay = 16L * 1024 * 1024;
    private static readonly TimeSpan s_longestResend = TimeSpan.FromSeconds(30);

    private readonly Dictionary<AttemptKey, Kept> _kept = [];
    private readonly Queue<Kept> _unsent = new();
    private Link? _link;
    private long _bytesUnderWay;

    /// <summary>How many results are not acknowledged.</summary>
    public int Count => _kept.Count;

    /// <summary>The attempts whose results are not acknowledged.</summary>
    public IEnumerable<AttemptKey> Attempts => _kept.Keys;

    /// <summary>Whether the attempt's result is here.</summary>
    public bool Contains(AttemptKey attempt) => _kept.ContainsKey(attempt);

    /// <summary>Takes what an earlier process left.</summary>
    public void Restore()
    {
        foreach (var result in spool.Load())
        {
            _kept[AttemptKey.Of(result.Attempt)] = new Kept(result, time.GetTimestamp()) { OnDisk = true };
        }
    }

    /// <summary>Takes the result of an attempt that just ended.</summary>
    public void Keep(Result result)
    {
        var kept = new Kept(result, time.GetTimestamp());
        if (_kept.TryAdd(AttemptKey.Of(result.Attempt), kept))
        {
            _unsent.Enqueue(kept);
            SendUnsent();
        }
    }

    /// <summary>Lets go of a result.</summary>
    /// <returns>False when it is not here.</returns>
    public bool Acknowledge(AttemptKey attempt)
    {
        if (!_kept.Remove(attempt, out var kept))
        {
            return false;
        }
        kept.Acknowledged = true;
        if (kept.OnDisk)
        {
            spool.Forget(attempt);
        }
        if (kept.UnderWay)
        {
            _bytesUnderWay -= kept.Bytes;
            SendUnsent();
        }
        return true;
    }

    /// <summary>An owner listens on this link: everything is sent again.</summary>
    public void Open(Link link)
    {
        Close();
        _link = link;
        foreach (var kept in _kept.Values)
        {
            _unsent.Enqueue(kept);
        }
        SendUnsent();
    }

    /// <summary>Nobody listens any more.</summary>
    public void Close()
    {
        _link = null;
        _unsent.Clear();
        _bytesUnderWay = 0;
        foreach (var kept in _kept.Values)
        {
            kept.UnderWay = false;
            kept.Repeats = 0;
        }
    }

    /// <summary>Sends again, and writes to disk, what is due.</summary>
    public void Tick()
    {
        foreach (var kept in _kept.Values)
        {
            if (!kept.OnDisk && time.GetElapsedTime(kept.EndedAt) >= timings.SpoolAfter)
            {
                Spool(kept);
            }
            if (kept.UnderWay && time.GetElapsedTime(kept.SentAt) >= ResendAfter(kept.Repeats))
            {
                kept.Repeats++;
                Send(kept);
            }
        }
    }

    /// <summary>Writes everything to disk that is not there.</summary>
    public void SpoolAll()
    {
        foreach (var kept in _kept.Values.Where(kept => !kept.OnDisk))
        {
            Spool(kept);
        }
    }

    private void Spool(Kept kept)
    {
        spool.Keep(kept.Result);
        kept.OnDisk = true;
    }

    private void SendUnsent()
    {
        while (
            _link is not null
            && _unsent.TryPeek(out var next)
            && (next.Acknowledged || _bytesUnderWay is 0 || _bytesUnderWay + next.Bytes <= MaxBytesUnderWay)
        )
        {
            _unsent.Dequeue();
            if (!next.Acknowledged)
            {
                next.UnderWay = true;
                _bytesUnderWay += next.Bytes;
                Send(next);
            }
        }
    }

    private void Send(Kept kept)
    {
        kept.SentAt = time.GetTimestamp();
        _link?.Send(new WorkerMessage { Result = kept.Result });
    }

    private TimeSpan ResendAfter(int repeats)
    {
        var after = timings.ResendAfter * Math.Pow(2, Math.Min(repeats, 10));
        return after < s_longestResend ? after : s_longestResend;
    }

    private sealed class Kept(Result result, long endedAt)
    {
        public Result Result { get; } = result;
        public int Bytes { get; } = result.CalculateSize();
        public long EndedAt { get; } = endedAt;
        public long SentAt { get; set; }
        public int Repeats { get; set; }
        public bool OnDisk { get; set; }
        public bool UnderWay { get; set; }
        public bool Acknowledged { get; set; }
    }
}
