using ActorJobs.Protocol;

namespace ActorJobs.Worker.Attempts;

/// <summary>What the worker tells from time to time of what it runs.</summary>
internal sealed partial class AttemptLedger
{
    /// <summary>A sign of life of every attempt that runs, and of the worker's slots.</summary>
    /// <param name="number">The number of the heartbeat.</param>
    public Heartbeat Heartbeat(long number)
    {
        var heartbeat = new Heartbeat { Number = number };
        lock (_gate)
        {
            heartbeat.Slots = UsableSlots();
            heartbeat.Held.AddRange(_running.Values.Where(held => !held.IsOver).Select(held => Pulse(held)));
        }
        return heartbeat;
    }

    /// <summary>
    /// The slots without those whose processors run on after their end was told. The protocol knows no worker without any slot; the last one is refused.
    /// </summary>
    private int UsableSlots() => Math.Max(1, limits.Slots - _running.Values.Count(held => held.IsOver));

    private static AttemptPulse Pulse(RunningAttempt held)
    {
        var (vitals, log) = (held.Signals.Vitals, held.Signals.Log);
        var progress = vitals.Progress;
        return new AttemptPulse
        {
            Attempt = held.Key.ToRef(),
            Pid = vitals.Pid,
            LastOutput = log.LastOutput?.ToUnixTimeMilliseconds() ?? 0,
            Progress = progress.Fraction,
            Details = progress.Details,
        };
    }
}
