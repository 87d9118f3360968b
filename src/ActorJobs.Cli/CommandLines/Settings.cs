using System.CommandLine;
using ActorJobs.Errors;

namespace ActorJobs.Cli.CommandLines;

/// <summary>In which form answers are printed.</summary>
internal enum Format
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>For programs.</summary>
    Json,
}

/// <summary>What holds for a command whatever it does.</summary>
/// <param name="Server">The address of the server.</param>
/// <param name="Format">In which form answers are printed.</param>
/// <param name="IsQuiet">Whether only names and ids are printed.</param>
/// <param name="TokenFile">The file with the token; null: the variable has it, or there is none.</param>
/// <param name="Ca">The file with certificates that are trusted; null: those that the system trusts.</param>
internal sealed record Settings(Uri Server, Format Format, bool IsQuiet, string? TokenFile, string? Ca)
{
    private static readonly Dictionary<string, Format> Formats = new(StringComparer.Ordinal)
    {
        ["table"] = Format.Table,
        ["json"] = Format.Json,
    };

    /// <summary>What holds if no option says otherwise.</summary>
    public static Settings Default(Uri server) => new(server, Format.Table, IsQuiet: false, null, null);

    /// <summary>The options of a line, on top of what holds already.</summary>
    public static Settings Read(ParseResult parsed, Settings otherwise) =>
        otherwise with
        {
            Format =
                parsed.GetResult(CommonOptions.Format) is { Errors: var errors } && !errors.Any()
                    ? ReadFormat(parsed.GetValue(CommonOptions.Format)) ?? otherwise.Format
                    : otherwise.Format,
            IsQuiet = parsed.GetValue(CommonOptions.Quiet) || otherwise.IsQuiet,
            TokenFile = parsed.GetValue(CommonOptions.TokenFile) ?? otherwise.TokenFile,
            Ca = parsed.GetValue(CommonOptions.Ca) ?? otherwise.Ca,
        };

    private static Format? ReadFormat(string? text) =>
        text is null ? null
        : Formats.TryGetValue(text, out var format) ? format
        : throw CliException.Usage($"Found '{text}' for --output; expected json or table.{NearMatches.Hint(text, Formats.Keys)}");
}
