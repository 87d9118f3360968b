using System.Text.Json;
using ActorJobs.Core.Apps;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Definitions;
using ActorJobs.Core.Workflows.Instances;
using NodaTime;

namespace ActorJobs.Core.Tests.Apps;

/// <summary>What a real store keeps for one app, with its precision of a microsecond, and with the rules that every commit has to keep.</summary>
internal sealed class MemoryStore
{
    public sealed record Job(string Name, long Version, string Definition, string Params);

    public Dictionary<long, Job> Jobs { get; } = [];

    /// <summary>The pauses of the jobs that are paused.</summary>
    public Dictionary<long, Pause> Pauses { get; } = [];

    public AppSettings Settings { get; private set; } = AppSettings.None;
    public AppHolds Holds { get; private set; } = AppHolds.None;

    public Dictionary<(long Job, string Name), ScheduleMark> Marks { get; } = [];

    public Dictionary<RunId, Run> Runs { get; } = [];

    public List<AttemptEnded> Attempts { get; } = [];

    private readonly HashSet<(RunId, int)> _attempts = [];
    private readonly Dictionary<string, long> _names = [];
    private readonly List<Run> _newAttempts = [];
    private readonly Dictionary<long, int> _started = [];

    public List<StaleReported> Stale { get; } = [];

    /// <summary>The journal of each workflow instance.</summary>
    public Dictionary<RunId, List<string>> Journals { get; } = [];

    /// <summary>What each workflow instance was when it was written last as a whole.</summary>
    public Dictionary<RunId, WorkflowInstance> Snapshots { get; } = [];

    public Dictionary<RunId, string?> Results { get; } = [];

    public Dictionary<RunId, Failure?> Failures { get; } = [];

    public Dictionary<RunId, string?> Params { get; } = [];

    public FireLedger Fires { get; } = new();

    /// <summary>What is told to channels.</summary>
    public NotificationLedger Notifications { get; } = new();

    public long Epoch { get; set; }

    public long LastToken { get; private set; }

    public long LastJobId { get; private set; }

    public IEnumerable<Run> Open => Runs.Values.Where(run => !run.State.IsEnd());

    /// <summary>The runs of a job, oldest first.</summary>
    public List<Run> Of(string job) => [.. Runs.Values.Where(run => run.JobName == job).OrderBy(run => run.Planned)];

    public JobDefinition Definition(long job)
    {
        using var json = JsonDocument.Parse(Jobs[job].Definition);
        return JobDefinitionReader.Read(json.RootElement.Clone()).Definition!;
    }

    /// <summary>The params of a workflow; null for a job that workers run.</summary>
    public string? WorkflowParams(long job) => Definition(job).Graph is null ? null : Jobs[job].Params;

    /// <summary>The params of a run: its own, or those that its job has now.</summary>
    public string ParamsOf(Run run) => Params.GetValueOrDefault(run.Id) ?? Jobs[run.JobId].Params;

    /// <summary>A workflow instance, brought back from its snapshot and what came after it.</summary>
    public WorkflowInstance Instance(RunId id)
    {
        var snapshot = Snapshots.GetValueOrDefault(id);
        var recovered = WorkflowJournal.Recover(
            id,
            snapshot is null ? null : WorkflowJournal.Write(snapshot),
            Journals[id].Skip((int)(snapshot?.Sequence ?? 0)),
            Graph
        );
        if (snapshot is not null)
        {
            var whole = WorkflowJournal.Recover(id, null, Journals[id], Graph);
            WorkflowJournal.Write(recovered).ShouldBe(WorkflowJournal.Write(whole), "the snapshot is what the whole journal gives");
        }

        return recovered;
    }

    private static WorkflowGraph Graph(string definition)
    {
        using var json = JsonDocument.Parse(definition);
        return JobDefinitionReader.Read(json.RootElement.Clone()).Definition!.Graph!;
    }

    /// <summary>Applies the writes of one turn, and checks each of them.</summary>
    public void Commit(IReadOnlyList<AppWrite> writes, long lastToken, long lastJobId, Instant now)
    {
        _newAttempts.Clear();
        foreach (var write in writes)
        {
            Apply(write, LastToken);
        }

        _newAttempts
            .Exists(run => Pauses.ContainsKey(run.JobId))
            .ShouldBeFalse("nothing of a job is dispatched from the commit of its pause on");
        CheckLimits();
        LastToken = lastToken;
        LastJobId = lastJobId;
        Fires.Observe(this, writes, now);
        foreach (var run in writes.Select(RunOf).OfType<RunId>())
        {
            CheckWaits(Runs[run]);
        }

        foreach (var job in writes.OfType<RunInserted>().Select(insert => insert.Run.JobId).Distinct().Where(Jobs.ContainsKey))
        {
            _started.GetValueOrDefault(job).ShouldBeLessThanOrEqualTo(Fires.MostAllowed(job), $"overlap of job {job}");
        }
    }

