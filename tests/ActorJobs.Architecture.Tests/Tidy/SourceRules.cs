using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ActorJobs.Architecture.Tests.Tidy;

/// <summary>The rules of style that concern one C# file. Each takes a file and gives the places that break it.</summary>
internal static partial class SourceRules
{
    public const int MostLines = 350;
    public const int LongestLine = 170;

    /// <summary>A file is named after a type in it; exceptions that belong together may stand in an Errors.cs.</summary>
    public static IEnumerable<string> FileIsNamedAfterAType(SourceFile file)
    {
        var types = file.Syntax.DescendantNodes().OfType<MemberDeclarationSyntax>().Where(IsTopLevelType).ToList();
        var named = types.Any(type => NameOf(type) == file.Subject);
        var errors = file.Subject == "Errors" && types.TrueForAll(type => NameOf(type).EndsWith("Exception", StringComparison.Ordinal));
        return types.Count == 0 || named || errors ? [] : [$"{file.Path} holds {string.Join(", ", types.Select(NameOf))}"];
    }

    public static IEnumerable<string> FileIsShort(SourceFile file)
    {
        var lines = file.Text.Count(letter => letter == '\n');
        return lines <= MostLines ? [] : [$"{file.Path} has {lines} lines"];
    }

    public static IEnumerable<string> LinesAreShort(SourceFile file) =>
        file
            .Lines.Index()
            .Where(line => line.Item.Length > LongestLine)
            .Select(line => $"{file.At(line.Index)} has {line.Item.Length} characters");

    /// <summary>A test is named Subject_Scenario_Outcome.</summary>
    public static IEnumerable<string> TestsAreNamedInThreeParts(SourceFile file) =>
        file
            .Syntax.DescendantNodes()
            .OfType<MethodDeclarationSyntax>()
            .Where(IsTest)
            .Where(method => !ThreeParts().IsMatch(method.Identifier.Text))
            .Select(method => $"{file.At(method)} {method.Identifier.Text}");

    /// <summary>A test waits for what happens, not for a time: no Thread.Sleep, and no Task.Delay of a written length on the system's clock.</summary>
    public static IEnumerable<string> NothingSleeps(SourceFile file) =>
        file.Syntax.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(Sleeps).Select(call => $"{file.At(call)} {call}");

    /// <summary>A warning that is switched off in code says why: a pragma in a comment before or behind it, an attribute in its justification.</summary>
    public static IEnumerable<string> SuppressionsGiveTheirReason(SourceFile file)
    {
        var lines = file.Lines;
        var pragmas = lines
            .Index()
            .Where(line => Pragma().IsMatch(line.Item) && !line.Item.Contains("//", StringComparison.Ordinal))
            .Where(line => line.Index == 0 || !lines[line.Index - 1].TrimStart().StartsWith("//", StringComparison.Ordinal))
            .Select(line => $"{file.At(line.Index)} {line.Item.Trim()}");
        var attributes = file
            .Syntax.DescendantNodes()
            .OfType<AttributeSyntax>()
            .Where(attribute => attribute.Name.ToString().Contains("SuppressMessage", StringComparison.Ordinal))
            .Where(attribute => !attribute.ToString().Contains("Justification", StringComparison.Ordinal))
            .Select(attribute => $"{file.At(attribute)} {attribute}");
        return pragmas.Concat(attributes);
    }

    private static bool IsTopLevelType(MemberDeclarationSyntax member) =>
        member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax && member.Parent is not TypeDeclarationSyntax;

    private static string NameOf(MemberDeclarationSyntax type) =>
        type is DelegateDeclarationSyntax named ? named.Identifier.Text : ((BaseTypeDeclarationSyntax)type).Identifier.Text;

    private static bool IsTest(MethodDeclarationSyntax method) =>
        method.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => TestAttribute().IsMatch(attribute.Name.ToString()));

    private static bool Sleeps(InvocationExpressionSyntax call)
    {
        var arguments = call.ArgumentList.Arguments;
        return call.Expression.ToString() switch
        {
            var method when method.EndsWith("Thread.Sleep", StringComparison.Ordinal) => true,
            var method when method.EndsWith("Task.Delay", StringComparison.Ordinal) => arguments.Count > 0
                && arguments[0]
                    .DescendantNodes()
                    .OfType<LiteralExpressionSyntax>()
                    .Any(literal => literal.Token.Value is not (null or string))
                && !arguments.Skip(1).Any(argument => Clock().IsMatch(argument.ToString())),
            _ => false,
        };
    }

    [GeneratedRegex(@"^[A-Z][A-Za-z0-9]*(_[A-Z0-9][A-Za-z0-9]*){2,}$")]
    private static partial Regex ThreeParts();

    [GeneratedRegex(@"(Fact|Theory)(Attribute)?$")]
    private static partial Regex TestAttribute();

    [GeneratedRegex(@"time|clock|provider", RegexOptions.IgnoreCase)]
    private static partial Regex Clock();

    [GeneratedRegex(@"^\s*#(pragma warning disable|nullable disable)")]
    private static partial Regex Pragma();
}
