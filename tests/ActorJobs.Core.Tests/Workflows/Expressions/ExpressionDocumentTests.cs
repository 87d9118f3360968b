using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using ActorJobs.Core.Workflows.Expressions;

namespace ActorJobs.Core.Tests.Workflows.Expressions;

/// <summary>docs/expressions.md tells the truth: each row of its tables that has an example is evaluated.</summary>
public partial class ExpressionDocumentTests
{
    private static readonly IReadOnlyList<IReadOnlyDictionary<string, string>> Rows = [.. ReadRows(File.ReadAllLines(Page()))];

    private static readonly SomeScope Scope = new(
        $"{{{string.Join(",", Rows.Where(row => row.ContainsKey("root")).Select(row => $"\"{Code(row["root"])}\":{Code(row["value"])}"))}}}"
    );

    public static TheoryData<string, string> Expressions => Examples("expression");

    public static TheoryData<string, string> Templates => Examples("template");

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Page_AnExpression_GivesItsResult(string expression, string result) =>
        Check(result, () => Expression.Parse(expression).Evaluate(Scope).ToJson());

    [Theory]
    [MemberData(nameof(Templates))]
    public void Page_ATemplate_GivesItsResult(string template, string result) =>
        Check(result, () => Template.Parse(JsonElement.Parse(template)).Render(Scope, 10_000));

    [Fact]
    public void Page_TheFunctions_AreAllThatThereAre()
    {
        var listed = Rows.Where(row => row.ContainsKey("function")).Select(row => Code(row["function"])).ToList();
        var message = Should.Throw<ExpressionException>(() => Expression.Parse("none()")).Message;

        message.ShouldContain($"expected one of {string.Join(", ", listed.Select(signature => signature[..signature.IndexOf('(')]))}.");
        foreach (var signature in listed)
        {
            Should
                .Throw<ExpressionException>(() => Expression.Parse(signature[..signature.IndexOf('(')] + "()"))
                .Message.ShouldBe($"At position 1: Found 0 arguments; expected {signature}.");
        }
    }

    [Fact]
    public void Page_TheLimits_AreThoseOfTheProgram()
    {
        var page = File.ReadAllText(Page());

        page.ShouldContain($"at most {ExpressionLimits.LongestExpression} characters");
        page.ShouldContain($"at most {ExpressionLimits.DeepestNesting} deep");
        page.ShouldContain("at most 1 000 000 characters");
        ExpressionLimits.LongestText.ShouldBe(1_000_000);
        page.ShouldContain("at most 100 000 items");
        ExpressionLimits.MostItems.ShouldBe(100_000);
        page.ShouldContain($"(up to {ExpressionLimits.LongestSought} characters)");
        page.ShouldContain($"at most {ExpressionLimits.DeepestTemplate} deep");
    }

    private static void Check(string result, Func<string> evaluate)
    {
        if (result.StartsWith("error: ", StringComparison.Ordinal))
        {
            Should.Throw<ExpressionException>(evaluate).Message.ShouldContain(Code(result["error: ".Length..]));
        }
        else
        {
            evaluate().ShouldBe(Code(result));
        }
    }

    private static TheoryData<string, string> Examples(string column)
    {
        var data = new TheoryData<string, string>();
        foreach (var row in Rows.Where(row => row.ContainsKey(column)))
        {
            data.Add(Code(row[column]), row["result"]);
        }

        return data;
    }

    private static IEnumerable<IReadOnlyDictionary<string, string>> ReadRows(string[] lines)
    {
        string[] heads = [];
        foreach (var line in lines)
        {
            if (!line.StartsWith('|'))
            {
                heads = [];
                continue;
            }

            // A bar within a cell is written \|.
            var cells = Bar().Split(line)[1..^1].Select(cell => cell.Trim().Replace(@"\|", "|", StringComparison.Ordinal)).ToArray();
            if (heads.Length == 0)
            {
                heads = cells;
            }
            else if (!cells[0].StartsWith("---", StringComparison.Ordinal))
            {
                yield return heads.Zip(cells).DistinctBy(cell => cell.First).ToDictionary(cell => cell.First, cell => cell.Second);
            }
        }
    }

    private static string Code(string cell) =>
        cell.Length > 2 && cell[0] == '`' && cell[^1] == '`' ? cell[1..^1] : throw new FormatException($"'{cell}' is no code.");

    private static string Page([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "..", "..", "docs", "expressions.md"));

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Bar();
}
