using System.CommandLine;
using ActorJobs.Cli.CommandLines;
using ActorJobs.Cli.Screens;
using ActorJobs.Client.Apps;
using ActorJobs.Client.Jobs;
using ActorJobs.Client.Notifications;

namespace ActorJobs.Cli.Palettes;

/// <summary>What is set for all jobs of an app: shown, and set.</summary>
internal static class AppSettingsCommands
{
    /// <summary>The command that shows them.</summary>
    public static SessionCommand MakeSettings()
    {
        var name = Arguments.App();
        return new SessionCommand(
            "settings",
            "Shows what is set for all jobs of an app: limits, defaults, maxima, calendars, which channels are told of what, and which logs are kept.",
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

    /// <summary>The command that sets them.</summary>
    public static SessionCommand MakeSet()
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
        var file = new Option<string?>("--file")
        {
            HelpName = "FILE",
            Description =
                "All settings, with calendars and channels, in JSON or YAML by the name of the file; - reads JSON from the standard input.",
        };
        Option[] others = [running, rate, queueTimeout, runTimeout, maxQueue, maxRun, retries];
        return new SessionCommand(
            "set",
            "Sets limits, defaults and maxima for all jobs of an app; of these, what is not given is not set any more; a file sets all.",
            async (session, cancellationToken) =>
            {
                var app = session.Client.App(session.Get(name));
                var set = session.Get(file) is { } text
                    ? await SetByFileAsync(session, app, text, others, cancellationToken)
                    : await app.SetSettingsAsync(
                        await app.GetSettingsAsync(cancellationToken) with
                        {
                            Limits = new AppLimits(session.Get(running), session.Get(rate)),
                            Defaults = new AppDefaults(new Timeouts(Read(session, queueTimeout), Read(session, runTimeout))),
                            Maxima = new AppMaxima(new Timeouts(Read(session, maxQueue), Read(session, maxRun)), session.Get(retries)),
                        },
                        cancellationToken
                    );
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
            file,
        };

        static Option<string?> Limit(string option, string text) => new(option) { HelpName = "DURATION", Description = text };

        static TimeSpan? Read(Session session, Option<string?> option) => Values.Duration(option.Name, session.Get(option));
    }

    private static async Task<AppSettings> SetByFileAsync(
        Session session,
        AppClient app,
        string file,
        IReadOnlyList<Option> others,
        CancellationToken cancellationToken
    )
    {
        if (others.FirstOrDefault(session.IsGiven) is { } other)
        {
            throw CliException.Usage($"Found {other.Name} beside --file; expected one of them: a file has all settings.");
        }

        return await app.SetSettingsAsync(await session.DefinitionAsync(file, cancellationToken), cancellationToken);
    }

    private static Task ShowSettingsAsync(Session session, string app, AppSettings settings) =>
        session.Screen.ItemAsync(
            app,
            ("app", app),
            ("runs at once", settings.Limits?.Running is { } running ? Plain.Number(running) : null),
            ("rate", settings.Limits?.Rate),
            ("defaults", DefinitionWords.Of(settings.Defaults?.Timeouts)),
            ("maxima", DefinitionWords.Of(settings.Maxima?.Timeouts)),
            ("retries at most", settings.Maxima?.Retries is { } retries ? Plain.Number(retries) : null),
            ("calendars", settings.Calendars is { } calendars ? string.Join('\n', calendars.Select(Words)) : null),
            ("channels", settings.Channels is { } channels ? string.Join('\n', channels.Select(Words)) : null),
            ("notify", DefinitionWords.Of(settings.Notify)),
            ("logs", DefinitionWords.Of(settings.Logs))
        );

    private static string Words(KeyValuePair<string, AppCalendar> calendar) => $"{calendar.Key}: {DefinitionWords.Of(calendar.Value)}";

    private static string Words(KeyValuePair<string, Channel> channel) => $"{channel.Key}: {channel.Value.Type} {channel.Value.Url}";
}
