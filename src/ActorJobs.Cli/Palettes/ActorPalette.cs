using System.CommandLine;
using ActorJobs.Cli.CommandLines;
using ActorJobs.Client.Apps;

namespace ActorJobs.Cli.Palettes;

/// <summary>The actors that users know: apps, and their workers.</summary>
internal static class ActorPalette
{
    /// <summary>The palette.</summary>
    public static Command Make() => new("actor", "The actors: apps, and their workers.") { Hierarchy() };

    private static SessionCommand Hierarchy() =>
        new(
            "hierarchy",
            "Lists the actors by path: each app with its node and epoch, and its workers below it.",
            async (session, cancellationToken) =>
            {
                var names = await session.Client.ListAppsAsync(cancellationToken).Select(app => app.Name).ToListAsync(cancellationToken);
                session.ForgetAnswers();
                var rows = new List<string[]>();
                foreach (var name in names)
                {
                    rows.AddRange(Rows(await session.Client.App(name).GetAsync(cancellationToken)));
                }

                await session.Screen.EachAsync(["path", "node", "state"], rows);
            }
        );

    private static IEnumerable<string[]> Rows(App app) =>
        [
            [$"/apps/{app.Name}", app.Node, $"epoch {app.Epoch}"],
            .. app.Workers.Select(worker =>
                (string[])
                    [$"/apps/{app.Name}/workers/{worker.Id}", worker.Node ?? "", $"{worker.State}, {worker.Busy} of {worker.Slots} slots"]
            ),
        ];
}
