using System.CommandLine;
using ActorJobs.Cli.CommandLines;
using ActorJobs.Client.Runs;

namespace ActorJobs.Cli.Palettes;

/// <summary>Many runs are cancelled at once, and ended ones done once more.</summary>
internal static class RunOperations
{
    /// <summary>The command <c>run clear</c>.</summary>
    public static SessionCommand MakeClear()
    {
        var job = new Option<string?>("--job") { HelpName = "JOB", Description = "Of this job, or workflow." };
        var state = new Option<string[]>("--state") { HelpName = "STATE", Description = "Scheduled or Queued only." };
        var waits = new Option<string?>("--wait-reason") { HelpName = "REASON", Description = "That wait for this, such as NoWorker." };
        var key = new Option<string?>("--key") { HelpName = "KEY", Description = "With this key." };
        var from = new Option<string?>("--from") { HelpName = "TIME", Description = "Planned at or after, such as 2026-12-01T03:00:00Z." };
        var to = new Option<string?>("--to") { HelpName = "TIME", Description = "Planned before." };
        var all = new Option<bool>("--all") { Description = "All that there are." };
        var running = new Option<bool>("--running") { Description = "Asks runs at workers to stop, too." };
        var reason = new Option<string?>("--reason") { HelpName = "TEXT", Description = "Why; it stands in each run." };
        return new SessionCommand(
            "clear",
            "Cancels the runs of an app that wait, after it has told how many and asked.",
            async (session, cancellationToken) =>
            {
                var clearing = new RunClearing
                {
                    Job = session.Get(job),
                    State = session.Get(state) is { Length: > 0 } states ? [.. states.Select(RunPalette.ReadState)] : null,
                    WaitReason = session.Get(waits),
                    Key = session.Get(key),
                    From = Values.Instant(from.Name, session.Get(from)),
                    To = Values.Instant(to.Name, session.Get(to)),
                    All = session.Get(all) ? true : null,
                    Running = session.Get(running) ? true : null,
                    DryRun = true,
                    Reason = session.Get(reason),
                };
                var app = await session.AppAsync(cancellationToken);
                var found = await app.CancelRunsAsync(clearing, cancellationToken);
                var orAsked = clearing.Running == true ? ", or asked to stop where a worker has them" : "";
                var what = $"{found.Count} run(s) of app {app.Name}";
                if (found.Count == 0)
                {
                    await TellAsync();
                    return;
                }

                if (!await Confirmation.AskAsync(session, $"Cancel {what}?", TellAsync, cancellationToken))
                {
                    return;
                }

                session.ForgetAnswers();
                var cleared = await app.CancelRunsAsync(clearing with { DryRun = false }, cancellationToken);
                await session.Screen.DoneAsync($"{cleared.Count}", $"{cleared.Count} run(s) of app {app.Name} are cancelled{orAsked}.");

                Task TellAsync() => session.Screen.DoneAsync($"{found.Count}", $"{what} would be cancelled{orAsked}; nothing was done.");
            }
        )
        {
            CommonOptions.App,
            job,
            state,
            waits,
            key,
            from,
            to,
            all,
            running,
            reason,
            Confirmation.Yes,
        };
    }

    /// <summary>The command <c>run retry</c>.</summary>
    public static SessionCommand MakeRetry()
    {
        var run = Arguments.Run();
        var wait = new Option<bool>("--wait") { Description = "Waits for the end of the new run." };
        return new SessionCommand(
            "retry",
            "Asks for a new run of the job of one that has ended, with its params, key and priority.",
            async (Session session, CancellationToken cancellationToken) =>
            {
                var id = session.Run(run);
                var app = await session.AppAsync(cancellationToken);
                var again = await app.RetryRunAsync(id, cancellationToken: cancellationToken);
                if (!session.Get(wait))
                {
                    await session.Screen.DoneAsync($"{again.Id}", $"Run {again.Id} of job {again.Job} is {again.State}.");
                    return ExitCode.Done;
                }

                var ended = await app.WaitForEndAsync(again.Id, cancellationToken);
                await RunPalette.ShowAsync(session, ended);
                return ended.State == RunState.Succeeded ? ExitCode.Done : ExitCode.NotSucceeded;
            }
        )
        {
            CommonOptions.App,
            run,
            wait,
        };
    }
}
