using System.CommandLine;
using ActorJobs.Cli.CommandLines;
using ActorJobs.Cli.Screens;
using ActorJobs.Client.Jobs;
using ActorJobs.Client.Workers;

namespace ActorJobs.Cli.Palettes;

/// <summary>Workers: taken out, one or a pool of them.</summary>
internal static class WorkerDrains
{
    /// <summary>Drains a worker, or those with some labels.</summary>
    public static SessionCommand MakeDrain()
    {
        var (id, label) = Which();
        var note = JobPauses.Note();
        var until = new Option<string?>("--until")
        {
            HelpName = "TIME",
            Description = "When it ends by itself, such as 2026-12-01T03:00:00Z.",
        };
        return new SessionCommand(
            "drain",
            "Gives a worker, or all that have some labels, no new runs; those that they have go on. It holds until undrain, or a time comes.",
            async (session, cancellationToken) =>
            {
                var app = await session.AppAsync(cancellationToken);
                var end = Values.Instant(until.Name, session.Get(until));
                if (WorkerOrNull(session, id, label) is { } one)
                {
                    var worker = await app.DrainWorkerAsync(one, new PauseRequest(session.Get(note), end), cancellationToken);
                    await session.Screen.DoneAsync(worker.Id, $"Worker {worker.Id} gets no new runs; it has {worker.Busy} to finish.");
                    return;
                }

                var labels = Values.Labels(label.Name, session.Get(label)!);
                var workers = await app.DrainWorkersAsync(new DrainRequest(labels, session.Get(note), end), cancellationToken);
                var drained = workers
                    .Items.Where(worker => labels.All(pair => worker.Labels.GetValueOrDefault(pair.Key) == pair.Value))
                    .ToList();
                await session.Screen.DoneAsync(
                    Words(labels),
                    $"Workers with {Words(labels)} get no new runs: {drained.Count} now, with {drained.Sum(static worker => worker.Busy)} to finish, "
                        + "and those that come."
                );
            }
        )
        {
            CommonOptions.App,
            id,
            label,
            note,
            until,
        };
    }

    /// <summary>Ends a drain.</summary>
    public static SessionCommand MakeUndrain()
    {
        var (id, label) = Which();
        return new SessionCommand(
            "undrain",
            "Ends the drain of a worker, or of those that have some labels.",
            async (session, cancellationToken) =>
            {
                var app = await session.AppAsync(cancellationToken);
                if (WorkerOrNull(session, id, label) is { } worker)
                {
                    await app.UndrainWorkerAsync(worker, cancellationToken);
                    await session.Screen.DoneAsync(worker, $"Worker {worker} is not drained any more.");
                    return;
                }

                var labels = Values.Labels(label.Name, session.Get(label)!);
                await app.UndrainWorkersAsync(labels, cancellationToken);
                await session.Screen.DoneAsync(Words(labels), $"Workers with {Words(labels)} are not drained any more.");
            }
        )
        {
            CommonOptions.App,
            id,
            label,
        };
    }

    /// <summary>Lists the drains in force.</summary>
    public static SessionCommand MakeList() =>
        new(
            "drains",
            "Lists which workers are drained, by whom, and why.",
            async (session, cancellationToken) =>
            {
                var app = await session.AppAsync(cancellationToken);
                var workers = await app.ListWorkersAsync(cancellationToken);
                await session.Screen.ListAsync(
                    ["workers", "by", "since", "until", "note"],
                    [
                        .. workers.Drains.Select(drain =>
                            (string[])
                                [
                                    drain.Worker ?? Words(drain.Labels!),
                                    drain.By,
                                    Plain.At(drain.Since),
                                    drain.Until is { } until ? Plain.At(until) : "",
                                    drain.Note ?? "",
                                ]
                        ),
                    ]
                );
            }
        )
        {
            CommonOptions.App,
        };

    private static (Argument<string?> Id, Option<string[]> Label) Which() =>
        (
            new Argument<string?>(Arguments.WorkerName) { Description = "The id of the worker.", Arity = ArgumentArity.ZeroOrOne },
            new Option<string[]>("--label")
            {
                HelpName = "KEY=VALUE",
                Description = "A label that the workers have; may be given several times.",
            }
        );

    /// <summary>The one worker that is meant; null: the labels tell.</summary>
    private static string? WorkerOrNull(Session session, Argument<string?> id, Option<string[]> label) =>
        (session.Get(id), session.Get(label) ?? []) switch
        {
            ({ } worker, []) => worker,
            (null, { Length: > 0 }) => null,
            _ => throw CliException.Usage("Expected the id of a worker, or labels of workers by --label."),
        };

    private static string Words(IReadOnlyDictionary<string, string> labels) =>
        string.Join(", ", labels.Select(static label => $"{label.Key}={label.Value}"));
}
