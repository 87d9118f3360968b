using System.CommandLine;
using ActorJobs.Cli.CommandLines;
using ActorJobs.Cli.Screens;
using ActorJobs.Client.Jobs;

namespace ActorJobs.Cli.Palettes;

/// <summary>Asks for runs of a past period.</summary>
internal static class BackfillCommand
{
    /// <summary>The command <c>job backfill</c>.</summary>
    public static SessionCommand Make()
    {
        var job = Arguments.Job();
        var from = new Option<string>("--from")
        {
            HelpName = "TIME",
            Description = "The first fire time may be this, such as 2026-12-01T03:00:00Z.",
            Required = true,
        };
        var to = new Option<string>("--to")
        {
            HelpName = "TIME",
            Description = "The last fire time is before this.",
            Required = true,
        };
        var schedule = new Option<string?>("--schedule") { HelpName = "NAME", Description = "Of this schedule only." };
        var max = new Option<int?>("--max") { HelpName = "NUMBER", Description = "How many runs at most; 1000 if it is not given." };
        var dry = new Option<bool>("--dry-run") { Description = "Only tells the fire times." };
        return new SessionCommand(
            "backfill",
            "Asks for a run for each time at which a job fires in a past period.",
            async (Session session, CancellationToken cancellationToken) =>
            {
                var request = new BackfillRequest(
                    Values.Instant(from.Name, session.Get(from))!.Value,
                    Values.Instant(to.Name, session.Get(to))!.Value,
                    session.Get(schedule),
                    session.Get(max),
                    session.Get(dry) ? true : null
                );
                var app = await session.AppAsync(cancellationToken);
                var backfill = await app.BackfillJobAsync(session.Get(job), request, cancellationToken: cancellationToken);
                await session.Screen.ListAsync(["planned", "schedule", "run", "state"], [.. backfill.Items.Select(Row)]);
                if (backfill.Count > backfill.Items.Count)
                {
                    await session.Surroundings.Error.WriteLineAsync(
                        $"The period has {backfill.Count} fire times; these are the first {backfill.Items.Count}. Go on from the next one by --from."
                    );
                }

                return backfill.Items.Any(static item => item.Problem is not null) ? ExitCode.Refused : ExitCode.Done;
            }
        )
        {
            CommonOptions.App,
            job,
            from,
            to,
            schedule,
            max,
            dry,
        };
    }

    private static string[] Row(BackfillItem item) =>
        [
            Plain.At(item.Planned),
            item.Schedule,
            $"{item.Id}",
            item.Problem is { } problem ? $"{problem.Code}: {problem.Detail}" : $"{item.State}",
        ];
}
