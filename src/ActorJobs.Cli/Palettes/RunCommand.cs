using System.CommandLine;
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
        var parameters = new Option<string?>("--params")
        {
            HelpName = "JSON",
            Description = "What the processor is given; the job's own params if it is not given.",
        };
        var delay = new Option<string?>("--delay")
        {
            HelpName = "DURATION",
            Description = "How long from now it shall start, such as 10m.",
        };
        var wait = new Option<bool>("--wait") { Description = "Waits for the end, prints it, and ends with 4 if the run did not succeed." };
        return new SessionCommand(
            "run",
            "Asks for a run of a job.",
            async (Session session, CancellationToken cancellationToken) =>
            {
                var request = new RunRequest
                {
                    Params = Values.Json(parameters.Name, session.Get(parameters)),
                    Delay = Values.Duration(delay.Name, session.Get(delay)),
                };
                var app = await session.AppAsync(cancellationToken);
                if (session.Get(wait))
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
            parameters,
            delay,
            wait,
        };
    }
}
