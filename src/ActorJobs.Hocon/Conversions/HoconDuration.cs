using System.Globalization;

namespace ActorJobs.Hocon.Conversions;

/// <summary>Durations as HOCON writes them: a number and a unit, such as <c>250ms</c> or <c>1.5 hours</c>. Without a unit: milliseconds.</summary>
public static class HoconDuration
{
    /// <summary>What a duration is, for an error message.</summary>
    public const string Expected = "a duration such as 250ms, 10s, 5m, 1h or 1d";

    private static readonly Dictionary<string, decimal> TicksOfUnit = Units(
        (0.01m, ["ns", "nano", "nanos", "nanosecond", "nanoseconds"]),
        (TimeSpan.TicksPerMicrosecond, ["us", "micro", "micros", "microsecond", "microseconds"]),
        (TimeSpan.TicksPerMillisecond, ["", "ms", "milli", "millis", "millisecond", "milliseconds"]),
        (TimeSpan.TicksPerSecond, ["s", "second", "seconds"]),
        (TimeSpan.TicksPerMinute, ["m", "minute", "minutes"]),
        (TimeSpan.TicksPerHour, ["h", "hour", "hours"]),
        (TimeSpan.TicksPerDay, ["d", "day", "days"])
    );

    /// <summary>Reads a duration; false if the text is none, longer than <see cref="TimeSpan.MaxValue"/>, or finer than 100 ns.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        var read = TryRead(text, TicksOfUnit, TimeSpan.MaxValue.Ticks, out var ticks);
        duration = new TimeSpan(ticks);
        return read;
    }

    internal static Dictionary<string, decimal> Units(params (decimal Size, string[] Names)[] units) =>
        units
            .SelectMany(static unit => unit.Names.Select(name => KeyValuePair.Create(name, unit.Size)))
            .ToDictionary(StringComparer.Ordinal);

    /// <summary>Reads a number, blanks if there are any, and a unit; the product has to be whole.</summary>
    internal static bool TryRead(string text, Dictionary<string, decimal> units, long most, out long value)
    {
        value = 0;
        var trimmed = text.AsSpan().Trim();
        var letters = trimmed.Length;
        while (letters > 0 && char.IsLetter(trimmed[letters - 1]))
        {
            letters--;
        }

        var digits = trimmed[..letters].TrimEnd();
        if (
            !units.TryGetValue(trimmed[letters..].ToString(), out var size)
            || !JsonNumber.IsMatch(digits)
            || !decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || Math.Abs(number) > most / size
            || number * size != decimal.Truncate(number * size)
        )
        {
            return false;
        }

        value = (long)(number * size);
        return true;
    }
}
