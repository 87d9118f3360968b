using ActorJobs.Core.Apps;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using NodaTime;

namespace ActorJobs.Core.Tests.Apps;

/// <summary>Knows from the commits alone when which job was paused, by itself or with the app, and so which fires a pause must have left out, and which not.</summary>
internal sealed class PauseLedger
{
    /// <summary>In place of a job's id: the app as a whole.</summary>
    private const long All = 0;

    private readonly Dictionary<long, (Instant From, Instant? Until)> _inForce = [];
    private readonly List<(long Job, Instant From, Instant To)> _past = [];

    /// <summary>Takes notice of pauses that began or ended with a commit.</summary>
    public void Observe(IReadOnlyList<AppWrite> writes, Instant now)
    {
        foreach (var write in writes)
        {
            switch (write)
            {
                case JobPauseWritten { Pause: { } pause } job:
                    Open(job.JobId, pause, now);
                    break;
                case AppHeld { Holds.Pause: { } pause }:
                    Open(All, pause, now);
                    break;
                case AppHeld:
                    Close(All, now);
                    break;
                case JobPauseWritten job:
                    Close(job.JobId, now);
                    break;
                case JobDeleted job:
                    Close(job.JobId, now);
                    break;
            }
        }
    }

    /// <summary>A fire lies in a pause exactly if it is recorded as left out by it.</summary>
    public void Check(Run fire)
    {
        var (first, last) = (fire.Planned, fire.Omitted?.To ?? fire.Planned);
        var isLeftOut = fire.Omitted?.Reason.Contains(" paused by ann since ", StringComparison.Ordinal) == true;
        (isLeftOut && fire.State != RunState.Skipped).ShouldBeFalse($"run {fire.Id}");
        var pauses = _past.Where(pause => (pause.Job == fire.JobId || pause.Job == All) && pause.From < last && first <= pause.To).ToList();
        pauses.Exists(pause => pause.From < first && last <= pause.To).ShouldBe(isLeftOut, $"a pause around run {fire.Id}");
        (pauses.Count > 0).ShouldBe(isLeftOut, $"pauses of run {fire.Id}");
    }

    private void Open(long job, Pause pause, Instant now) =>
        _inForce[job] = (_inForce.TryGetValue(job, out var before) ? before.From : now, pause.Until);

    private void Close(long job, Instant now)
    {
        if (_inForce.Remove(job, out var pause))
        {
            var end = pause.Until <= now ? pause.Until.Value - Duration.Epsilon : now;
            _past.Add((job, pause.From, end));
        }
    }
}
