using ActorJobs.Core.Apps;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workers;

namespace ActorJobs.Scheduler.Tests.Simulation;

/// <summary>What a store holds of one app, and what its writes must keep to.</summary>
internal sealed class MemoryApp(long id)
{
    public long Id => id;

    public long Epoch { get; set; }

    public long Sequence { get; private set; }

    public long LastToken { get; private set; }

    public long LastJobId { get; private set; }

    public Dictionary<long, (string Name, long Version, string Definition, string Params)> Jobs { get; } = [];

    public Dictionary<(long Job, string Name), ScheduleMark> Marks { get; } = [];

    public Dictionary<RunId, (Run Run, string Params)> Runs { get; } = [];

    /// <summary>Every attempt that was ever given out.</summary>
    public HashSet<AttemptRef> Dispatched { get; } = [];

    /// <summary>Attempts whose end, or whose report's being stale, is recorded.</summary>
    public HashSet<AttemptRef> Reported { get; } = [];

    /// <summary>Puts a job in as it may have been left by another version, or by a hand.</summary>
    public void PutJob(long job, string name, string definition)
    {
        Jobs[job] = (name, 1, definition, "{}");
        LastJobId = Math.Max(LastJobId, job);
    }

    /// <summary>Applies the writes of a commit that follows the last one.</summary>
    /// <returns>The runs that were there already.</returns>
    public IReadOnlyCollection<RunId> Apply(long sequence, long lastToken, long lastJobId, IReadOnlyList<AppWrite> writes)
    {
        var existing = new HashSet<RunId>();
        foreach (var write in writes)
        {
            Apply(write, existing);
        }

        lastToken.ShouldBeGreaterThanOrEqualTo(LastToken, "tokens only rise");
        (Sequence, LastToken, LastJobId) = (sequence, lastToken, lastJobId);
        return existing;
    }

    private void Apply(AppWrite write, HashSet<RunId> existing)
    {
        switch (write)
        {
            case JobWritten job:
                Jobs[job.JobId] = (job.Name, job.Version, job.Definition, job.Params);
                break;
            case JobRedefined job:
                Jobs[job.JobId] = Jobs[job.JobId] with { Version = job.Version, Definition = job.Definition };
                break;
            case JobDeleted job:
                Jobs.Remove(job.JobId);
                break;
            case ScheduleWritten schedule:
                Marks[(schedule.JobId, schedule.Name)] = schedule.Mark;
                break;
            case ScheduleDeleted schedule:
                Marks.Remove((schedule.JobId, schedule.Name));
                break;
            case RunInserted insert when !Runs.TryAdd(insert.Run.Id, (insert.Run, insert.Params ?? Jobs[insert.Run.JobId].Params)):
                existing.Add(insert.Run.Id);
                break;
            case RunInserted insert:
                NoteAttempt(0, insert.Run);
                break;
            case RunUpdated update:
                Update(update.Run);
                break;
            case RunEnded end:
                Update(end.Run);
                break;
            case StaleReported stale:
                Reported.Add(new AttemptRef(stale.Run, stale.Attempt, stale.Token));
                break;
            case AttemptEnded:
                break;
            default:
                throw new InvalidOperationException($"Unknown write {write}.");
        }
    }

    private void Update(Run run)
    {
        var (before, parameters) = Runs[run.Id];
        if (before.State.IsEnd())
        {
            return;
        }

        NoteAttempt(before.Attempt, run);
        Runs[run.Id] = (run, parameters);
        if (run.State.IsEnd())
        {
            Reported.Add(new AttemptRef(run.Id, run.Attempt, run.Token));
        }
    }

    private void NoteAttempt(int before, Run run)
    {
        if (run.Attempt > before)
        {
            run.Token.ShouldBeGreaterThan(LastToken, "a new attempt has a token above all that were given out in earlier commits");
            Dispatched.Add(new AttemptRef(run.Id, run.Attempt, run.Token)).ShouldBeTrue("a token is given out once");
        }
    }
}
