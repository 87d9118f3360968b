using System.CommandLine;

namespace ActorJobs.Cli.CommandLines;

/// <summary>Options and arguments that several commands have.</summary>
internal static class CommonOptions
{
    /// <summary>In which form answers are printed.</summary>
    public static Option<string?> Format { get; } =
        new("--output", "-o")
        {
            HelpName = "json|table",
            Description = "json: one document, as the API answered; table: for people, the default.",
            Recursive = true,
        };

    /// <summary>Whether only names and ids are printed.</summary>
    public static Option<bool> Quiet { get; } =
        new("--quiet", "-q") { Description = "Prints names and ids only, and nothing of what was done.", Recursive = true };

    /// <summary>The file with the token.</summary>
    public static Option<string?> TokenFile { get; } =
        new("--token-file")
        {
            HelpName = "FILE",
            Description = "A file with the token; otherwise it is that of the variable PBM_TOKEN.",
            Recursive = true,
        };

    /// <summary>The file with certificates that are trusted.</summary>
    public static Option<string?> Ca { get; } =
        new("--ca")
        {
            HelpName = "FILE",
            Description = "A file (PEM) with the certificates of those whose signature on the server's certificate counts.",
            Recursive = true,
        };

    /// <summary>In which app.</summary>
    public static Option<string?> App { get; } =
        new("--app", "-a")
        {
            HelpName = "APP",
            Description = "In which app; otherwise that of the variable PBM_APP, or the only one that there is.",
        };

    /// <summary>How many items at most.</summary>
    public static Option<int> Limit { get; } =
        new("--limit", "-n")
        {
            HelpName = "N",
            Description = "How many at most; 50 if it is not given.",
            DefaultValueFactory = _ => 50,
        };
}
