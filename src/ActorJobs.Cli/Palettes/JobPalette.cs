using System.CommandLine;
using ActorJobs.Cli.CommandLines;
using ActorJobs.Cli.Screens;
using ActorJobs.Client;
using ActorJobs.Client.Apps;
using ActorJobs.Client.Jobs;
using ActorJobs.Errors;

namespace ActorJobs.Cli.Palettes;

/// <summary>Jobs: made, changed, listed, run, paused.</summary>
internal static class JobPalette
{
    /// <summary>The palette.</summary>
    public static Command Make() =>
        new("job", "Jobs: made, changed, listed, run, paused.")
        {
            List(),
            Show(),
            Create(),
            Save(),
            Delete(),
            RunCommand.Make(),
            Switch("enable", "Switches the schedules of a job on.", (app, job, token) => app.EnableJobAsync(job, token)),
            Switch("disable", "Switches the schedules of a job off.", (app, job, token) => app.DisableJobAsync(job, token)),
            JobPauses.MakePause(),
            JobPauses.MakeResume(),
            Versions(),
        };

    private static SessionCommand List()
    {
        var prefix = new Option<string?>("--prefix") { HelpName = "TEXT", Description = "How the names begin." };
        var processor = new Option<string?>("--processor") { HelpName = "NAME", Description = "The processor that they run." };
        var label = new Option<string[]>("--label")
        {
            HelpName = "KEY=VALUE",
            Description = "A label that they have; may be given several times.",
        };
        var enabled = new Option<bool>("--enabled") { Description = "Only those whose schedules are on." };
        var disabled = new Option<bool>("--disabled") { Description = "Only those whose schedules are off." };
        return new SessionCommand(
            "list",
            "Lists the jobs of an app by name.",
            async (session, cancellationToken) =>
            {
                bool? on = (session.Get(enabled), session.Get(disabled)) switch
                {
                    (true, true) => throw CliException.Usage(
                        "Found --enabled and --disabled; expected one of them, or neither for all jobs."
                    ),
                    (true, _) => true,
                    (_, true) => false,
                    _ => null,
                };
                var app = await session.AppAsync(cancellationToken);
                var limit = session.Get(CommonOptions.Limit);
                var query = new JobQuery(session.Get(prefix), on, session.Get(processor), session.Get(label));
                var jobs = await app.ListJobsAsync(query, cancellationToken).Take(limit + 1).ToListAsync(cancellationToken);
                await session.Screen.ListAsync(
                    ["job", "processor", "enabled", "paused", "version", "schedules"],
                    [.. jobs.Select(Row)],
                    limit
                );
            }
        )
        {
            CommonOptions.App,
            CommonOptions.Limit,
            prefix,
            processor,
            label,
            enabled,
            disabled,
        };
    }

    private static string[] Row(Job job) =>
        [
            job.Name,
            job.Processor?.Name ?? "",
            Plain.Mark(job.Enabled != false),
            Plain.Mark(job.Paused is not null),
            Plain.Number(job.Version),
            Words(job.Schedules ?? []),
        ];

    private static SessionCommand Show()
    {
        var name = Arguments.Job();
        return new SessionCommand(
            "show",
            "Shows a job; -o json gives what job save takes.",
            async (session, cancellationToken) =>
            {
                var app = await session.AppAsync(cancellationToken);
                var job = await app.GetJobAsync(session.Get(name), cancellationToken);
                await session.Screen.ItemAsync(
                    job.Name,
                    ("job", job.Name),
                    ("description", job.Description),
                    ("enabled", job.Enabled == false ? "no" : "yes"),
                    ("paused", job.Paused is { } pause ? JobPauses.Words(pause) : null),
                    ("processor", job.Processor?.Name),
                    ("params", job.Params?.GetRawText()),
                    ("schedules", Words(job.Schedules ?? [])),
                    ("misfire", job.Misfire?.Policy),
                    ("overlap", job.Overlap?.Policy),
                    ("delivery", job.Delivery),
                    ("labels", string.Join(", ", job.Labels?.Select(label => $"{label.Key}={label.Value}") ?? [])),
                    ("version", $"{job.Version}, saved {Plain.At(job.UpdatedAt)}"),
                    ("set aside", job.SetAside)
                );
            }
        )
        {
            CommonOptions.App,
            name,
        };
    }

