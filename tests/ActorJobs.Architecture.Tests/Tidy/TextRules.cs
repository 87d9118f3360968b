using System.Text.RegularExpressions;

namespace ActorJobs.Architecture.Tests.Tidy;

/// <summary>The rules of style that concern one text file of any kind. Each takes a file and gives the places that break it.</summary>
internal static partial class TextRules
{
    /// <summary>Nothing is left for later: what is not done is an issue, not a comment.
    /// The words are taken apart here, so that this file does not break its own rule.</summary>
    private static readonly Regex LeftForLater = new(
        @"\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK|XX" + @"X|[Ff]or no" + @"w|NotImpl" + @"ementedException)\b"
    );

    public static IEnumerable<string> NothingIsLeftForLater(SourceFile file) => Matches(file, LeftForLater);

    /// <summary>The project speaks of itself alone: no home directory, no package registry of one machine.</summary>
    public static IEnumerable<string> NoMachineIsNamed(SourceFile file) => Matches(file, Machine());

    /// <summary>A rule that is switched off is named in the comment right before.</summary>
    public static IEnumerable<string> RulesSwitchedOffGiveTheirReason(SourceFile file)
    {
        var comment = "";
        foreach (var (index, line) in file.Lines.Index())
        {
            var trimmed = line.Trim();
            if (trimmed.StartsWith('#') || trimmed.StartsWith("<!--", StringComparison.Ordinal))
            {
                comment = index > 0 && IsComment(file.Lines[index - 1]) ? comment + trimmed : trimmed;
            }
            foreach (var rule in SwitchedOff(trimmed).Where(rule => !comment.Contains(rule, StringComparison.Ordinal)))
            {
                yield return $"{file.At(index)} {rule}";
            }
        }
    }

    private static bool IsComment(string line) =>
        line.TrimStart().StartsWith('#') || line.TrimStart().StartsWith("<!--", StringComparison.Ordinal);

    private static IEnumerable<string> SwitchedOff(string line) =>
        Severity().Match(line) is { Success: true } severity ? [severity.Groups["rule"].Value]
        : NoWarn().Match(line) is { Success: true } noWarn ? RuleId().Matches(noWarn.Value).Select(match => match.Value)
        : [];

    private static IEnumerable<string> Matches(SourceFile file, Regex pattern) =>
        file
            .Lines.Index()
            .Where(line => pattern.IsMatch(line.Item))
            .Select(line => $"{file.At(line.Index)} {pattern.Match(line.Item).Value}");

    [GeneratedRegex(
        @"(?<![\w.)}])/(home|root|Users|mnt|work)/|[A-Z]:\\Users|//[\w.-]*(artifactory|jfrog|nexus|proget|verdaccio|\.internal\b|\.corp\b|\.lan\b)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Machine();

    [GeneratedRegex(@"^dotnet_diagnostic\.(?<rule>\w+)\.severity\s*=\s*(?:none|silent|suggestion)")]
    private static partial Regex Severity();

    [GeneratedRegex(@"<(NoWarn|WarningsNotAsErrors)>.*")]
    private static partial Regex NoWarn();

    [GeneratedRegex(@"\b[A-Z]+[0-9]{3,}\b")]
    private static partial Regex RuleId();
}
