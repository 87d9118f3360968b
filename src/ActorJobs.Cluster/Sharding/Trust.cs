namespace ActorJobs.Cluster;

/// <summary>How long this node may rely on its own lease, and on what it hears of others'. All by the monotonic clock, which also tells whether the store's clock
/// was set.</summary>
/// <remarks>The lease counts from before it was asked for, since the store may have written it at once and answered late; and for less than it lasts, since the clocks of
/// two machines do not run alike (River and the Chubby paper, section 2.8, do the same).</remarks>
internal sealed class Trust(TimeProvider time, TimeSpan lease, TimeSpan margin)
{
    private readonly TimeSpan _longestGap = lease / 2;
    private long _until;
    private long _lastAsked;
    private DateTimeOffset _lastShown;
    private long _steadySince;
    private bool _hasAsked;

    /// <summary>Whether the own lease is certainly not over.</summary>
    public bool IsHeld => Left > TimeSpan.Zero;

    /// <summary>How much longer the own lease may be relied on; zero or less if no longer.</summary>
    public TimeSpan Left => time.GetElapsedTime(time.GetTimestamp(), Volatile.Read(ref _until));

    /// <summary>Whether this node has renewed its lease without a gap for so long that every living node has been able to do so, too: only then does a lease that is
    /// over mean that its node is gone, and not that the store was away, or its clock was set forward past the leases.</summary>
    public bool MayJudge => _hasAsked && time.GetElapsedTime(_steadySince, _lastAsked) >= lease;

    /// <summary>The moment before a renewal is asked for.</summary>
    public long Ask() => time.GetTimestamp();

    /// <summary>The lease was renewed.</summary>
    /// <param name="asked">What <see cref="Ask"/> gave.</param>
    /// <param name="shown">What the store's clock showed between that and now.</param>
    /// <returns>By how much that clock was set forward since the renewal before, at least; zero if it was not, as far as can be told.</returns>
    public TimeSpan Renew(long asked, DateTimeOffset shown)
    {
        var answered = time.GetTimestamp();
        var step = _hasAsked ? shown - _lastShown - time.GetElapsedTime(_lastAsked, answered) : TimeSpan.Zero;
        var isSet = step > margin;
        if (!_hasAsked || isSet || time.GetElapsedTime(_lastAsked, asked) > _longestGap)
        {
            _steadySince = asked;
        }

        _hasAsked = true;
        _lastAsked = asked;
        _lastShown = shown;
        Volatile.Write(ref _until, asked + (long)((lease - margin).TotalSeconds * time.TimestampFrequency));
        return isSet ? step : TimeSpan.Zero;
    }

    /// <summary>The lease is not relied on before it is renewed.</summary>
    public void End() => Volatile.Write(ref _until, time.GetTimestamp());
}
