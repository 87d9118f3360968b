using ActorJobs.Core.Apps;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Schedules;
using ActorJobs.Errors;
using ActorJobs.TestKit.Runs;
using NodaTime;

namespace ActorJobs.TestKit.Jobs;

/// <summary>The schedules of a job, or a workflow, worked out without running anything.</summary>
public sealed class JobPlan
{
    private readonly JobDefinition _definition;
    private readonly AppSettings _settings;

    private JobPlan(JobDefinition definition, AppSettings settings) => (_definition, _settings) = (definition, settings);

    /// <summary>The job's name.</summary>
    public string Name => _definition.Name;

    /// <summary>Reads a definition.</summary>
    /// <param name="definition">JSON, or YAML, as the server takes it: a text that does not begin with a brace is YAML.</param>
    /// <param name="settings">The settings of the app, JSON or YAML, whose calendars its schedules name; null: they name none.</param>
    /// <exception cref="InvalidDefinitionException">One of them is wrong; the errors are those of the server.</exception>
    public static JobPlan Read(string definition, string? settings = null)
    {
        var plan = new JobPlan(
            DefinitionText.Read(definition).Definition,
            settings is null ? AppSettings.None : DefinitionText.ReadSettings(settings)
        );
        plan.RefuseUnknownCalendars();
        return plan;
    }

    /// <summary>The fires of all schedules of the job while a server is there.</summary>
    /// <param name="from">When the job is saved: fire times after it count, and a fixed rate counts from it.</param>
    /// <param name="to">The last instant that counts.</param>
    /// <exception cref="InvalidOperationException">A schedule has fixed delays: when it fires depends on how long runs take; use a <see cref="JobTestKit"/>.</exception>
    public FireList Fires(DateTimeOffset from, DateTimeOffset to)
    {
        var anchor = Instant.FromDateTimeOffset(from);
        var fires = new List<Fire>();
        foreach (var schedule in Timetables())
        {
            for (
                var next = schedule.NextAfter(anchor, anchor);
                next <= Instant.FromDateTimeOffset(to);
                next = schedule.NextAfter(next.Value, anchor)
            )
            {
                fires.Add(new Fire(schedule.Name, next.Value.ToDateTimeOffset()));
            }
        }

        return new FireList(fires, [], $"fires of job {Name} from {RunText.Of(from)} to {RunText.Of(to)}");
    }

    /// <summary>What a server does that comes back: which of the fire times that passed get a run, and which do not, by the job's misfire policy.</summary>
    /// <param name="from">When the server went away; all before has fired, and a fixed rate counts from it.</param>
    /// <param name="to">When it is back.</param>
    /// <exception cref="InvalidOperationException">A schedule has fixed delays; use a <see cref="JobTestKit"/>.</exception>
    public FireList FiresAfterOutage(DateTimeOffset from, DateTimeOffset to)
    {
        var (away, back) = (Instant.FromDateTimeOffset(from), Instant.FromDateTimeOffset(to));
        var fires = new List<Fire>();
        var missed = new List<MissedFires>();
        foreach (var schedule in Timetables())
        {
            var plan = CatchUp.Plan(schedule, away, away, back, _definition.Misfire);
            fires.AddRange(plan.Fire.Select(fire => new Fire(schedule.Name, fire.ToDateTimeOffset())));
            missed.AddRange(
                plan.Missed.Select(range => new MissedFires(
                    schedule.Name,
                    range.From.ToDateTimeOffset(),
                    range.To.ToDateTimeOffset(),
                    range.Count,
                    range.Reason
                ))
            );
        }

        return new FireList(fires, missed, $"fires of job {Name} after an outage from {RunText.Of(from)} to {RunText.Of(to)}");
    }

    private void RefuseUnknownCalendars()
    {
        try
        {
            foreach (var (index, schedule) in _definition.Schedules.Index())
            {
                _settings.RefuseUnknownCalendar(schedule, "of the test", $"schedules[{index}].calendar");
            }
        }
        catch (RefusalException refusal)
        {
            throw new InvalidDefinitionException(
                "The definition",
                [
                    new FieldError(
                        refusal.Field ?? "",
                        refusal.Code,
                        $"{refusal.Message} Give {nameof(JobPlan)}.{nameof(Read)} the settings that have it."
                    ),
                ]
            );
        }
    }

    private IEnumerable<TimetableSchedule> Timetables() =>
        _definition
            .Schedules.Select(_settings.Resolve)
            .Select(schedule =>
                schedule as TimetableSchedule
                ?? throw new InvalidOperationException(
                    $"Schedule {schedule.Name} of job {Name} fires so long after its last run has ended; a {nameof(JobTestKit)} with a worker shows when that is."
                )
            );
}
