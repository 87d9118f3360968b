using ActorJobs.Core.Jobs;
using ActorJobs.Core.Schedules;
using ActorJobs.Errors;

namespace ActorJobs.Core.Apps;

/// <content>Calendars of the app: jobs name them in their schedules, and a change of one is in force for all of these at once.</content>
public sealed partial class AppGroup
{
    /// <summary>The settings that are in force, or will be when the import is done.</summary>
    private AppSettings SettingsToBe => _import?.Settings ?? Settings;

    private void RefuseUnknownCalendars(JobDefinition definition)
    {
        foreach (var (index, schedule) in definition.Schedules.Index())
        {
            SettingsToBe.RefuseUnknownCalendar(schedule, _app.Name, $"schedules[{index}].calendar");
        }
    }

    /// <summary>A calendar that jobs name stays.</summary>
    private void RefuseToTakeCalendars(AppSettings settings)
    {
        const int named = 20;
        var gone = Settings.Calendars.Keys.Except(settings.Calendars.Keys, StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        if (gone.Count == 0)
        {
            return;
        }

        var users = _jobs
            .All.SelectMany(job =>
                CalendarsOf(DefinitionOf(job.Definition.Name)!).Select(calendar => (Calendar: calendar.Name, Job: job.Definition.Name))
            )
            .Where(use => gone.Contains(use.Calendar))
            .Distinct()
            .OrderBy(static use => use.Calendar, StringComparer.Ordinal)
            .ThenBy(static use => use.Job, StringComparer.Ordinal)
            .ToList();
        if (users.Count > 0)
        {
            var first = users[0].Calendar;
            List<string> jobs = [.. users.Where(use => use.Calendar == first).Select(static use => use.Job)];
            var more = jobs.Count > named ? $" and {jobs.Count - named} more" : "";
            throw new RefusalException(
                ErrorCodes.CalendarInUse,
                $"Calendar {first} of app {_app.Name} cannot be removed: job(s) {string.Join(", ", jobs.Take(named))}{more} name it in their schedules. "
                    + "Keep it in the settings, or change the jobs first.",
                $"calendars.{first}",
                [.. jobs.Take(named)]
            );
        }
    }

    /// <summary>The jobs that name calendars whose days are others in the new settings.</summary>
    private List<JobEntry> UsersOfOtherDays(AppSettings settings)
    {
        var (before, after) = (Settings.Calendars, settings.Calendars);
        var changed = before
            .Keys.Union(after.Keys, StringComparer.Ordinal)
            .Where(name => !Equals(before.GetValueOrDefault(name), after.GetValueOrDefault(name)))
            .ToHashSet(StringComparer.Ordinal);
        return changed.Count == 0
            ? []
            : [.. _jobs.All.Where(job => CalendarsOf(job.Definition).Any(named => changed.Contains(named.Name)))];
    }

    private static IEnumerable<NamedCalendar> CalendarsOf(JobDefinition definition) =>
        definition.Schedules.Select(static schedule => schedule.Calendar).OfType<NamedCalendar>();
}
