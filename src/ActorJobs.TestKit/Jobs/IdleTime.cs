using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Schedules;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.TestKit.Stores;
using ActorJobs.TestKit.VirtualTime;
using ActorJobs.TestKit.Workers;
using NodaTime;

namespace ActorJobs.TestKit.Jobs;

/// <summary>Finds out from the store when the app has something to do next, and whether it waits for an answer. Runs that wait, and runs whose processors sleep, need no
/// heartbeats to be seen: what ends their waiting is a fire, or a timer of the processors' clock.</summary>
internal sealed class IdleTime(VirtualLoop loop, MemoryApp app, IReadOnlyList<IKitWorker> workers, Func<KitNode?> node) : IIdleTime
{
    /// <summary>So long before something is due the machinery's clock goes on, so that everything happens at its own time, and not after a leap.</summary>
    private static readonly Duration Lead = Duration.FromSeconds(2);

    private readonly Dictionary<(long Job, long Version), JobDefinition> _definitions = [];
    private readonly Dictionary<RunId, WorkflowInstance> _instances = [];

    /// <summary>Whether all that is open waits for a user, for a worker or for a fire.</summary>
    public bool IsIdle => node() is not null && workers.All(worker => worker.IsQuiet) && !app.Open.Any(IsUnderWay);

    /// <inheritdoc/>
    public TimeSpan Skippable(TimeSpan most)
    {
        if (node() is null)
        {
            return most;
        }

        if (workers.Any(worker => !worker.IsQuiet) || app.Open.Any(run => run.State is RunState.Dispatched or RunState.Stopping))
        {
            return TimeSpan.Zero;
        }

        var now = Instant.FromDateTimeOffset(loop.Time.GetUtcNow());
        var next = app
            .Open.Where(run => run.State == RunState.Scheduled)
            .Select(run => run.Due)
            .Concat(app.Open.Where(IsInstance).Select(run => InstanceOf(run.Id).NextDue ?? Instant.MaxValue))
            .Concat(app.Pauses.Values.Select(pause => pause.Until ?? Instant.MaxValue))
            .Concat(NextFires())
            .DefaultIfEmpty(Instant.MaxValue)
            .Min();
        if (next - now <= Lead)
        {
            return TimeSpan.Zero;
        }

        var free = next - now - Lead;
        return free < Duration.FromTimeSpan(most) ? free.ToTimeSpan() : most;
    }

    /// <inheritdoc/>
    public void Skipped() => node()?.FollowClock();

    private bool IsInstance(Run run) => app.Journals.ContainsKey(run.Id);

    private bool IsUnderWay(Run run) =>
        IsInstance(run) && run.State == RunState.Running ? GoesOn(InstanceOf(run.Id))
        : run.State == RunState.Queued ? app.Pauses.GetValueOrDefault(run.JobId)?.Until is not null
        : true;

    /// <summary>A pass that is to be tried again, and a wait for a time, end by themselves; a wait for a user does not, though it may time out.</summary>
    private static bool GoesOn(WorkflowInstance instance) =>
        instance.Active.Any(key =>
            instance.StatusOf(key) is { State: NodeState.Waiting, Awaits: null or Awaited.Time } node
            && (instance.Paused is null || node.CountsWhilePaused)
        );

    /// <summary>The instance as its journal makes it, of which only what is new is read.</summary>
    private WorkflowInstance InstanceOf(RunId id)
    {
        var known = _instances.GetValueOrDefault(id) ?? new WorkflowInstance { Id = id };
        foreach (var entry in app.Journals[id].Skip((int)known.Sequence))
        {
            known = known.Apply(WorkflowJournal.ReadEvent(entry));
        }

        return _instances[id] = known;
    }

    private IEnumerable<Instant> NextFires()
    {
        foreach (var (id, job) in app.Jobs)
        {
            var definition = DefinitionOf(id, job.Version, job.Definition);
            foreach (var schedule in definition.Enabled ? definition.Schedules : [])
            {
                var mark = app.Marks[(id, schedule.Name)];
                var next = schedule is TimetableSchedule timetable ? timetable.NextAfter(mark.FiredUpTo, mark.Anchor) : mark.Next;
                if (next is { } fire)
                {
                    yield return fire;
                }
            }
        }
    }

    private JobDefinition DefinitionOf(long id, long version, string json)
    {
        if (!_definitions.TryGetValue((id, version), out var definition))
        {
            _definitions[(id, version)] = definition = DefinitionText.Read(json).Definition;
        }

        return definition;
    }
}
