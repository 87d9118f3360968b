using System.Globalization;
using NodaTime;

namespace ActorJobs.Core.Text;

/// <summary>
/// Durations as users write them: <c>100ms</c>, <c>10s</c>, <c>5m</c>, <c>1h</c>, <c>1d</c>, several units from the greater to the smaller
/// (<c>1h30m</c>), or ISO 8601 without years and months, whose lengths vary (<c>PT5M</c>, <c>P1DT12H</c>, <c>PT0.1S</c>).
/// A number may have up to three decimals. Durations are whole milliseconds, from zero to 100 years of 366 days.
/// </summary>
public static class DurationText
{
    /// <summary>The end of an error message about a text that is no duration.</summary>
    public const string Expected = "expected a duration such as 100ms, 10s, 5m, 1h, 1d, 1h30m or PT5M";

    private const long Second = 1000;
    private const long Minute = 60 * Second;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;
    private const long Longest = 36_600 * Day;

    private static readonly (string Name, long Milliseconds)[] Units = [("d", Day), ("h", Hour), ("m", Minute), ("s", Second), ("ms", 1)];
    private static readonly string[] UnitWords = ["day", "hour", "minute", "second", "millisecond"];
    private static readonly (string Name, long Milliseconds)[] IsoDateUnits = [("W", 7 * Day), ("D", Day)];
    private static readonly (string Name, long Milliseconds)[] IsoTimeUnits = [("H", Hour), ("M", Minute), ("S", Second)];

    /// <summary>Reads a duration; false if the text is none, is negative, longer than 100 years, or finer than a millisecond.</summary>
    public static bool TryParse(string? text, out Duration duration)
    {
        var read = TryReadMilliseconds(text, out var milliseconds);
        duration = Duration.FromMilliseconds(milliseconds);
        return read;
    }

    /// <summary>Writes a duration with the greatest unit that needs no decimals: <c>90s</c>, <c>1h</c>; zero is <c>0s</c>.</summary>
    /// <param name="duration">Whole milliseconds, not negative; what is finer is cut off.</param>
    public static string Format(Duration duration)
    {
        var milliseconds = (long)duration.TotalMilliseconds;
        if (milliseconds == 0)
        {
            return "0s";
        }

        var (name, size) = Units.First(unit => milliseconds % unit.Milliseconds == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{milliseconds / size}{name}");
    }

    /// <summary>Says a duration in English: <c>1 hour 30 minutes</c>, <c>100 milliseconds</c>.</summary>
    /// <param name="duration">Whole milliseconds, not negative; what is finer is cut off.</param>
    public static string InWords(Duration duration)
    {
        var rest = (long)duration.TotalMilliseconds;
        var words = new List<string>();
        foreach (var (index, (_, size)) in Units.Index())
        {
            var number = rest / size;
            rest %= size;
            if (number > 0)
            {
                words.Add(string.Create(CultureInfo.InvariantCulture, $"{number} {UnitWords[index]}{(number == 1 ? "" : "s")}"));
            }
        }

        return words.Count == 0 ? "no time" : string.Join(' ', words);
    }

    private static bool TryReadMilliseconds(string? text, out long milliseconds)
    {
        milliseconds = 0;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        if (text[0] != 'P')
        {
            return TryAdd(text, Units, ref milliseconds);
        }

        var time = text.IndexOf('T', StringComparison.Ordinal);
        return time < 0
            ? TryAdd(text.AsSpan(1), IsoDateUnits, ref milliseconds)
            : (time == 1 || TryAdd(text.AsSpan(1, time - 1), IsoDateUnits, ref milliseconds))
                && TryAdd(text.AsSpan(time + 1), IsoTimeUnits, ref milliseconds);
    }

    // Adds up numbers with units, each unit at most once and the greater first; there must be one at least.
    private static bool TryAdd(ReadOnlySpan<char> text, (string Name, long Milliseconds)[] units, ref long total)
    {
        var next = 0;
        do
        {
            var digits = CountDigits(text);
            if (digits is 0 or > 15)
            {
                return false;
            }

            var number = decimal.Parse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
            text = text[digits..];
            if (!text.IsEmpty && text[0] == '.')
            {
                var decimals = CountDigits(text[1..]);
                if (decimals is 0 or > 3)
                {
                    return false;
                }

                number += decimal.Parse(text[..(decimals + 1)], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
                text = text[(decimals + 1)..];
            }

            var letters = text.IndexOfAnyInRange('0', '9');
            var unit = letters < 0 ? text : text[..letters];
            var index = IndexOf(units, unit);
            if (index < next)
            {
                return false;
            }

            var milliseconds = total + (number * units[index].Milliseconds);
            if (milliseconds > Longest || milliseconds != decimal.Truncate(milliseconds))
            {
                return false;
            }

            total = (long)milliseconds;
            next = index + 1;
            text = text[unit.Length..];
        } while (!text.IsEmpty);

        return true;
    }

    private static int CountDigits(ReadOnlySpan<char> text)
    {
        var other = text.IndexOfAnyExceptInRange('0', '9');
        return other < 0 ? text.Length : other;
    }

    private static int IndexOf((string Name, long Milliseconds)[] units, ReadOnlySpan<char> name)
    {
        for (var index = 0; index < units.Length; index++)
        {
            if (name.SequenceEqual(units[index].Name))
            {
                return index;
            }
        }

        return -1;
    }
}
