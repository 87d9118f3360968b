using ActorJobs.Cli.CommandLines;
using ActorJobs.Client.Runs;

namespace ActorJobs.Cli.Palettes;

/// <summary>Asks for a run of a job, and waits for its end if that is wanted.</summary>
internal static class RunCommand
{
    /// <summary>The command <c>job run</c>.</summary>
    public static SessionCommand Make()
    {
        var job = Arguments.Job();
        var asked = new RunOptions();
        return new SessionCommand(
            "run",
            "Asks for a run of a job.",
            async (Session session, CancellationToken cancellationToken) =>
            {
                var request = asked.Read(session);
                var app = await session.AppAsync(cancellationToken);
                if (session.Get(asked.Wait))
                {
                    var ended = await app.RunAsync(session.Get(job), request, cancellationToken);
                    await RunPalette.ShowAsync(session, ended);
                    return ended.State == RunState.Succeeded ? ExitCode.Done : ExitCode.NotSucceeded;
                }

                var run = await app.SubmitAsync(session.Get(job), request, cancellationToken);
                var waits = run.Wait is { } reason ? $": {reason}" : "";
                await session.Screen.DoneAsync($"{run.Id}", $"Run {run.Id} of job {run.Job} is {run.State}{waits}");
                return ExitCode.Done;
            }
        )
        {
            CommonOptions.App,
            job,
            asked.Params,
            asked.Delay,
            asked.Priority,
            asked.Key,
            asked.Wait,
        };
    }
}