    private static SessionCommand Create()
    {
        var file = Arguments.File("job");
        return new SessionCommand(
            "create",
            "Makes a job from a file; refused if there is one of its name.",
            async (session, cancellationToken) =>
            {
                var json = await session.DefinitionAsync(file, cancellationToken);
                var app = await session.AppAsync(cancellationToken);
                await TellAsync(session, await app.CreateJobAsync(json, cancellationToken));
            }
        )
        {
            CommonOptions.App,
            file,
        };
    }

    private static SessionCommand Save()
    {
        var file = Arguments.File("job");
        var name = new Option<string?>("--job")
        {
            HelpName = "JOB",
            Description = "The name that the job has now, if the file brings a new one.",
        };
        return new SessionCommand(
            "save",
            "Makes a job from a file, or gives it a new definition.",
            async (session, cancellationToken) =>
            {
                var json = await session.DefinitionAsync(file, cancellationToken);
                var app = await session.AppAsync(cancellationToken);
                await TellAsync(session, await SaveAsync(app, session.Get(name), json, cancellationToken));
            }
        )
        {
            CommonOptions.App,
            file,
            name,
        };
    }

    private static async Task<JobSaved> SaveAsync(AppClient app, string? name, string json, CancellationToken cancellationToken)
    {
        if ((name ?? DefinitionText.NameIn(json)) is not { } job)
        {
            return await app.CreateJobAsync(json, cancellationToken);
        }

        try
        {
            return await app.ReplaceJobAsync(job, json, cancellationToken: cancellationToken);
        }
        catch (ProblemException missing) when (missing.Code == ErrorCodes.JobNotFound && name is null)
        {
            return await app.CreateJobAsync(json, cancellationToken);
        }
    }

    private static SessionCommand Delete()
    {
        var name = Arguments.Job();
        var cascade = new Option<bool>("--cascade") { Description = "Cancels its open runs with it." };
        return new SessionCommand(
            "delete",
            "Deletes a job; its runs that have ended stay.",
            async (session, cancellationToken) =>
            {
                var app = await session.AppAsync(cancellationToken);
                var deletion = session.Get(cascade) ? JobDeletion.CancellingRuns : JobDeletion.IfIdle;
                await app.DeleteJobAsync(session.Get(name), deletion, cancellationToken: cancellationToken);
                await session.Screen.DoneAsync(session.Get(name), $"Job {session.Get(name)} of app {app.Name} is deleted.");
            }
        )
        {
            CommonOptions.App,
            name,
            cascade,
        };
    }

    private static SessionCommand Switch(string name, string description, Func<AppClient, string, CancellationToken, Task<JobSaved>> change)
    {
        var job = Arguments.Job();
        return new SessionCommand(
            name,
            description,
            async (session, cancellationToken) =>
            {
                var app = await session.AppAsync(cancellationToken);
                await TellAsync(session, await change(app, session.Get(job), cancellationToken));
            }
        )
        {
            CommonOptions.App,
            job,
        };
    }

    private static SessionCommand Versions()
    {
        var name = Arguments.Job();
        return new SessionCommand(
            "versions",
            "Lists the versions of a job that are kept, the newest first.",
            async (session, cancellationToken) =>
            {
                var app = await session.AppAsync(cancellationToken);
                var limit = session.Get(CommonOptions.Limit);
                var versions = await app.ListJobVersionsAsync(session.Get(name), cancellationToken)
                    .Take(limit + 1)
                    .ToListAsync(cancellationToken);
                await session.Screen.ListAsync(
                    ["version", "saved", "changed"],
                    [
                        .. versions.Select(version =>
                            (string[])[Plain.Number(version.Version), Plain.At(version.SavedAt), string.Join(", ", version.Changed ?? [])]
                        ),
                    ],
                    limit
                );
            }
        )
        {
            CommonOptions.App,
            CommonOptions.Limit,
            name,
        };
    }

    private static Task TellAsync(Session session, JobSaved saved) =>
        session.Screen.DoneAsync(
            saved.Name,
            $"Job {saved.Name} is at version {saved.Version}; its schedules are {(saved.Enabled ? "on" : "off")}."
        );

    /// <summary>Schedules as people read them.</summary>
    public static string Words(IReadOnlyList<Schedule> schedules) =>
        string.Join(
            ", ",
            schedules.Select(schedule =>
                schedule.Kind
                + (schedule.Expression is { } expression ? $" {expression}" : "")
                + (schedule.Every is { } every ? $" {Plain.Span(every)}" : "")
                + (schedule.At is { } at ? $" {Plain.At(at)}" : "")
                + (schedule.TimeZone is { } zone ? $" {zone}" : "")
            )
        );
}
