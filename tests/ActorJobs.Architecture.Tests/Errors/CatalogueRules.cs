using System.Text.RegularExpressions;
using ActorJobs.Errors;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ActorJobs.Architecture.Tests.Errors;

/// <summary>How symbols are used: each through its constant, none twice, none that is not in the catalogue.</summary>
internal static partial class CatalogueRules
{
    /// <summary>Words in capitals that are no symbols: the names of environment variables, and the outcomes of the workers' protocol.</summary>
    private static readonly string[] OtherPrefixes =
    [
        "ACTORJOBS_",
        "DOTNET_",
        "ASPNETCORE_",
        "DEBIAN_",
        "OTEL_",
        "PBM_",
        "NO_COLOR",
        "OUTCOME_S",
        "OUTCOME_F",
        "OUTCOME_C",
        "OUTCOME_T",
        "LINE_STREAM_",
        "LINE_LEVEL_",
        "PG",
    ];

    /// <summary>Entries that share a symbol, or have one that was given up.</summary>
    public static IEnumerable<string> UsedAgain(IReadOnlyList<string> codes, IReadOnlyCollection<string> retired) =>
        codes
            .GroupBy(code => code)
            .Where(same => same.Count() > 1)
            .Select(same => $"{same.Key} has {same.Count()} constants")
            .Concat(codes.Where(retired.Contains).Select(code => $"{code} was retired"));

    /// <summary>Symbols that a source file writes as a text. Each has a constant, or is not in the catalogue at all.</summary>
    public static IEnumerable<string> WrittenAsText(SourceFile file, IReadOnlyCollection<string> codes) =>
        file
            .Syntax.DescendantNodes()
            .OfType<LiteralExpressionSyntax>()
            .Where(literal => literal.IsKind(SyntaxKind.StringLiteralExpression))
            .Where(literal => codes.Contains(literal.Token.ValueText) || LooksLikeASymbol(literal.Token.ValueText))
            .Select(literal => $"{file.At(literal)} {literal.Token.ValueText}");

    /// <summary>The constants that a source file uses.</summary>
    public static IEnumerable<string> Uses(SourceFile file) => Constant().Matches(file.Text).Select(match => match.Groups["name"].Value);

    /// <summary>What a document shows as code and looks like a symbol, but is none.</summary>
    public static IEnumerable<string> UnknownIn(SourceFile document, IReadOnlyCollection<string> codes) =>
        document
            .Lines.Index()
            .SelectMany(line => Word().Matches(line.Item).Select(match => (line.Index, match.Value)))
            .Where(word => LooksLikeASymbol(word.Value) && !codes.Contains(word.Value))
            .Select(word => $"{document.At(word.Index)} {word.Value}");

    /// <summary>What is wrong with the texts of an entry.</summary>
    public static IEnumerable<string> BadlyTold(ErrorEntry entry)
    {
        if (!Symbol().IsMatch(entry.Code))
        {
            yield return $"{entry.Code} is no symbol of capitals and underscores";
        }
        if (!string.Equals(entry.Code.Replace("_", "", StringComparison.Ordinal), entry.Name, StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{entry.Code} has a constant of another name: {entry.Name}";
        }
        foreach (var text in (string[])[entry.Cause, entry.NextStep])
        {
            if (text.Length < 10 || !text.EndsWith('.') || text.Contains('\n', StringComparison.Ordinal))
            {
                yield return $"{entry.Code} is told by no whole sentence: '{text}'";
            }
        }
        if (entry.From == Part.None || entry.To == Part.None)
        {
            yield return $"{entry.Code} does not say who tells whom";
        }
        var isAnswer = entry.From == Part.Server && entry.To.HasFlag(Part.Caller);
        if (isAnswer ? entry.Status is not (>= 400 and < 600) : entry.Status is not null)
        {
            yield return $"{entry.Code} has the status '{entry.Status}', but only what a server tells a caller has one, from 400 to 599";
        }
    }

    private static bool LooksLikeASymbol(string text) =>
        SymbolOfWords().IsMatch(text) && !OtherPrefixes.Any(prefix => text.StartsWith(prefix, StringComparison.Ordinal));

    [GeneratedRegex("^[A-Z]+(_[A-Z]+)*$")]
    private static partial Regex Symbol();

    [GeneratedRegex("^[A-Z]+(_[A-Z]+)+$")]
    private static partial Regex SymbolOfWords();

    [GeneratedRegex("(?<![A-Za-z0-9_$-])[A-Z]+(_[A-Z]+)+(?![A-Za-z0-9_-])")]
    private static partial Regex Word();

    [GeneratedRegex(@"\bErrorCodes\.(?<name>\w+)")]
    private static partial Regex Constant();
}
