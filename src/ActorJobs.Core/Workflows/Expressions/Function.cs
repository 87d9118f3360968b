using System.Globalization;
using System.Text;
using ActorJobs.Errors;

namespace ActorJobs.Core.Workflows.Expressions;

/// <summary>A function that expressions can call.</summary>
/// <param name="Signature">How it is called: <c>round(x, digits)</c>.</param>
/// <param name="Fewest">The fewest arguments.</param>
/// <param name="Most">The most arguments.</param>
/// <param name="Call">Makes a call of it.</param>
internal sealed record Function(string Signature, int Fewest, int Most, Func<int, IReadOnlyList<Term>, Term> Call)
{
    private const NumberStyles JsonNumber = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private static readonly Dictionary<string, Function> All = new[]
    {
        Eager("length(x)", 1, 1, call => ExpressionValue.Of(Length(call))),
        Eager("contains(x, y)", 2, 2, call => ExpressionValue.Of(Contains(call))),
        Eager("startsWith(text, start)", 2, 2, call => ExpressionValue.Of(call.Text(0).StartsWith(call.Text(1), StringComparison.Ordinal))),
        Eager("endsWith(text, end)", 2, 2, call => ExpressionValue.Of(call.Text(0).EndsWith(call.Text(1), StringComparison.Ordinal))),
        Eager("lower(text)", 1, 1, call => ExpressionValue.Made(call.Text(0).ToLowerInvariant())),
        Eager("upper(text)", 1, 1, call => ExpressionValue.Made(call.Text(0).ToUpperInvariant())),
        Eager("trim(text)", 1, 1, call => ExpressionValue.Made(call.Text(0).Trim())),
        Eager("number(x)", 1, 1, call => call[0].Kind == ExpressionKind.Number ? call[0] : ExpressionValue.Of(Number(call))),
        Eager("text(x)", 1, 1, call => ExpressionValue.Made(call[0].ToText(ExpressionLimits.LongestText))),
        new("exists(path)", 1, 1, Exists),
        new("coalesce(x, y, …)", 1, int.MaxValue, (position, arguments) => new CoalesceTerm(position, arguments)),
        Eager("min(x, y, …)", 1, int.MaxValue, call => ExpressionValue.Of(SomeNumbers(call).Min())),
        Eager("max(x, y, …)", 1, int.MaxValue, call => ExpressionValue.Of(SomeNumbers(call).Max())),
        Eager("abs(x)", 1, 1, call => ExpressionValue.Of(Math.Abs(call.Number(0)))),
        Eager("round(x, digits)", 1, 2, call => ExpressionValue.Of(Round(call))),
        Eager("keys(object)", 1, 1, call => ExpressionValue.OfList([.. call.Object(0).Names.Select(ExpressionValue.Of)])),
        Eager("join(list, separator)", 2, 2, call => ExpressionValue.Made(Join(call))),
        Eager("split(text, separator)", 2, 2, call => ExpressionValue.OfList(Split(call))),
        Eager("first(list)", 1, 1, call => call.List(0).Item(0)),
        Eager("last(list)", 1, 1, call => call.List(0) is { Count: > 0 } list ? list.Item(list.Count - 1) : ExpressionValue.Null),
        Eager("compact(list)", 1, 1, call => ExpressionValue.OfList([.. call.List(0).Items.Where(item => !item.IsNull)])),
        Eager("sum(list)", 1, 1, call => ExpressionValue.Of(Sum(call))),
    }.ToDictionary(function => function.Name, StringComparer.Ordinal);

    /// <summary>The names of all of them.</summary>
    public static IReadOnlyCollection<string> Names => All.Keys;

    /// <summary>Its name.</summary>
    public string Name => Signature[..Signature.IndexOf('(', StringComparison.Ordinal)];

