using ActorJobs.Core.Apps;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Secrets;
using ActorJobs.Core.Workers;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.TestKit.Stores;

/// <summary>What a store holds of one app, and the contract that commits keep to. A write that breaks it is a defect of who wrote it, and throws.</summary>
/// <param name="id">The app's internal id.</param>
/// <param name="name">The app's name.</param>
internal sealed class MemoryApp(long id, string name)
{
    private readonly HashSet<RunId> _open = [];

    public long Id => id;

    public long Epoch { get; set; }

    public long Sequence { get; private set; }

    public long LastToken { get; private set; }

    public long LastJobId { get; private set; }

    public Dictionary<long, (string Name, long Version, string Definition, string Params)> Jobs { get; } = [];

    /// <summary>The pauses of the jobs that are paused.</summary>
    public Dictionary<long, Pause> Pauses { get; } = [];

    /// <summary>Those of the jobs that are workflows.</summary>
    public HashSet<long> Workflows { get; } = [];

    /// <summary>The journal of each workflow instance.</summary>
    public Dictionary<RunId, List<string>> Journals { get; } = [];

    /// <summary>What each workflow instance was when it was written last as a whole, and after how many entries of its journal.</summary>
    public Dictionary<RunId, (long Position, string Content)> Snapshots { get; } = [];

    public Dictionary<(long Job, string Name), ScheduleMark> Marks { get; } = [];

    public Dictionary<RunId, MemoryRun> Runs { get; } = [];

    /// <summary>The run of each idempotency key.</summary>
    public Dictionary<string, RunId> Keys { get; } = new(StringComparer.Ordinal);

    /// <summary>The secrets by name.</summary>
    public Dictionary<string, AppSecret> Secrets { get; } = new(StringComparer.Ordinal);

    /// <summary>The runs that have not ended.</summary>
    public IEnumerable<Run> Open => _open.Select(id => Runs[id].Run);

    /// <summary>Attempts that are listed by themselves, in the order of their ends.</summary>
    public List<AttemptEnded> Attempts { get; } = [];

    /// <summary>Reports that changed nothing, in their order.</summary>
    public List<StaleReported> StaleReports { get; } = [];

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

    /// <summary>Raises the epoch, which fences every earlier claim.</summary>
    public AppClaim Claim()
    {
        Epoch++;
        return new AppClaim(Id, name, Epoch, Sequence, LastToken, LastJobId);
    }

    /// <summary>What deciding needs.</summary>
    public AppContents Contents() =>
        new(
            [
                .. Jobs.Select(job => new StoredJob(
                    job.Key,
                    job.Value.Name,
                    job.Value.Version,
                    job.Value.Definition,
                    Workflows.Contains(job.Key) ? job.Value.Params : null
                )
                {
                    Pause = Pauses.GetValueOrDefault(job.Key),
                }),
            ],
            [.. Marks.Select(mark => new StoredSchedule(mark.Key.Job, mark.Key.Name, mark.Value))],
            [.. Open]
        )
        {
            Params = Open.Where(run =>
                    run is { Processor: var processor, State: RunState.Scheduled or RunState.Queued }
                    && processor == ProcessorReference.Workflow
                )
                .ToDictionary(run => run.Id, run => Runs[run.Id].Params),
            Secrets = [.. Secrets.Values],
            ParamsAtWorkers = Open.Where(run => run.State.IsAtWorker()).ToDictionary(run => run.Id, run => Runs[run.Id].Params),
            Instances = [.. Open.Where(run => Journals.ContainsKey(run.Id)).Select(run => Instance(run.Id))],
        };

    /// <summary>A workflow instance as stored.</summary>
    public StoredInstance Instance(RunId id) =>
        Snapshots.TryGetValue(id, out var snapshot)
            ? new StoredInstance(id, snapshot.Content, [.. Journals[id].Skip((int)snapshot.Position)])
            : new StoredInstance(id, null, [.. Journals[id]]);

    /// <summary>Whether the commit is that of the newest claim, and follows the claim's last one.</summary>
    public AppCommitResult? Refuse(AppCommit commit) =>
        Epoch != commit.Claim.Epoch ? new AppCommitResult.Fenced()
        : Sequence != commit.Sequence - 1
            ? new AppCommitResult.RolledBack(
                new InvalidOperationException($"Found commit {commit.Sequence} of app {name}; expected {Sequence + 1}.")
            )
        : null;

    /// <summary>Applies a commit that is not refused.</summary>
    /// <returns>The runs that were there already.</returns>
    public IReadOnlyCollection<RunId> Apply(AppCommit commit)
    {
        var existing = new HashSet<RunId>();
        foreach (var write in commit.Writes)
        {
            Apply(write, existing);
        }

        Require(commit.LastToken >= LastToken, "tokens only rise");
        (Sequence, LastToken, LastJobId) = (commit.Sequence, commit.LastToken, commit.LastJobId);
        return existing;
    }

