using System.CommandLine;
using ActorJobs.Cli.CommandLines;
using ActorJobs.Client.Apps;
using ActorJobs.Client.Jobs;

namespace ActorJobs.Cli.Palettes;

/// <summary>Apps: paused and resumed as a whole, one or all.</summary>
internal static class AppPauses
{
    /// <summary>Pauses an app, or all.</summary>
    public static SessionCommand MakePause()
    {
        var (name, all) = Which();
        var note = JobPauses.Note();
        var until = JobPauses.Until();
        return new SessionCommand(
            "pause",
            "Lets all schedules of an app rest and its runs wait; those that a worker has go on to their end.",
            async (session, cancellationToken) =>
            {
                var request = new PauseRequest(session.Get(note), Values.Instant(until.Name, session.Get(until)));
                if (AppOrAll(session, name, all) is { } app)
                {
                    return await TellAsync(session, await app.PauseAsync(request, cancellationToken));
                }

                return await Confirmation.AskAsync(
                    session,
                    "Pause all apps of the cluster?",
                    static () => Task.CompletedTask,
                    cancellationToken
                )
                    ? await TellAsync(session, "paused", await session.Client.PauseAppsAsync(request, cancellationToken))
                    : ExitCode.Done;
            }
        )
        {
            name,
            all,
            note,
            until,
            Confirmation.Yes,
        };
    }

    /// <summary>Resumes an app, or all.</summary>
    public static SessionCommand MakeResume()
    {
        var (name, all) = Which();
        return new SessionCommand(
            "resume",
            "Lets a paused app go on; a job with a pause of its own stays paused.",
            async (session, cancellationToken) =>
                AppOrAll(session, name, all) is { } app
                    ? await TellAsync(session, await app.ResumeAsync(cancellationToken))
                    : await TellAsync(session, "not paused", await session.Client.ResumeAppsAsync(cancellationToken))
        )
        {
            name,
            all,
        };
    }

    private static (Argument<string?> Name, Option<bool> All) Which() =>
        (
            new Argument<string?>(Arguments.AppName) { Description = "The name of the app.", Arity = ArgumentArity.ZeroOrOne },
            new Option<bool>("--all") { Description = "All apps that there are." }
        );

    /// <summary>The app that is meant; null: all.</summary>
    private static AppClient? AppOrAll(Session session, Argument<string?> name, Option<bool> all) =>
        (session.Get(name), session.Get(all)) switch
        {
            ({ } app, false) => session.Client.App(app),
            (null, true) => null,
            _ => throw CliException.Usage("Expected the name of an app, or --all."),
        };

    private static async Task<ExitCode> TellAsync(Session session, App app)
    {
        await session.Screen.DoneAsync(
            app.Name,
            app.Paused is { } pause ? $"App {app.Name} is paused {JobPauses.Words(pause)}." : $"App {app.Name} goes on."
        );
        return ExitCode.Done;
    }

    private static async Task<ExitCode> TellAsync(Session session, string done, AppBatch batch)
    {
        await session.Screen.ListAsync(
            ["app", "now"],
            [.. batch.Items.Select(item => (string[])[item.Name, item.Problem is { } problem ? $"{problem.Code}: {problem.Detail}" : done])]
        );
        return batch.Items.Any(static item => item.Problem is not null) ? ExitCode.Refused : ExitCode.Done;
    }
}
