namespace ActorJobs.Hocon.Conversions;

/// <summary>Numbers of bytes as HOCON writes them: a number and a unit, such as <c>10MB</c> (of 1000 kB) or <c>512KiB</c> (of 1024 B). A single letter means powers
/// of two. Without a unit: bytes.</summary>
public static class HoconSize
{
    /// <summary>What a size is, for an error message.</summary>
    public const string Expected = "a number of bytes such as 512KiB, 10MB or 1GiB";

    private static readonly Dictionary<string, decimal> BytesOfUnit = HoconDuration.Units([
        (1, ["", "B", "b", "byte", "bytes"]),
        .. Powers(1000, [("kB", "kilo"), ("MB", "mega"), ("GB", "giga"), ("TB", "tera"), ("PB", "peta"), ("EB", "exa")])
            .Select(static unit => (unit.Size, (string[])[unit.Short, $"{unit.Long}byte", $"{unit.Long}bytes"])),
        .. Powers(1024, [("K", "kibi"), ("M", "mebi"), ("G", "gibi"), ("T", "tebi"), ("P", "pebi"), ("E", "exbi")])
            .Select(static unit =>
                (
                    unit.Size,
                    (string[])
                        [
                            unit.Short,
                            unit.Short.ToLowerInvariant(),
                            $"{unit.Short}i",
                            $"{unit.Short}iB",
                            $"{unit.Long}byte",
                            $"{unit.Long}bytes",
                        ]
                )
            ),
    ]);

    /// <summary>Reads a size; false if the text is none, is no whole number of bytes, or is more than <see cref="long.MaxValue"/>: zetta and yotta always are.</summary>
    public static bool TryParse(string text, out long bytes) => HoconDuration.TryRead(text, BytesOfUnit, long.MaxValue, out bytes);

    private static IEnumerable<(decimal Size, string Short, string Long)> Powers(decimal step, (string Short, string Long)[] units)
    {
        var size = 1m;
        foreach (var (shortName, longName) in units)
        {
            size *= step;
            yield return (size, shortName, longName);
        }
    }
}
