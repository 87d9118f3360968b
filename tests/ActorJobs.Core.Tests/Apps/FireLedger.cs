using ActorJobs.Core.Apps;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Schedules;
using NodaTime;

namespace ActorJobs.Core.Tests.Apps;

/// <summary>Knows from the commits alone when which schedule was in force, and so which fire times must have a run or a record, and which must not.</summary>
internal sealed class FireLedger
{
    private readonly List<Period> _past = [];
    private readonly Dictionary<long, List<Period>> _inForce = [];
    private readonly PauseLedger _pauses = new();
    private readonly HashSet<(long Job, long Version, string Schedule)> _delays = [];
    private readonly Dictionary<long, int> _mostAllowed = [];

    /// <summary>The greatest number of runs beside each other that any version of the job allowed.</summary>
    public int MostAllowed(long job) => _mostAllowed.GetValueOrDefault(job);

    /// <summary>Takes notice of definitions that came or went with a commit.</summary>
    public void Observe(MemoryStore store, IReadOnlyList<AppWrite> writes, Instant now)
    {
        _pauses.Observe(writes, now);
        foreach (var write in writes)
        {
            if (write is AppConfigured)
            {
                Reschedule(store, now);
            }

            var (job, definition) = write switch
            {
                JobWritten written => (written.JobId, written.Definition),
                JobRedefined redefined => (redefined.JobId, redefined.Definition),
                JobDeleted deleted => (deleted.JobId, null),
                _ => (0, null),
            };
            if (job == 0)
            {
                continue;
            }

            Close(job, now);
            if (definition is not null)
            {
                var overlap = Jobs.SomeJobs.Read(definition).Definition!.Overlap;
                _mostAllowed[job] = Math.Max(MostAllowed(job), overlap.Kind == OverlapKind.Allow ? int.MaxValue : overlap.Max);
            }

            if (store.Jobs.ContainsKey(job))
            {
                Begin(store, job, now);
            }
        }
    }

    /// <summary>Ends what is in force, after the last turn.</summary>
    public void CloseAll(Instant now)
    {
        foreach (var job in _inForce.Keys.ToList())
        {
            Close(job, now);
        }
    }

    /// <summary>Every fire time of every period has exactly one run or lies in exactly one record, and nothing else was fired.</summary>
    public void Check(MemoryStore store)
    {
        var covered = new Dictionary<(long, string, Instant), int>();
        var fires = _past
            .SelectMany(period => Fires(period).Select(time => (period.Job, period.Schedule.Name, Time: time)))
            .ToLookup(fire => (fire.Job, fire.Name), fire => fire.Time);
        foreach (var run in store.Runs.Values.Where(run => run.Trigger.Kind == TriggerKind.Schedule))
        {
            _pauses.Check(run);
            var schedule = (run.JobId, run.Trigger.Name);
            if (_delays.Contains((run.JobId, run.JobVersion, run.Trigger.Name)))
            {
                continue;
            }

            var to = run.Omitted?.To ?? run.Planned;
            var inside = fires[schedule].Where(time => time >= run.Planned && time <= to).ToList();
            inside.Count.ShouldBe(
                (int)(run.Omitted?.Count ?? 1),
                $"{run.State} {run.Planned} to {to} of {schedule}, version {run.JobVersion}"
            );
            foreach (var time in inside)
            {
                covered[(run.JobId, run.Trigger.Name, time)] = covered.GetValueOrDefault((run.JobId, run.Trigger.Name, time)) + 1;
            }
        }

        foreach (var schedule in fires)
        {
            foreach (var time in schedule)
            {
                covered
                    .GetValueOrDefault((schedule.Key.Job, schedule.Key.Name, time))
                    .ShouldBe(1, $"fire time {time} of schedule {schedule.Key.Name} of job {schedule.Key.Job}");
            }
        }
    }

    private static IEnumerable<Instant> Fires(Period period)
    {
        for (
            var time = period.Schedule.NextAfter(period.From, period.Anchor);
            time <= period.To;
            time = period.Schedule.NextAfter(time.Value, period.Anchor)
        )
        {
            yield return time.Value;
        }
    }

    private void Begin(MemoryStore store, long job, Instant now)
    {
        var definition = store.Definition(job);
        _mostAllowed[job] = Math.Max(
            MostAllowed(job),
            definition.Overlap.Kind == OverlapKind.Allow ? int.MaxValue : definition.Overlap.Max
        );
        _delays.UnionWith(
            definition.Schedules.OfType<FixedDelaySchedule>().Select(schedule => (job, store.Jobs[job].Version, schedule.Name))
        );
        if (definition.Enabled)
        {
            _inForce[job] =
            [
                .. definition
                    .Schedules.OfType<TimetableSchedule>()
                    .Select(schedule => new Period(
                        job,
                        (TimetableSchedule)store.Settings.Resolve(schedule),
                        store.Marks[(job, schedule.Name)].Anchor,
                        now,
                        null
                    )),
            ];
        }
    }

    // Calendars may be others from now on.
    private void Reschedule(MemoryStore store, Instant now)
    {
        foreach (var job in _inForce.Keys.Where(store.Jobs.ContainsKey).ToList())
        {
            Close(job, now);
            Begin(store, job, now);
        }
    }

    private void Close(long job, Instant now)
    {
        if (_inForce.Remove(job, out var periods))
        {
            _past.AddRange(periods.Select(period => period with { To = now }));
        }
    }

    private sealed record Period(long Job, TimetableSchedule Schedule, Instant Anchor, Instant From, Instant? To);
}
