using System.CommandLine;
using ActorJobs.Cli.CommandLines;
using ActorJobs.Cli.Screens;
using ActorJobs.Client.Workers;

namespace ActorJobs.Cli.Palettes;

/// <summary>Workers: listed, drained.</summary>
internal static class WorkerPalette
{
    /// <summary>The palette.</summary>
    public static Command Make() =>
        new("worker", "Workers: listed, drained.")
        {
            List(),
            Refused(),
            WorkerDrains.MakeDrain(),
            WorkerDrains.MakeUndrain(),
            WorkerDrains.MakeList(),
        };

    /// <summary>A worker in one line.</summary>
    public static string Words(Worker worker) =>
        $"{worker.Id}: {worker.State} since {Plain.At(worker.Since)}, {worker.Busy} of {worker.Slots} slots in use"
        + (worker.Node is { } node ? $", connected to node {node}" : "")
        + (worker.Reason is { Length: > 0 } reason ? $" ({reason})" : "");

    private static SessionCommand List() =>
        new(
            "list",
            "Lists the workers that the owner of the app knows.",
            async (session, cancellationToken) =>
            {
                var app = await session.AppAsync(cancellationToken);
                var workers = await app.ListWorkersAsync(cancellationToken);
                await session.Screen.ListAsync(
                    ["worker", "state", "since", "busy", "slots", "processors", "node", "host", "heard"],
                    [.. workers.Items.Select(Row)]
                );
            }
        )
        {
            CommonOptions.App,
        };

    private static string[] Row(Worker worker) =>
        [
            worker.Id,
            worker.State,
            Plain.At(worker.Since),
            Plain.Number(worker.Busy),
            Plain.Number(worker.Slots),
            string.Join(",", worker.Processors),
            worker.Node ?? "",
            worker.Host is { } host ? $"{host.Name} ({host.Pid})" : "",
            $"{Plain.Span(worker.SilentFor)} ago",
        ];

    private static SessionCommand Refused() =>
        new(
            "refused",
            "Lists workers that were refused lately, and why.",
            async (session, cancellationToken) =>
            {
                var refused = await session.Client.ListRefusedWorkersAsync(cancellationToken).ToListAsync(cancellationToken);
                await session.Screen.ListAsync(
                    ["worker", "app", "address", "code", "count", "last", "reason"],
                    [
                        .. refused.Select(worker =>
                            (string[])
                                [
                                    worker.Worker ?? "",
                                    worker.App ?? "",
                                    worker.Address,
                                    worker.Code,
                                    Plain.Number(worker.Count),
                                    Plain.At(worker.Last),
                                    worker.Reason,
                                ]
                        ),
                    ]
                );
            }
        );
}
