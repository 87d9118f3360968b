using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ActorJobs.Hocon.Conversions;

/// <summary>A value as the type that is asked for. Strings become numbers, booleans, durations and sizes, and scalars become strings; null, objects and arrays become
/// nothing else, but for an object with whole numbers as keys, which is an array if one is wanted.</summary>
public static class HoconConversions
{
    /// <summary>The text of a scalar that is not null.</summary>
    public static bool TryGetText(this HoconValue value, [NotNullWhen(true)] out string? text)
    {
        text = value is HoconScalar { ScalarKind: not HoconScalarKind.Null } scalar ? scalar.Text : null;
        return text is not null;
    }

    /// <summary>A whole number.</summary>
    public static bool TryGetWholeNumber(this HoconValue value, out long number)
    {
        number = 0;
        if (
            !value.TryGetText(out var text)
            || !JsonNumber.IsMatch(text)
            || !decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var read)
            || read != decimal.Truncate(read)
            || read is < long.MinValue or > long.MaxValue
        )
        {
            return false;
        }

        number = (long)read;
        return true;
    }

    /// <summary>A boolean: <c>true</c>, <c>yes</c>, <c>on</c>, <c>false</c>, <c>no</c> or <c>off</c>.</summary>
    public static bool TryGetBoolean(this HoconValue value, out bool answer)
    {
        answer = false;
        if (!value.TryGetText(out var text) || text is not ("true" or "yes" or "on" or "false" or "no" or "off"))
        {
            return false;
        }

        answer = text is "true" or "yes" or "on";
        return true;
    }

    /// <summary>A duration; see <see cref="HoconDuration"/>.</summary>
    public static bool TryGetDuration(this HoconValue value, out TimeSpan duration)
    {
        duration = default;
        return value.TryGetText(out var text) && HoconDuration.TryParse(text, out duration);
    }

    /// <summary>A number of bytes; see <see cref="HoconSize"/>.</summary>
    public static bool TryGetSize(this HoconValue value, out long bytes)
    {
        bytes = 0;
        return value.TryGetText(out var text) && HoconSize.TryParse(text, out bytes);
    }

    /// <summary>An array, or an object whose keys are whole numbers.</summary>
    public static bool TryGetArray(this HoconValue value, [NotNullWhen(true)] out HoconArray? array)
    {
        array = value as HoconArray ?? (value as HoconObject)?.ToArray();
        return array is not null;
    }
}
