using System.CommandLine;
using ActorJobs.Cli.CommandLines;
using ActorJobs.Cli.Screens;
using ActorJobs.Client.Apps;

namespace ActorJobs.Cli.Palettes;

/// <summary>Apps: made, shown, listed, paused, deleted.</summary>
internal static class AppPalette
{
    /// <summary>The palette.</summary>
    public static Command Make() =>
        new("app", "Apps: made, shown, listed, paused, deleted.")
        {
            List(),
            Show(),
            Create(),
            Delete(),
            AppPauses.MakePause(),
            AppPauses.MakeResume(),
            NewSecret(),
            AppSettingsCommands.MakeSettings(),
            AppSettingsCommands.MakeSet(),
            AppTransfers.MakeExport(),
            AppTransfers.MakeImport(),
        };

    private static SessionCommand List() =>
        new(
            "list",
            "Lists the apps by name.",
            async (session, cancellationToken) =>
            {
                var apps = await session.Client.ListAppsAsync(cancellationToken).ToListAsync(cancellationToken);
                await session.Screen.ListAsync(
                    ["app", "epoch", "created"],
                    [.. apps.Select(app => (string[])[app.Name, Plain.Number(app.Epoch), Plain.At(app.CreatedAt)])]
                );
            }
        );

    private static SessionCommand Show()
    {
        var name = Arguments.App();
        return new SessionCommand(
            "show",
            "Shows an app as its owner sees it, with its queues and workers.",
            async (session, cancellationToken) =>
            {
                var app = await session.Client.App(session.Get(name)).GetAsync(cancellationToken);
                await session.Screen.ItemAsync(
                    app.Name,
                    ("app", app.Name),
                    ("owner", $"node {app.Node}, epoch {app.Epoch}, shard {app.Shard}"),
                    ("jobs", Plain.Number(app.Jobs)),
                    ("runs", $"{app.Queues.Running} at workers, {app.Queues.Waiting} waiting, {app.Queues.Delayed} not yet due"),
                    ("waiting since", Plain.At(app.OldestWaiting)),
                    ("paused", app.Paused is { } pause ? JobPauses.Words(pause) : null),
                    ("workers", string.Join('\n', app.Workers.Select(WorkerPalette.Words)))
                );
            }
        )
        {
            name,
        };
    }

    private static SessionCommand Create()
    {
        var name = Arguments.App();
        return new SessionCommand(
            "create",
            "Makes an app; does nothing if it is there already.",
            async (session, cancellationToken) =>
            {
                await session.Client.App(session.Get(name)).CreateAsync(cancellationToken);
                await session.Screen.DoneAsync(session.Get(name), $"App {session.Get(name)} is there.");
            }
        )
        {
            name,
        };
    }

    private static SessionCommand Delete()
    {
        var name = Arguments.App();
        var force = new Option<bool>("--force") { Description = "Deletes its jobs and runs, too, and lets go of its workers." };
        return new SessionCommand(
            "delete",
            "Deletes an app; one that is in use only by --force.",
            async (session, cancellationToken) =>
            {
                var deletion = session.Get(force) ? AppDeletion.WithEverything : AppDeletion.IfUnused;
                await session.Client.App(session.Get(name)).DeleteAsync(deletion, cancellationToken);
                await session.Screen.DoneAsync(session.Get(name), $"App {session.Get(name)} is deleted.");
            }
        )
        {
            name,
            force,
        };
    }

    private static SessionCommand NewSecret()
    {
        var name = Arguments.App();
        var keep = new Option<string?>("--keep-old-for")
        {
            HelpName = "DURATION",
            Description = "How long the old secret is taken, too, such as 1h.",
        };
        return new SessionCommand(
            "new-secret",
            "Makes a new secret for the app's workers, and prints it once.",
            async (session, cancellationToken) =>
            {
                var keepFor = Values.Duration(keep.Name, session.Get(keep));
                var secret = await session.Client.App(session.Get(name)).NewSecretAsync(keepFor, cancellationToken);
                await session.Screen.ItemAsync(secret, ("app", session.Get(name)), ("secret", secret));
            }
        )
        {
            name,
            keep,
        };
    }
}
