using System.Globalization;
using ActorJobs.Errors;

namespace ActorJobs.Core.Schedules.Cron;

/// <summary>Reads the values, ranges and steps that all fields have in common.</summary>
internal static class CronFieldParser
{
    /// <summary>
    /// Reads <c>*</c>, <c>5</c>, <c>1-5</c>, <c>*/15</c> (also <c>/15</c>), <c>5/15</c>, <c>1-30/5</c> or names,
    /// and lists of these.
    /// </summary>
    public static IReadOnlyCollection<int> Values(CronField field, CronToken token)
    {
        var values = new HashSet<int>();
        foreach (var item in token.Split(','))
        {
            values.UnionWith(Item(field, item));
        }

        return values;
    }

    /// <summary>The same as a set of bits.</summary>
    public static ulong Bits(CronField field, CronToken token) => Values(field, token).Aggregate(0UL, (bits, value) => bits | 1UL << value);

    /// <summary>Reads one item of a list.</summary>
    public static IEnumerable<int> Item(CronField field, CronToken item)
    {
        var slash = item.Text.IndexOf('/', StringComparison.Ordinal);
        var range = slash < 0 ? item : item.Before(slash);
        var step = slash < 0 ? 1 : Step(field, item.From(slash + 1));
        if (range.Text is "*" || slash == 0)
        {
            return Run(field, field.Min, field.Max, step);
        }

        var dash = range.Text.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0)
        {
            var value = Value(field, range);
            return slash < 0 ? [value] : Run(field, value, field.Max, step);
        }

        var (first, last) = (Value(field, range.Before(dash)), Value(field, range.From(dash + 1)));
        if (first > last && field == CronField.Year)
        {
            throw Wrong(field, range, "a range whose end is not before its start");
        }

        return Run(field, first, last, step);
    }

    /// <summary>Reads a single number or name.</summary>
    public static int Value(CronField field, CronToken token)
    {
        var word = field.Words.ToList().IndexOf(token.Text);
        if (word >= 0)
        {
            return field.FirstWord + word;
        }

        return TryNumber(token.Text, out var number) && number >= field.Min && number <= field.Max
            ? number
            : throw Wrong(field, token, field.Expected);
    }

    /// <summary>Reads up to four digits.</summary>
    public static bool TryNumber(string text, out int number)
    {
        number = 0;
        return text.Length is > 0 and <= 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>The error for a piece that a field cannot hold.</summary>
    public static CronFormatException Wrong(CronField field, CronToken token, string expected) =>
        new(
            ErrorCodes.InvalidCron,
            field.Name,
            token.Position,
            token.Text.Length == 0
                ? $"The {field.Name} field has nothing at position {token.Position}; expected {expected}."
                : $"The {field.Name} field has '{token.Text}' at position {token.Position}; expected {expected}."
        );

    private static int Step(CronField field, CronToken token) =>
        TryNumber(token.Text, out var step) && step >= 1 && step < field.Count
            ? step
            : throw Wrong(field, token, $"a step from 1 to {field.Count - 1} after '/'");

    // A range may run over the end of the field: FRI-MON, 22-2.
    private static IEnumerable<int> Run(CronField field, int first, int last, int step)
    {
        var length = last >= first ? last - first : last + field.Count - first;
        for (var passed = 0; passed <= length; passed += step)
        {
            var value = first + passed;
            yield return value > field.Max ? value - field.Count : value;
        }
    }
}
