using System.CommandLine;
using ActorJobs.Cli.CommandLines;
using ActorJobs.Cli.Screens;
using ActorJobs.Client.Apps;
using ActorJobs.Client.Jobs;
using ActorJobs.Client.Notifications;

namespace ActorJobs.Cli.Palettes;

/// <summary>Apps: made, shown, listed, deleted.</summary>
internal static class AppPalette
{
    /// <summary>The palette.</summary>
    public static Command Make() =>
        new("app", "Apps: made, shown, listed, deleted.")
        {
            List(),
            Show(),
            Create(),
            Delete(),
            NewSecret(),
            Settings(),
            Set(),
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

    private static SessionCommand Settings()
    {
        var name = Arguments.App();
        return new SessionCommand(
            "settings",
            "Shows what is set for all jobs of an app: limits, defaults, maxima, and which channels are told of what.",
            async (session, cancellationToken) =>
                await ShowSettingsAsync(
                    session,
                    session.Get(name),
                    await session.Client.App(session.Get(name)).GetSettingsAsync(cancellationToken)
                )
        )
        {
            name,
        };
    }

    private static SessionCommand Set()
    {
        var name = Arguments.App();
        var running = new Option<int?>("--running") { HelpName = "NUMBER", Description = "How many runs may be at workers at once." };
        var rate = new Option<string?>("--rate")
        {
            HelpName = "RATE",
            Description = "How many are given to workers in a time, such as 100/1s.",
        };
        var runTimeout = Limit("--default-run-timeout", "How long an attempt may run if its job does not say.");
        var queueTimeout = Limit("--default-queue-timeout", "How long a run may wait if its job does not say.");
        var maxRun = Limit("--max-run-timeout", "The longest run time-out that a job may ask for.");
        var maxQueue = Limit("--max-queue-timeout", "The longest queue time-out that a job may ask for.");
        var retries = new Option<int?>("--max-retries") { HelpName = "NUMBER", Description = "The most retries that a job may ask for." };
        return new SessionCommand(
            "set",
            "Sets limits, defaults and maxima for all jobs of an app; of these, what is not given is not set any more.",
            async (session, cancellationToken) =>
            {
                var before = await session.Client.App(session.Get(name)).GetSettingsAsync(cancellationToken);
                var settings = new AppSettings(
                    new AppLimits(session.Get(running), session.Get(rate)),
                    new AppDefaults(new Timeouts(Read(session, queueTimeout), Read(session, runTimeout))),
                    new AppMaxima(new Timeouts(Read(session, maxQueue), Read(session, maxRun)), session.Get(retries))
                )
                {
                    Channels = before.Channels,
                    Notify = before.Notify,
                };
                var set = await session.Client.App(session.Get(name)).SetSettingsAsync(settings, cancellationToken);
                await ShowSettingsAsync(session, session.Get(name), set);
            }
        )
        {
            name,
            running,
            rate,
            queueTimeout,
            runTimeout,
            maxQueue,
            maxRun,
            retries,
        };

        static Option<string?> Limit(string option, string text) => new(option) { HelpName = "DURATION", Description = text };

        static TimeSpan? Read(Session session, Option<string?> option) => Values.Duration(option.Name, session.Get(option));
    }

    private static Task ShowSettingsAsync(Session session, string app, AppSettings settings) =>
        session.Screen.ItemAsync(
            app,
            ("app", app),
            ("runs at once", settings.Limits?.Running is { } running ? Plain.Number(running) : null),
            ("rate", settings.Limits?.Rate),
            ("defaults", Words(settings.Defaults?.Timeouts)),
            ("maxima", Words(settings.Maxima?.Timeouts)),
            ("retries at most", settings.Maxima?.Retries is { } retries ? Plain.Number(retries) : null),
            ("channels", settings.Channels is { } channels ? string.Join('\n', channels.Select(Words)) : null),
            ("notify", Words(settings.Notify))
        );

    private static string Words(KeyValuePair<string, Channel> channel) => $"{channel.Key}: {channel.Value.Type} {channel.Value.Url}";

    private static string? Words(Notify? notify)
    {
        (string Name, string? Value)[] all =
        [
            ("failure", notify?.Failure is { } failure ? List(failure) : null),
            ("waiting", notify?.Waiting is { } waiting ? List(waiting) : null),
            ("waiting after", notify?.WaitingAfter is { } after ? Plain.Span(after) : null),
            ("every", notify?.Every is { } every ? Plain.Span(every) : null),
        ];
        var given = all.Where(static one => one.Value is not null).Select(static one => $"{one.Name}: {one.Value}");
        return string.Join("; ", given) is { Length: > 0 } words ? words : null;

        static string List(IReadOnlyList<string> channels) => channels.Count == 0 ? "none" : string.Join(", ", channels);
    }

    private static string? Words(Timeouts? timeouts)
    {
        (string Name, TimeSpan? Value)[] all =
        [
            ("queue", timeouts?.Queue),
            ("run", timeouts?.Run),
            ("kill", timeouts?.Kill),
            ("silence", timeouts?.Silence),
        ];
        var given = all.Where(static one => one.Value is not null).Select(static one => $"{one.Name} {Plain.Span(one.Value!.Value)}");
        return string.Join(", ", given) is { Length: > 0 } words ? words : null;
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