    /// <summary>The answer to a commit, as things stand: a run that a later commit took from its worker has no params here.</summary>
    public AppCommitResult.Committed Answer(AppCommit commit, IReadOnlyCollection<RunId> existing)
    {
        var dispatched = commit
            .Writes.Select(write => write is RunInserted insert ? insert.Run : (write as RunUpdated)?.Run)
            .Where(run => run is { State: RunState.Dispatched } && Runs[run.Id].Run.State == RunState.Dispatched)
            .Select(run => run!.Id);
        return new AppCommitResult.Committed(dispatched.Distinct().ToDictionary(run => run, run => Runs[run].Params), existing);
    }

    private void Apply(AppWrite write, HashSet<RunId> existing)
    {
        switch (write)
        {
            case JobWritten job:
                Jobs[job.JobId] = (job.Name, job.Version, job.Definition, job.Params);
                _ = job.IsWorkflow && Workflows.Add(job.JobId);
                break;
            case JobRedefined job:
                Jobs[job.JobId] = Jobs[job.JobId] with { Version = job.Version, Definition = job.Definition };
                break;
            case JobDeleted job:
                Jobs.Remove(job.JobId);
                Pauses.Remove(job.JobId);
                break;
            case JobPauseWritten { Pause: { } pause } job:
                Pauses[job.JobId] = pause;
                break;
            case JobPauseWritten job:
                Pauses.Remove(job.JobId);
                break;
            case ScheduleWritten schedule:
                Marks[(schedule.JobId, schedule.Name)] = schedule.Mark;
                break;
            case ScheduleDeleted schedule:
                Marks.Remove((schedule.JobId, schedule.Name));
                break;
            case SecretWritten secret:
                Secrets[secret.Secret.Name] = secret.Secret;
                break;
            case SecretDeleted secret:
                Secrets.Remove(secret.Name);
                break;
            case RunInserted insert
                when !Runs.TryAdd(insert.Run.Id, new MemoryRun(insert.Run, insert.Params ?? Jobs[insert.Run.JobId].Params)):
                existing.Add(insert.Run.Id);
                break;
            case RunInserted insert:
                Require(insert.Key is not { } key || Keys.TryAdd(key.Text, insert.Run.Id), "an idempotency key has one run");
                NoteAttempt(0, insert.Run);
                NoteEnd(insert.Run);
                break;
            case RunUpdated update:
                Update(update.Run);
                break;
            case RunEnded end:
                Update(end.Run, end.Result, end.Failure);
                break;
            case RunReopened reopened:
                Require(Runs[reopened.Run.Id].Run.State.IsEnd(), "only a run that has ended is opened again");
                Runs[reopened.Run.Id] = Runs[reopened.Run.Id] with
                {
                    Run = reopened.Run,
                    Result = reopened.Result,
                    Failure = reopened.Failure,
                };
                NoteEnd(reopened.Run);
                break;
            case WorkflowJournaled journaled:
                var journal = Journals.TryGetValue(journaled.Instance, out var known) ? known : Journals[journaled.Instance] = [];
                Require(journal.Count + 1 == journaled.Sequence, "a journal has no gaps");
                journal.Add(WorkflowJournal.Write(journaled.Event));
                break;
            case WorkflowSnapshotted snapshot:
                Snapshots[snapshot.Instance.Id] = (snapshot.Instance.Sequence, WorkflowJournal.Write(snapshot.Instance));
                break;
            case StaleReported stale:
                Reported.Add(new AttemptRef(stale.Run, stale.Attempt, stale.Token));
                StaleReports.Add(stale);
                break;
            case AttemptEnded ended:
                Attempts.Add(ended);
                break;
            default:
                throw new InvalidOperationException($"Unknown write {write}.");
        }
    }

    private void Update(Run run, string? result = null, Failure? failure = null)
    {
        var before = Runs[run.Id];
        if (before.Run.State.IsEnd() && before.Run.Omitted is null)
        {
            return;
        }

        NoteAttempt(before.Run.Attempt, run);
        Runs[run.Id] = before with { Run = run, Result = result, Failure = failure };
        NoteEnd(run);
        if (run.State.IsEnd() && run.Attempt > 0)
        {
            Reported.Add(new AttemptRef(run.Id, run.Attempt, run.Token));
        }
    }

    private void NoteEnd(Run run) => _ = run.State.IsEnd() ? _open.Remove(run.Id) : _open.Add(run.Id);

    private void NoteAttempt(int before, Run run)
    {
        if (run.Attempt > before)
        {
            Require(run.Token > LastToken, "a new attempt has a token above all that were given out in earlier commits");
            Require(Dispatched.Add(new AttemptRef(run.Id, run.Attempt, run.Token)), "a token is given out once");
        }
    }

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"A commit breaks the contract of the store: {rule}.");
        }
    }
}

/// <summary>A run with all its texts.</summary>
internal sealed record MemoryRun(Run Run, string Params, string? Result = null, Failure? Failure = null);