    /// <summary>The call of a function by its name.</summary>
    /// <exception cref="ExpressionException">There is none of that name, or it takes more or fewer arguments.</exception>
    public static Term Of(Token name, IReadOnlyList<Term> arguments)
    {
        if (!All.TryGetValue(name.Text, out var function))
        {
            throw new ExpressionException(
                name.Position,
                $"There is no function '{name.Text}'; expected one of {string.Join(", ", Names)}.{NearMatches.Hint(name.Text, Names)}"
            );
        }

        return arguments.Count >= function.Fewest && arguments.Count <= function.Most
            ? function.Call(name.Position, arguments)
            : throw new ExpressionException(
                name.Position,
                $"Found {arguments.Count} {(arguments.Count == 1 ? "argument" : "arguments")}; expected {function.Signature}."
            );
    }

    private static Function Eager(string signature, int fewest, int most, Func<CallArguments, ExpressionValue> evaluate)
    {
        var name = signature[..signature.IndexOf('(', StringComparison.Ordinal)];
        return new(signature, fewest, most, (position, arguments) => new CallTerm(position, name, arguments, evaluate));
    }

    private static ExistsTerm Exists(int position, IReadOnlyList<Term> arguments) =>
        arguments[0] is PathTerm path
            ? new ExistsTerm(position, path)
            : throw new ExpressionException(arguments[0].Position, "exists(…) asks for a path; expected one such as results.fetch.total.");

    // Characters as people count them: one that takes two units of UTF-16 is one.
    private static int Length(CallArguments call) =>
        call[0].Kind switch
        {
            ExpressionKind.Text => call[0].Text.EnumerateRunes().Count(),
            ExpressionKind.List => call[0].Count,
            ExpressionKind.Object => call[0].Names.Count(),
            _ => throw call.Mismatch(0, "a text, a list or an object"),
        };

    private static bool Contains(CallArguments call) =>
        call[0].Kind switch
        {
            ExpressionKind.Text => call[0].Text.Contains(call.Sought(1), StringComparison.Ordinal),
            ExpressionKind.List => call[0].Items.Contains(call[1]),
            _ => throw call.Mismatch(0, "a text or a list"),
        };

    private static decimal Number(CallArguments call) =>
        decimal.TryParse(call.Text(0), JsonNumber, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw call.Wrong(0, "is no number; expected one such as '12.5'");

    private static IReadOnlyList<decimal> SomeNumbers(CallArguments call) =>
        call.Numbers() is { Count: > 0 } numbers ? numbers : throw call.Wrong(0, "is an empty list; expected one number at least");

    private static decimal Round(CallArguments call)
    {
        var digits = call.Count == 1 ? 0 : call.Number(1);
        return digits is >= 0 and <= 28 && decimal.IsInteger(digits)
            ? Math.Round(call.Number(0), (int)digits, MidpointRounding.AwayFromZero)
            : throw call.Wrong(1, "is no number of digits; expected a whole number from 0 to 28");
    }

    private static string Join(CallArguments call)
    {
        var separator = call.Text(1);
        var text = new StringBuilder();
        foreach (var (index, item) in call.List(0).Items.Index())
        {
            text.Append(index == 0 ? "" : separator).Append(item.ToText(ExpressionLimits.LongestText));
            if (text.Length > ExpressionLimits.LongestText)
            {
                throw call.Refuse($"would give more than {ExpressionLimits.LongestText} characters");
            }
        }

        return text.ToString();
    }

    private static ExpressionValue[] Split(CallArguments call)
    {
        var parts = call.Text(0).Split(call.Sought(1), ExpressionLimits.MostItems + 1, StringSplitOptions.None);
        return parts.Length <= ExpressionLimits.MostItems
            ? Array.ConvertAll(parts, ExpressionValue.Made)
            : throw call.Refuse($"would give more than {ExpressionLimits.MostItems} items");
    }

    private static decimal Sum(CallArguments call)
    {
        _ = call.List(0);
        return ExactNumber.Of(call.Call.Position, call.Numbers().Sum);
    }
}
