using System.CommandLine;
using ActorJobs.Cli.CommandLines;
using ActorJobs.Cli.Screens;
using ActorJobs.Client.Runs;

namespace ActorJobs.Cli.Palettes;

/// <summary>Runs: listed, shown, cancelled, explained.</summary>
internal static class RunPalette
{
    /// <summary>The palette.</summary>
    public static Command Make() =>
        new("run", "Runs: listed, shown, cancelled, explained.")
        {
            List(),
            Show(),
            Cancel(),
            MakeWhy("why"),
            Attempts(),
            RunLogCommand.Make(),
            RunOperations.MakeRetry(),
            RunOperations.MakeClear(),
        };

    /// <summary>Why a run is where it is; also a command by itself.</summary>
    public static SessionCommand MakeWhy(string name)
    {
        var run = Arguments.Run();
        return new SessionCommand(
            name,
            "Tells why a run is where it is, and what comes next.",
            async (session, cancellationToken) =>
            {
                var id = session.Run(run);
                var app = await session.AppAsync(cancellationToken);
                var why = await app.ExplainRunAsync(id, cancellationToken);
                await session.Screen.ItemAsync(
                    $"{why.Id}",
                    ("run", $"{why.Id} of job {why.Job}, app {why.App}"),
                    ("state", $"{why.State} since {Plain.At(why.Since)}"),
                    ("why", why.Why),
                    ("next", why.Next),
                    ("due", Plain.At(why.Due)),
                    ("at the latest", Plain.At(why.EndsAt)),
                    ("queue", why.Queue is { } queue ? Words(queue) : null),
                    ("candidates", string.Join('\n', why.Candidates.Select(static one => $"{one.Worker}: {one.Text}"))),
                    ("owner", why.Owner is { } owner ? $"node {owner.Node}, epoch {owner.Epoch}" : "does not answer just now"),
                    ("worker", why.Worker is { } worker ? WorkerPalette.Words(worker) : null),
                    ("attempts", string.Join('\n', why.Attempts.Select(Words)))
                );
            }
        )
        {
            CommonOptions.App,
            run,
        };
    }

    private static string Words(QueuePlace queue) =>
        $"{queue.Ahead} run(s) before it"
        + (queue.OtherJobs > 0 ? $"; takes turns with {queue.OtherJobs} other job(s) of the same priority" : "");

    /// <summary>Prints a run.</summary>
    public static Task ShowAsync(Session session, Run run) =>
        session.Screen.ItemAsync(
            $"{run.Id}",
            ("run", $"{run.Id}"),
            ("job", $"{run.Job}, version {run.JobVersion}"),
            ("state", $"{run.State}"),
            ("wait", run.Wait),
            ("planned", Plain.At(run.Planned)),
            ("due", Plain.At(run.Due)),
            ("started", Plain.At(run.StartedAt)),
            ("ended", Plain.At(run.EndedAt)),
            ("trigger", run.Trigger is { } trigger ? $"{trigger.Kind} {trigger.Name}" : null),
            ("processor", run.Processor?.Name),
            ("worker", run.Worker?.Id),
            ("attempt", run.Attempt is { } attempt ? Plain.Number(attempt) : null),
            ("failed attempts", run.Failures is { } failures ? Plain.Number(failures) : null),
            ("priority", run.Priority is { } priority ? Plain.Number(priority) : null),
            ("key", run.Key),
            ("stop", run.Stop?.Reason),
            (
                "omitted",
                run.Omitted is { } omitted
                    ? $"{omitted.Count} from {Plain.At(omitted.From)} to {Plain.At(omitted.To)}: {omitted.Reason}"
                    : null
            ),
            ("params", run.Params?.GetRawText()),
            ("result", run.Result?.GetRawText()),
            ("failure", run.Failure is { } failure ? Words(failure) : null)
        );

    /// <summary>A failure and all its causes, each under a number: those of the cause 1 are 1.1, 1.2, …</summary>
    private static string Words(RunFailure failure, string number = "")
    {
        var causes = (failure.Causes ?? []).Select((cause, index) => $"cause {number}{index + 1}: {Words(cause, $"{number}{index + 1}.")}");
        return string.Join('\n', [$"{failure.Type}: {failure.Message}\n{failure.Stack}".Trim(), .. causes]);
    }