    /// <summary>A run that is given to a worker stays within the limits of its job, as they are then.</summary>
    private void CheckLimits()
    {
        foreach (var run in _newAttempts.Where(run => Runs[run.Id].State.IsAtWorker()))
        {
            if (!Jobs.TryGetValue(run.JobId, out var job) || job.Definition.StartsWith("broken", StringComparison.Ordinal))
            {
                continue;
            }

            var limits = Definition(run.JobId).Policy.Limits;
            if (limits == RunLimits.None)
            {
                continue;
            }

            var siblings = Runs.Values.Where(other => other.JobId == run.JobId && other.State.IsAtWorker()).ToList();
            siblings.Count.ShouldBeLessThanOrEqualTo(limits.PerJob ?? int.MaxValue, $"limit of job {run.JobName}");
            if (run.LimitKey is { } key)
            {
                siblings
                    .Count(other => other.LimitKey == key)
                    .ShouldBeLessThanOrEqualTo(limits.PerKey ?? int.MaxValue, $"limit of key {key}");
            }
        }
    }

    private static RunId? RunOf(AppWrite write) =>
        write switch
        {
            RunInserted insert => insert.Run.Id,
            RunUpdated update => update.Run.Id,
            RunEnded end => end.Run.Id,
            _ => null,
        };

    private static Instant Micros(Instant instant) => Instant.FromUnixTimeTicks(instant.ToUnixTimeTicks() / 10 * 10);

    private static Instant? Micros(Instant? instant) => instant is { } given ? Micros(given) : null;

    private static Run Stored(Run run) =>
        run with
        {
            Planned = Micros(run.Planned),
            Due = Micros(run.Due),
            QueuedAt = Micros(run.QueuedAt),
            DispatchedAt = Micros(run.DispatchedAt),
            StartedAt = Micros(run.StartedAt),
            EndedAt = Micros(run.EndedAt),
        };

    private void Apply(AppWrite write, long tokenBefore)
    {
        switch (write)
        {
            case AppConfigured configured:
                Settings = AppSettingsText.Read(AppSettingsText.Write(configured.Settings));
                break;
            case AppHeld held:
                Holds = AppHoldsText.Read(AppHoldsText.Write(held.Holds));
                break;
            case NotificationWritten notification:
                Notifications.Apply(notification);
                break;
            case WaitTold told:
                Notifications.Apply(told);
                break;
            case JobWritten job:
                job.Version.ShouldBe(Jobs.TryGetValue(job.JobId, out var before) ? before.Version + 1 : 1);
                if (before is not null)
                {
                    _names.Remove(before.Name);
                }

                _names.TryAdd(job.Name, job.JobId).ShouldBeTrue($"the name {job.Name} is free");
                if (before is null)
                {
                    job.JobId.ShouldBeGreaterThan(LastJobId, "a job's id is never used again");
                }

                Jobs[job.JobId] = new Job(job.Name, job.Version, job.Definition, job.Params);
                break;
            case JobRedefined job:
                Jobs[job.JobId].Version.ShouldBe(job.Version - 1);
                Jobs[job.JobId] = Jobs[job.JobId] with { Version = job.Version, Definition = job.Definition };
                break;
            case JobDeleted job:
                Jobs.Remove(job.JobId, out var deleted).ShouldBeTrue();
                _names.Remove(deleted!.Name);
                Pauses.Remove(job.JobId);
                foreach (var mark in Marks.Keys.Where(mark => mark.Job == job.JobId).ToList())
                {
                    Marks.Remove(mark);
                }

                break;
            case JobPauseWritten { Pause: { } pause } job:
                Jobs.ShouldContainKey(job.JobId);
                (!Pauses.TryGetValue(job.JobId, out var earlier) || earlier.Since == pause.Since).ShouldBeTrue("a pause began once");
                Pauses[job.JobId] = pause;
                break;
            case JobPauseWritten job:
                Pauses.Remove(job.JobId).ShouldBeTrue("only a job that is paused goes on");
                break;
            case ScheduleWritten schedule:
                Jobs.ShouldContainKey(schedule.JobId);
                Mark(schedule);
                break;
            case ScheduleDeleted schedule:
                Marks.Remove((schedule.JobId, schedule.Name)).ShouldBeTrue();
                break;
            case RunInserted insert:
                Insert(insert, tokenBefore);
                break;
            case RunUpdated update:
                Update(Stored(update.Run), tokenBefore);
                break;
            case RunEnded end:
                Failures[end.Run.Id] = end.Failure;
                Update(Stored(end.Run), tokenBefore);
                Results[end.Run.Id] = end.Result;
                break;
            case RunReopened reopened:
                Runs[reopened.Run.Id].State.IsEnd().ShouldBeTrue("only a run that has ended is opened again");
                Results[reopened.Run.Id] = reopened.Result;
                Keep(Stored(reopened.Run));
                break;
            case WorkflowJournaled journaled:
                var journal = Journals.TryGetValue(journaled.Instance, out var known) ? known : Journals[journaled.Instance] = [];
                journaled.Sequence.ShouldBe(journal.Count + 1, "a journal has no gaps");
                journal.Add(WorkflowJournal.Write(journaled.Event));
                break;
            case WorkflowSnapshotted snapshot:
                Snapshots[snapshot.Instance.Id] = snapshot.Instance;
                break;
            case AttemptEnded attempt:
                _attempts.Add((attempt.Run, attempt.Attempt)).ShouldBeTrue("an attempt ends once");
                Attempts.Add(attempt);
                break;
            case StaleReported stale:
                Stale.Add(stale);
                break;
            default:
                throw new InvalidOperationException($"Unknown write {write}.");
        }
    }

