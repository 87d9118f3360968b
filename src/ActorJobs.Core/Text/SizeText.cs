using System.Globalization;

namespace ActorJobs.Core.Text;

/// <summary>Amounts of memory and disk as users write them: <c>512MiB</c>, <c>2GiB</c>, <c>1.5GB</c>, <c>100B</c>.</summary>
public static class SizeText
{
    /// <summary>The end of an error message about a text that is no size.</summary>
    public const string Expected = "expected a size such as 512MiB, 2GiB, 1.5GB or 100B";

    private static readonly (string Name, long Bytes)[] s_units =
    [
        ("TiB", 1L << 40),
        ("TB", 1_000_000_000_000),
        ("GiB", 1L << 30),
        ("GB", 1_000_000_000),
        ("MiB", 1L << 20),
        ("MB", 1_000_000),
        ("KiB", 1L << 10),
        ("KB", 1_000),
        ("B", 1),
    ];

    /// <summary>Reads a size; null if the text is none, or beyond a thousand TiB.</summary>
    public static long? Parse(string text)
    {
        const long most = 1000L << 40;
        foreach (var (name, bytes) in s_units)
        {
            if (text.EndsWith(name, StringComparison.Ordinal))
            {
                return
                    decimal.TryParse(text[..^name.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                    && number <= most / bytes
                    ? (long)(number * bytes)
                    : null;
            }
        }

        return null;
    }

    /// <summary>Writes a size with the greatest unit that needs no decimals.</summary>
    public static string Format(long bytes)
    {
        var (name, size) = s_units.First(unit => bytes % unit.Bytes == 0 && (bytes > 0 || unit.Bytes == 1));
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / size}{name}");
    }
}
