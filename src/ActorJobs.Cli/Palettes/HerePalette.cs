using System.CommandLine;
using System.Reflection;
using ActorJobs.Cli.CommandLines;
using ActorJobs.Cli.Screens;
using ActorJobs.Client;
using ActorJobs.Client.Servers;
using ActorJobs.Errors;

namespace ActorJobs.Cli.Palettes;

/// <summary>What pbm knows of itself, of its server, and of errors.</summary>
internal static class HerePalette
{
    private static readonly string[] Variables = [ServerArgument.VariableName, "PBM_APP", "PBM_TOKEN", "NO_COLOR"];

    private static string OwnVersion =>
        Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Explains an error, without a server.</summary>
    public static SessionCommand MakeExplain()
    {
        var code = new Argument<string>("CODE") { Description = "A symbol of the error catalogue, such as JOB_NOT_FOUND." };
        return new SessionCommand(
            "explain",
            "Explains the symbol of an error: what it means, and what to do. Needs no server.",
            async (session, _) =>
            {
                var symbol = session.Get(code).ToUpperInvariant().Replace('-', '_');
                var entry =
                    ErrorCatalogue.Find(symbol)
                    ?? throw CliException.Usage(
                        $"There is no error '{session.Get(code)}'.{NearMatches.Hint(symbol, ErrorCatalogue.All.Select(one => one.Code))} docs/errors.md lists them."
                    );
                await session.Screen.FactAsync(
                    entry.Code,
                    ("code", entry.Code),
                    ("cause", entry.Cause),
                    ("next step", entry.NextStep),
                    ("http status", entry.Status is { } status ? Plain.Number(status) : null),
                    ("repeat", entry.MayBeRepeated ? "Nothing took effect; the same request may succeed after a moment." : null)
                );
            }
        )
        {
            code,
        };
    }

    /// <summary>Tells where everything of the installation is.</summary>
    public static SessionCommand MakeWhere() =>
        new(
            "where",
            "Tells where this installation is: pbm, its settings, the server, its data and its log.",
            async (session, cancellationToken) =>
            {
                var (server, away) = await AskAsync(session, cancellationToken);
                await session.Screen.FactAsync(
                    Environment.ProcessPath ?? "",
                    ("pbm", $"{AppContext.BaseDirectory}pbm, version {OwnVersion}"),
                    (
                        "variables",
                        string.Join(", ", Variables.Where(name => session.Surroundings.Variable(name) is not null)) is { Length: > 0 } set
                            ? set
                            : "none of pbm is set"
                    ),
                    (
                        "server",
                        $"{session.Settings.Server.GetLeftPart(UriPartial.Authority)}{(away is null ? "" : $", which is not to be asked: {away}")}"
                    ),
                    ("node", server is { } node ? $"{node.Node}, process {node.Pid}, since {Plain.At(node.StartedAt)}" : null),
                    ("server version", server?.Version),
                    ("server program", server?.Executable),
                    (
                        "configuration",
                        server is null ? null
                        : server.Configuration.Count == 0 ? "no files; defaults, variables and --set only"
                        : string.Join('\n', server.Configuration)
                    ),
                    ("store", server?.Store),
                    ("data folder", server?.DataFolder),
                    ("log file", server is null ? null : server.LogFile ?? "none; the console only")
                );
            }
        );

    /// <summary>Tells the versions.</summary>
    public static SessionCommand MakeVersion() =>
        new(
            "version",
            "Tells the version of pbm, and that of the server.",
            async (session, cancellationToken) =>
            {
                var (server, away) = await AskAsync(session, cancellationToken);
                await session.Screen.FactAsync(OwnVersion, ("pbm", OwnVersion), ("server", server?.Version ?? $"not known: {away}"));
            }
        );

    /// <summary>That the server does not answer, or not so, is part of the answer here.</summary>
    private static async Task<(ServerInfo? Server, string? Away)> AskAsync(Session session, CancellationToken cancellationToken)
    {
        try
        {
            return (await session.Client.GetServerAsync(cancellationToken), null);
        }
        catch (UnreachableException)
        {
            return (null, "it cannot be reached");
        }
        catch (ActorJobsException other)
        {
            return (null, other.Message);
        }
    }
}
