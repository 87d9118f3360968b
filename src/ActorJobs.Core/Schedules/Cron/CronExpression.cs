using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace ActorJobs.Core.Schedules.Cron;

/// <summary>
/// A cron expression, read and checked. It knows wall-clock times only; <see cref="CronSchedule"/> reads them in a time zone.
/// Wall-clock times are seconds since 1970-01-01T00:00:00 on the clock in question. Two expressions are equal if their texts are.
/// </summary>
public sealed class CronExpression : IEquatable<CronExpression>
{
    private const int SecondsPerDay = 86_400;
    private static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;
    private static readonly DateOnly FirstDay = new(ScheduleLimits.FirstYear, 1, 1);

    private readonly CronTimes _times;
    private readonly CronDays _days;
    private readonly uint _months;
    private readonly HashSet<int>? _years;

    internal CronExpression(CronFields fields)
    {
        (Text, Dialect, _times, _days, _months, _years) = (
            fields.Text,
            fields.Dialect,
            fields.Times,
            fields.Days,
            fields.Months,
            fields.Years
        );
        Fields = fields;
    }

    /// <summary>As the user wrote it, with single blanks between the fields.</summary>
    public string Text { get; }

    /// <summary>Which numbering it follows.</summary>
    public CronDialect Dialect { get; }

    /// <summary>
    /// Whether the hours are unrestricted (<c>*</c>), so that it describes an interval: it then follows elapsed time where the clock is changed.
    /// </summary>
    public bool IsInterval => _times.EveryHour;

    internal CronFields Fields { get; }

    /// <summary>Reads an expression of 5, 6 or 7 fields, or a macro such as <c>@daily</c>.</summary>
    /// <exception cref="CronFormatException">The text is no cron expression, or can never fire.</exception>
    public static CronExpression Parse(string text) => CronParser.Parse(text);

    /// <summary>Reads an expression, or tells what is wrong with it.</summary>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out CronExpression? expression,
        [NotNullWhen(false)] out CronFormatException? error
    )
    {
        try
        {
            (expression, error) = (Parse(text), null);
            return true;
        }
        catch (CronFormatException exception)
        {
            (expression, error) = (null, exception);
            return false;
        }
    }

    /// <inheritdoc/>
    public bool Equals(CronExpression? other) => string.Equals(Text, other?.Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CronExpression);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>The first matching wall-clock time at or after the given one; null after <see cref="ScheduleLimits.LastYear"/>.</summary>
    internal long? AtOrAfter(long wallClock)
    {
        var (day, second) = Split(wallClock);
        if (day is null)
        {
            return null;
        }

        var matching = DayAtOrAfter(day.Value);
        if (matching == day && _times.AtOrAfter(second) is var time and >= 0)
        {
            return Join(day.Value, time);
        }

        if (matching == day)
        {
            matching = DayAtOrAfter(day.Value.AddDays(1));
        }

        return matching is null ? null : Join(matching.Value, _times.First);
    }

    /// <summary>How many wall-clock times match in a range; takes a step for each month.</summary>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive.</param>
    internal long CountBetween(long from, long to)
    {
        if (from >= to)
        {
            return 0;
        }

        var (firstDay, firstSecond) = Split(from);
        if (firstDay is null)
        {
            return 0;
        }

        var (endDay, endSecond) = Split(to);
        var lastDay = endDay ?? new DateOnly(ScheduleLimits.LastYear + 1, 1, 1);
        var whole = CountDays(firstDay.Value, lastDay) * _times.PerDay;
        var before = IsMatch(firstDay.Value) ? _times.CountBefore(firstSecond) : 0;
        var after = IsMatch(lastDay) ? _times.CountBefore(endSecond) : 0;
        return whole - before + after;
    }

    // Null beyond the last year; the first day for anything before it.
    private static (DateOnly? Day, int Second) Split(long wallClock)
    {
        var day = Math.DivRem(wallClock, SecondsPerDay, out var second);
        if (day < 0 || wallClock < 0)
        {
            return (FirstDay, 0);
        }

        return day > DateOnly.MaxValue.DayNumber - Epoch || DateOnly.FromDayNumber((int)day + Epoch).Year > ScheduleLimits.LastYear
            ? (null, 0)
            : (DateOnly.FromDayNumber((int)day + Epoch), (int)second);
    }

    private static long Join(DateOnly day, int second) => ((long)(day.DayNumber - Epoch) * SecondsPerDay) + second;

    private DateOnly? DayAtOrAfter(DateOnly day)
    {
        var from = day.Day;
        for (var (year, month) = (day.Year, day.Month); year <= ScheduleLimits.LastYear; (year, month) = Next(year, month))
        {
            var days = DaysIn(year, month) & (uint.MaxValue << from);
            if (days != 0)
            {
                return new DateOnly(year, month, BitOperations.TrailingZeroCount(days));
            }

            from = 1;
        }

        return null;
    }

    private long CountDays(DateOnly from, DateOnly to)
    {
        var count = 0L;
        for (
            var (year, month) = (from.Year, from.Month);
            (year, month).CompareTo((to.Year, to.Month)) <= 0;
            (year, month) = Next(year, month)
        )
        {
            var days = DaysIn(year, month);
            if ((year, month) == (from.Year, from.Month))
            {
                days &= uint.MaxValue << from.Day;
            }

            if ((year, month) == (to.Year, to.Month))
            {
                days &= ~(uint.MaxValue << to.Day);
            }

            count += BitOperations.PopCount(days);
        }

        return count;
    }

    private static (int Year, int Month) Next(int year, int month) => month == 12 ? (year + 1, 1) : (year, month + 1);

    private bool IsMatch(DateOnly day) => (DaysIn(day.Year, day.Month) & 1U << day.Day) != 0;

    private uint DaysIn(int year, int month) => (_months & 1U << month) != 0 && MatchesYear(year) ? _days.In(year, month) : 0;

    private bool MatchesYear(int year) => year <= ScheduleLimits.LastYear && (_years is null || _years.Contains(year));
}