    private static SessionCommand List()
    {
        var job = new Option<string?>("--job") { HelpName = "JOB", Description = "Of this job only." };
        var state = new Option<string[]>("--state") { HelpName = "STATE", Description = "In this state only; may be given several times." };
        var from = new Option<string?>("--from") { HelpName = "TIME", Description = "Planned at or after, such as 2026-12-01T03:00:00Z." };
        var to = new Option<string?>("--to") { HelpName = "TIME", Description = "Planned before." };
        var worker = new Option<string?>("--worker")
        {
            HelpName = "WORKER",
            Description = "Whose attempt is or was at this worker; needs --from.",
        };
        return new SessionCommand(
            "list",
            "Lists the runs of an app, the newest planned time first.",
            async (session, cancellationToken) =>
            {
                var query = new RunQuery(
                    session.Get(job),
                    [.. (session.Get(state) ?? []).SelectMany(words => words.Split(',')).Select(ReadState)],
                    Values.Instant(from.Name, session.Get(from)),
                    Values.Instant(to.Name, session.Get(to)),
                    session.Get(worker)
                );
                var app = await session.AppAsync(cancellationToken);
                var limit = session.Get(CommonOptions.Limit);
                var runs = await app.ListRunsAsync(query, cancellationToken).Take(limit + 1).ToListAsync(cancellationToken);
                await session.Screen.ListAsync(
                    ["run", "job", "state", "planned", "ended", "worker", "attempt", "wait"],
                    [.. runs.Select(Row)],
                    limit
                );
            }
        )
        {
            CommonOptions.App,
            CommonOptions.Limit,
            job,
            state,
            from,
            to,
            worker,
        };
    }

    private static string[] Row(Run run) =>
        [
            $"{run.Id}",
            run.Job,
            $"{run.State}",
            Plain.At(run.Planned),
            Plain.At(run.EndedAt),
            run.Worker?.Id ?? "",
            run.Attempt is { } attempt ? Plain.Number(attempt) : "",
            run.WaitReason ?? "",
        ];

    /// <summary>The state that a word names.</summary>
    /// <exception cref="CliException">There is no such state.</exception>
    public static RunState ReadState(string text) => Values.Word<RunState>("--state", text);

    private static SessionCommand Show()
    {
        var run = Arguments.Run();
        return new SessionCommand(
            "show",
            "Shows a run.",
            async (session, cancellationToken) =>
            {
                var id = session.Run(run);
                var app = await session.AppAsync(cancellationToken);
                await ShowAsync(session, await app.GetRunAsync(id, cancellationToken));
            }
        )
        {
            CommonOptions.App,
            run,
        };
    }

    private static SessionCommand Cancel()
    {
        var run = Arguments.Run();
        var reason = new Option<string?>("--reason") { HelpName = "TEXT", Description = "Why; it stands in the run." };
        return new SessionCommand(
            "cancel",
            "Cancels a run, at once or as soon as its worker has stopped it.",
            async (session, cancellationToken) =>
            {
                var id = session.Run(run);
                var app = await session.AppAsync(cancellationToken);
                var standing = await app.CancelAsync(id, session.Get(reason), cancellationToken);
                await session.Screen.DoneAsync($"{standing.Id}", $"Run {standing.Id} is {standing.State}.");
            }
        )
        {
            CommonOptions.App,
            run,
            reason,
        };
    }

    private static SessionCommand Attempts()
    {
        var run = Arguments.Run();
        return new SessionCommand(
            "attempts",
            "Lists the attempts of a run, and reports that came too late.",
            async (session, cancellationToken) =>
            {
                var id = session.Run(run);
                var app = await session.AppAsync(cancellationToken);
                var attempts = await app.ListAttemptsAsync(id, cancellationToken);
                await session.Screen.ListAsync(
                    ["attempt", "token", "worker", "dispatched", "ended", "outcome", "reason"],
                    [
                        .. attempts.Items.Select(attempt =>
                            (string[])
                                [
                                    Plain.Number(attempt.Number),
                                    Plain.Number(attempt.Token),
                                    attempt.Worker?.Id ?? "",
                                    Plain.At(attempt.DispatchedAt),
                                    Plain.At(attempt.EndedAt),
                                    attempt.Outcome ?? "under way",
                                    attempt.Reason ?? "",
                                ]
                        ),
                        .. attempts.StaleReports.Select(stale =>
                            (string[])
                                [
                                    Plain.Number(stale.Attempt),
                                    Plain.Number(stale.Token),
                                    stale.Worker.Id,
                                    "",
                                    Plain.At(stale.At),
                                    stale.Outcome,
                                    "came too late, and changed nothing",
                                ]
                        ),
                    ]
                );
            }
        )
        {
            CommonOptions.App,
            run,
        };
    }

    private static string Words(Attempt attempt) =>
        $"{attempt.Number}: {attempt.Outcome ?? "under way"} at worker {attempt.Worker?.Id}, dispatched {Plain.At(attempt.DispatchedAt)}"
        + (attempt.EndedAt is { } ended ? $", ended {Plain.At(ended)}" : "")
        + (attempt.Reason is { } reason ? $": {reason}" : "");
}
