using System.Globalization;

namespace ActorJobs.Core.Tests.Schedules;

/// <summary>Makes random cron expressions in the Quartz form that fire soon and often enough to be compared.</summary>
internal sealed class RandomCron(Random random)
{
    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    public string Next()
    {
        var (seconds, minutes, hours) = (Field(0, 59), Field(0, 59), Field(0, 23));
        var month = random.Next(3) > 0 ? "*" : Field(1, 12, Months);
        var (day, weekday) = random.Next(3) switch
        {
            0 => ("*", "?"),
            1 => (DayOfMonth(), "?"),
            _ => ("?", DayOfWeek()),
        };
        var year = random.Next(8) == 0 ? $" {Field(2020, 2060)}" : "";
        return $"{seconds} {minutes} {hours} {day} {month} {weekday}{year}";
    }

    /// <summary>One for every day, at some times of the hours in which clocks are changed.</summary>
    public string NextNightly() => $"{Value(0, 59, null)} {Field(0, 59)} {Range(0, 4, null)} * * ?";

    private string DayOfMonth() =>
        random.Next(8) switch
        {
            0 => "L",
            1 => "LW",
            2 => Text($"L-{random.Next(1, 28)}"),
            3 => Text($"{random.Next(1, 29)}W"),
            _ => Field(1, 31),
        };

    private string DayOfWeek() =>
        random.Next(6) switch
        {
            0 => Text($"{random.Next(1, 8)}L"),
            1 => $"{Days[random.Next(7)]}L",
            2 => Text($"{Value(1, 7, Days)}#{random.Next(1, 6)}"),
            _ => Field(1, 7, Days),
        };

    private string Field(int min, int max, string[]? names = null) =>
        random.Next(10) switch
        {
            0 or 1 => "*",
            2 => Text($"*/{random.Next(1, max - min + 1)}"),
            3 => Text($"{random.Next(min, max + 1)}/{random.Next(1, max - min + 1)}"),
            4 => Range(min, max, names),
            5 => Text($"{Range(min, max, null)}/{random.Next(1, max - min + 1)}"),
            6 => $"{Value(min, max, names)},{Range(min, max, names)},{Value(min, max, names)}",
            _ => Value(min, max, names),
        };

    private string Range(int min, int max, string[]? names)
    {
        var (first, last) = (random.Next(min, max + 1), random.Next(min, max + 1));
        // A year does not come round again.
        (first, last) = min > 1000 ? (Math.Min(first, last), Math.Max(first, last)) : (first, last);
        return names is null ? Text($"{first}-{last}") : $"{names[first - min]}-{names[last - min]}";
    }

    private string Value(int min, int max, string[]? names)
    {
        var value = random.Next(min, max + 1);
        return names is not null && random.Next(2) == 0 ? names[value - min] : Text($"{value}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
