using System.CommandLine;
using ActorJobs.Cli.CommandLines;
using ActorJobs.Cli.Screens;
using ActorJobs.Client.Jobs;

namespace ActorJobs.Cli.Palettes;

/// <summary>Jobs: paused and resumed.</summary>
internal static class JobPauses
{
    /// <summary>Pauses a job.</summary>
    public static SessionCommand MakePause()
    {
        var name = Arguments.Job();
        var note = Note();
        var until = Until();
        return new SessionCommand(
            "pause",
            "Lets the schedules of a job rest and its runs wait; those that a worker has go on to their end.",
            async (session, cancellationToken) =>
            {
                var request = new PauseRequest(session.Get(note), Values.Instant(until.Name, session.Get(until)));
                var app = await session.AppAsync(cancellationToken);
                await TellAsync(session, await app.PauseJobAsync(session.Get(name), request, cancellationToken));
            }
        )
        {
            CommonOptions.App,
            name,
            note,
            until,
        };
    }

    /// <summary>Resumes a job.</summary>
    public static SessionCommand MakeResume()
    {
        var name = Arguments.Job();
        return new SessionCommand(
            "resume",
            "Lets a paused job go on: its runs that wait at once, its schedules from now on.",
            async (session, cancellationToken) =>
            {
                var app = await session.AppAsync(cancellationToken);
                await TellAsync(session, await app.ResumeJobAsync(session.Get(name), cancellationToken));
            }
        )
        {
            CommonOptions.App,
            name,
        };
    }

    /// <summary>Why something is paused.</summary>
    public static Option<string?> Note() => new("--note") { HelpName = "TEXT", Description = "Why; it is shown with what waits." };

    /// <summary>Until when something is paused.</summary>
    public static Option<string?> Until() =>
        new("--until") { HelpName = "TIME", Description = "When it goes on by itself, such as 2026-12-01T03:00:00Z." };

    /// <summary>A pause as people read it.</summary>
    public static string Words(Pause pause) =>
        $"by {pause.By} since {Plain.At(pause.Since)}"
        + (pause.Until is { } until ? $", until {Plain.At(until)}" : "")
        + (pause.Note is { } note ? $": {note}" : "");

    /// <summary>Tells whether a job or a workflow is paused now.</summary>
    /// <param name="session">To whom.</param>
    /// <param name="kind">Which of both.</param>
    /// <param name="name">Its name.</param>
    /// <param name="paused">That it is paused; null if it is not.</param>
    /// <param name="enabled">Whether its schedules are on; null: they are.</param>
    public static Task TellAsync(Session session, DefinitionKind kind, string name, Pause? paused, bool? enabled) =>
        session.Screen.DoneAsync(
            name,
            paused is null
                ? $"{kind.Noun} {name} goes on; its schedules are {(enabled == false ? "off" : "on")}."
                : $"{kind.Noun} {name} is paused {Words(paused)}."
        );

    private static Task TellAsync(Session session, Job job) => TellAsync(session, DefinitionKind.Job, job.Name, job.Paused, job.Enabled);
}
