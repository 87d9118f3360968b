using System.CommandLine;
using System.CommandLine.Help;
using ActorJobs.Cli.Palettes;

namespace ActorJobs.Cli.CommandLines;

/// <summary>All that pbm can be told.</summary>
internal static class CommandTree
{
    /// <summary>Makes the tree: palettes with their commands, and commands by themselves.</summary>
    public static RootCommand Make() =>
        new(
            """
            The command line of ActorJobs: pbm [HOST:PORT] PALETTE COMMAND.

            The server is the first argument if it looks like HOST:PORT or a URL, else the variable PBM_SERVER, else 127.0.0.1:7700.
            Without a command, a prompt is opened; commands that are piped in are done line by line, until one fails.

            It ends with 0 when it is done, 1 if the server refuses it, 2 if the command line is wrong, 3 if the server is away, 4 if a run that was
            waited for did not succeed, 130 on Ctrl-C.
            """
        )
        {
            CommonOptions.Format,
            CommonOptions.Quiet,
            CommonOptions.TokenFile,
            CommonOptions.Ca,
            AppPalette.Make(),
            JobPalette.Make(),
            WorkflowPalette.Make(),
            RunPalette.Make(),
            WorkerPalette.Make(),
            ClusterPalette.Make(),
            ShardingPalette.Make(),
            ActorPalette.Make(),
            TokenPalette.Make(),
            SecretPalette.Make(),
            NotificationPalette.Make(),
            LogPalette.Make(),
            RunPalette.MakeWhy("why"),
            TokenPalette.MakeInit(),
            TokenPalette.MakeAudit(),
            HerePalette.MakeExplain(),
            HerePalette.MakeWhere(),
            HerePalette.MakeVersion(),
        };

    /// <summary>Whether help, or the version of the program, is asked for, which counts before everything else.</summary>
    public static bool AsksForHelp(ParseResult parsed) => parsed.Action is HelpAction || parsed.GetResult("--version") is not null;

    /// <summary>Every command, with the words that lead to it.</summary>
    public static IEnumerable<(string Path, Command Command)> All() => All(Make(), "");

    private static IEnumerable<(string Path, Command Command)> All(Command command, string path) =>
        command.Subcommands.SelectMany(sub => sub.Subcommands.Count > 0 ? All(sub, $"{path}{sub.Name} ") : [($"{path}{sub.Name}", sub)]);
}