    private void Mark(ScheduleWritten schedule)
    {
        var mark = schedule.Mark;
        var stored = new ScheduleMark(Micros(mark.Anchor), Micros(mark.FiredUpTo), mark.Follows, Micros(mark.Next));
        if (Marks.TryGetValue((schedule.JobId, schedule.Name), out var old))
        {
            stored.FiredUpTo.ShouldBeGreaterThanOrEqualTo(old.FiredUpTo, "a mark never goes back");
        }

        Marks[(schedule.JobId, schedule.Name)] = stored;
    }

    private void Insert(RunInserted insert, long tokenBefore)
    {
        var run = Stored(insert.Run);
        Params[run.Id] = insert.Params;
        Runs.ShouldNotContainKey(run.Id, $"run {run} is inserted once");
        if (insert.Params is null)
        {
            Jobs.ShouldContainKey(run.JobId, "its params are copied from the job's row");
        }

        run.Attempt.ShouldBeInRange(0, 1);
        if (run.Attempt == 1)
        {
            run.Token.ShouldBeGreaterThan(tokenBefore);
            _newAttempts.Add(run);
        }

        Keep(run);
    }

    private void Update(Run run, long tokenBefore)
    {
        Runs.ShouldContainKey(run.Id);
        var old = Runs[run.Id];
        if (old.State == RunState.Skipped)
        {
            var before = old.Omitted!;
            var after = run.Omitted!;
            run.ShouldBe(old with { Omitted = after });
            after.ShouldBe(before with { To = after.To, Count = after.Count });
            after.To.ShouldBeGreaterThan(before.To);
            after.Count.ShouldBeGreaterThan(before.Count);
            Runs[run.Id] = run;
            return;
        }

        old.State.IsEnd().ShouldBeFalse($"the end {old.State} of run {run.Id} is final; found {run.State}");
        (run.JobId, run.Trigger, run.Planned, run.Processor, run.Delivery, run.JobVersion).ShouldBe(
            (old.JobId, old.Trigger, old.Planned, old.Processor, old.Delivery, old.JobVersion)
        );
        CheckAttempt(old, run, tokenBefore);
        CheckStop(old, run);
        Keep(run);
    }

    private void CheckAttempt(Run old, Run run, long tokenBefore)
    {
        if (run.Attempt == old.Attempt)
        {
            run.Token.ShouldBe(old.Token);
            (old.State.IsAtWorker() || !run.State.IsAtWorker() || run.Processor == ProcessorReference.Workflow).ShouldBeTrue(
                "an attempt that was given back is not taken up again"
            );
            return;
        }

        // One turn can take a run from its worker and give it again, or more than once, if its mailbox was full.
        run.Attempt.ShouldBeGreaterThan(old.Attempt, "attempts only rise");
        run.Token.ShouldBeGreaterThan(tokenBefore, "tokens rise");
        _newAttempts.Add(run);
        for (var attempt = 1; attempt < run.Attempt; attempt++)
        {
            _attempts.ShouldContain((run.Id, attempt));
        }
    }

    private static void CheckStop(Run old, Run run)
    {
        if (old.Stop is not null)
        {
            run.Stop.ShouldBe(old.Stop, "a stop is never undone");
            (run.State == RunState.Stopping || run.State == old.Stop!.End).ShouldBeTrue(
                $"a run that was stopped ends {old.Stop!.End}; found {run.State}"
            );
        }

        if (run.State == RunState.Cancelled)
        {
            run.Stop.ShouldNotBeNull();
        }
    }

    /// <summary>No state without a due time, a holder or a wait reason.</summary>
    private static void CheckWaits(Run run)
    {
        (run.Waits != WaitReason.None).ShouldBe(run.State == RunState.Queued, $"{run.State} waits for {run.Waits}");
        (run.QueuedAt is not null || run.State is RunState.Scheduled || run.State.IsEnd()).ShouldBeTrue();
        if (run.State.IsAtWorker() && run.Processor != ProcessorReference.Workflow)
        {
            run.Worker.ShouldNotBeNull();
            run.DispatchedAt.ShouldNotBeNull();
        }

        (run.EndedAt is not null).ShouldBe(run.State.IsEnd());
    }

    /// <summary>Counts the fires of each job that have started, which its overlap policy bounds. Runs of users are no concern of the policy.</summary>
    private void Keep(Run run)
    {
        var change = (Runs.TryGetValue(run.Id, out var old) && Counts(old) ? -1 : 0) + (Counts(run) ? 1 : 0);
        _started[run.JobId] = _started.GetValueOrDefault(run.JobId) + change;
        Runs[run.Id] = run;

        static bool Counts(Run one) => one.Trigger.Kind == TriggerKind.Schedule && !one.State.IsEnd() && one.Waits != WaitReason.Overlap;
    }
}
