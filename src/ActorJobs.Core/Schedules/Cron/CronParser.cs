using ActorJobs.Errors;

namespace ActorJobs.Core.Schedules.Cron;

/// <summary>Reads cron expressions.</summary>
internal static class CronParser
{
    private static readonly Dictionary<string, string> Macros = new(StringComparer.OrdinalIgnoreCase)
    {
        ["@yearly"] = "0 0 0 1 1 ? *",
        ["@annually"] = "0 0 0 1 1 ? *",
        ["@monthly"] = "0 0 0 1 * ? *",
        ["@weekly"] = "0 0 0 ? * SUN *",
        ["@daily"] = "0 0 0 * * ? *",
        ["@midnight"] = "0 0 0 * * ? *",
        ["@hourly"] = "0 0 * * * ? *",
    };

    public static CronExpression Parse(string text)
    {
        var fields = Tokens(text);
        if (fields is [{ Text: ['@', ..] } macro])
        {
            return Build(macro.Text.ToLowerInvariant(), Tokens(Expand(macro)));
        }

        return fields.Count switch
        {
            5 => Build(Join(text), [new CronToken("0", 1), .. fields, new CronToken("*", text.Length)], CronDialect.Unix),
            6 => Build(Join(text), [.. fields, new CronToken("*", text.Length)]),
            7 => Build(Join(text), fields),
            _ => throw new CronFormatException(
                ErrorCodes.InvalidCron,
                "",
                1,
                $"The expression has {fields.Count} field{(fields.Count == 1 ? "" : "s")}; expected 5 (minutes hours day-of-month month "
                    + $"day-of-week), 6 (seconds first) or 7 (seconds first, year last), or one of {string.Join(", ", Macros.Keys)}."
            ),
        };
    }

    private static string Expand(CronToken macro) =>
        Macros.TryGetValue(macro.Text, out var expression)
            ? expression
            : throw new CronFormatException(
                ErrorCodes.InvalidCron,
                "",
                macro.Position,
                $"'{macro.Text.ToLowerInvariant()}' is no known macro; expected one of {string.Join(", ", Macros.Keys)}."
            );

    private static CronExpression Build(string text, List<CronToken> fields, CronDialect dialect = CronDialect.Quartz)
    {
        var times = new CronTimes(
            CronFieldParser.Bits(CronField.Seconds, fields[0]),
            CronFieldParser.Bits(CronField.Minutes, fields[1]),
            CronFieldParser.Bits(CronField.Hours, fields[2])
        );
        var months = (uint)CronFieldParser.Bits(CronField.Month, fields[4]);
        var days = CronDayParser.Parse(dialect, fields[3], fields[5]);
        var years = fields[6].Text is "*" ? null : CronFieldParser.Values(CronField.Year, fields[6]).ToHashSet();
        var expression = new CronExpression(
            new CronFields(text, dialect, times, days, months, years, [.. fields.Select(field => field.Text)])
        );
        return expression.AtOrAfter(0) is not null
            ? expression
            : throw new CronFormatException(
                ErrorCodes.NeverFires,
                CronField.DayOfMonth.Name,
                fields[3].Position,
                $"The expression '{text}' never fires: no day from {ScheduleLimits.FirstYear} to {ScheduleLimits.LastYear} matches "
                    + $"day-of-month '{fields[3].Text}', month '{fields[4].Text}', day-of-week '{fields[5].Text}' "
                    + $"and year '{fields[6].Text}' together."
            );
    }

    private static List<CronToken> Tokens(string text)
    {
        var tokens = new List<CronToken>();
        for (var start = 0; start < text.Length; start++)
        {
            if (char.IsWhiteSpace(text[start]))
            {
                continue;
            }

            var end = start;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
            {
                end++;
            }

            tokens.Add(new CronToken(text[start..end].ToUpperInvariant(), start + 1));
            start = end;
        }

        return tokens;
    }

    private static string Join(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
