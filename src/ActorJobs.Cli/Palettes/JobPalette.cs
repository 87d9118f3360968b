using System.CommandLine;
using ActorJobs.Cli.CommandLines;
using ActorJobs.Cli.Screens;
using ActorJobs.Client.Jobs;

namespace ActorJobs.Cli.Palettes;

/// <summary>Jobs: made, changed, listed, run. They are paused in <see cref="JobPauses"/>.</summary>
internal static class JobPalette
{
    private static readonly DefinitionCommands Definitions = new(DefinitionKind.Job);

    /// <summary>The palette.</summary>
    public static Command Make() =>
        new("job", "Jobs: made, changed, listed, run, paused.")
        {
            List(),
            Show(),
            Definitions.Create(),
            Definitions.Save("Makes a job from a file, or gives it a new definition."),
            Definitions.Delete(),
            RunCommand.Make(),
            Definitions.Enable(),
            Definitions.Disable(),
            JobPauses.MakePause(),
            JobPauses.MakeResume(),
            Definitions.Versions(),
            BackfillCommand.Make(),
            JobBatches.MakeCopy(DefinitionKind.Job),
            JobBatches.MakeEach(DefinitionKind.Job),
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
            DefinitionWords.InShort(job.Schedules),
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
                    ("schedules", DefinitionWords.Of(job.Schedules)),
                    ("misfire", DefinitionWords.Of(job.Misfire)),
                    ("overlap", DefinitionWords.Of(job.Overlap)),
                    ("delivery", job.Delivery),
                    ("priority", job.Priority is { } priority ? Plain.Number(priority) : null),
                    ("limits", DefinitionWords.Of(job.Limits)),
                    ("retry", DefinitionWords.Of(job.Retry)),
                    ("timeouts", DefinitionWords.Of(job.Timeouts)),
                    ("target", DefinitionWords.Of(job.Target)),
                    ("own process", job.OwnProcess == true ? "yes" : null),
                    ("notify", DefinitionWords.Of(job.Notify)),
                    ("logs", DefinitionWords.Of(job.Logs)),
                    ("labels", DefinitionWords.Labels(job.Labels)),
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
}
