using NodaTime;

namespace ActorJobs.Core.Schedules;

/// <summary>
/// Days that are excluded: single dates, dates of every year, and days of the week. It knows the years of wall-clock schedules, and excludes nothing beyond them.
/// Two calendars are equal if they are made of the same days.
/// </summary>
public sealed class Calendar : IEquatable<Calendar>
{
    /// <summary>How many calendars an app has at most.</summary>
    public const int Most = 100;

    /// <summary>How many dates one calendar has at most.</summary>
    public const int MostDates = 1000;

    /// <summary>How many dates all calendars of an app have together at most.</summary>
    public const int MostDatesInAll = 10_000;

    private static readonly LocalDate FirstDay = new(ScheduleLimits.FirstYear, 1, 1);
    private static readonly LocalDate LastDay = new(ScheduleLimits.LastYear, 12, 31);

    private readonly LocalDate[] _dates;
    private readonly AnnualDate[] _everyYear;

    /// <summary>A calendar of these days; the same day twice counts once.</summary>
    /// <param name="dates">Single dates.</param>
    /// <param name="everyYear">Dates of every year that has them: 29 February is one of leap years.</param>
    /// <param name="weekdays">Days of the week.</param>
    public Calendar(IEnumerable<LocalDate> dates, IEnumerable<AnnualDate> everyYear, Weekdays weekdays)
    {
        _dates = [.. dates.Distinct().Order()];
        _everyYear = [.. everyYear.Distinct().Order()];
        Weekdays = weekdays;
    }

    /// <summary>Excludes nothing.</summary>
    public static Calendar NoDay { get; } = new([], [], Weekdays.None);

    /// <summary>Excludes everything.</summary>
    public static Calendar EveryDay { get; } = new([], [], Weekdays.All);

    /// <summary>The single dates, in their order.</summary>
    public IReadOnlyList<LocalDate> Dates => _dates;

    /// <summary>The dates of every year, in their order.</summary>
    public IReadOnlyList<AnnualDate> EveryYear => _everyYear;

    /// <summary>The days of the week.</summary>
    public Weekdays Weekdays { get; }

    /// <summary>Whether it excludes a day.</summary>
    public bool Excludes(LocalDate day) =>
        day >= FirstDay
        && day <= LastDay
        && (
            Weekdays.Holds(day.DayOfWeek)
            || Array.BinarySearch(_dates, day) >= 0
            || Array.BinarySearch(_everyYear, new AnnualDate(day.Month, day.Day)) >= 0
        );

    /// <summary>The first day, from one on, that it does not exclude.</summary>
    public LocalDate FirstAllowed(LocalDate from)
    {
        var day = from;
        while (Excludes(day))
        {
            day = day.PlusDays(1);
        }

        return day;
    }

    /// <summary>The first day, from one on, that it excludes; null if there is none any more.</summary>
    public LocalDate? FirstExcluded(LocalDate from)
    {
        var day = LocalDate.Max(from, FirstDay);
        LocalDate? first = null;
        Consider(FirstWeekday(day));
        Consider(FirstDate(day));
        Consider(FirstOfYear(day));
        return first;

        void Consider(LocalDate? candidate)
        {
            if (candidate <= LastDay && (first is null || candidate < first))
            {
                first = candidate;
            }
        }
    }

    /// <inheritdoc/>
    public bool Equals(Calendar? other) =>
        other is not null && Weekdays == other.Weekdays && _dates.SequenceEqual(other._dates) && _everyYear.SequenceEqual(other._everyYear);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Calendar);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Weekdays, _dates.Length, _everyYear.Length);

    private LocalDate? FirstWeekday(LocalDate day)
    {
        if (Weekdays == Weekdays.None)
        {
            return null;
        }

        while (!Weekdays.Holds(day.DayOfWeek))
        {
            day = day.PlusDays(1);
        }

        return day;
    }

    private LocalDate? FirstDate(LocalDate day)
    {
        var place = Array.BinarySearch(_dates, day);
        var next = place < 0 ? ~place : place;
        return next < _dates.Length ? _dates[next] : null;
    }

    private LocalDate? FirstOfYear(LocalDate day)
    {
        for (var year = day.Year; _everyYear.Length > 0 && year <= ScheduleLimits.LastYear; year++)
        {
            foreach (var date in _everyYear)
            {
                if (date.IsValidYear(year) && date.InYear(year) >= day)
                {
                    return date.InYear(year);
                }
            }
        }

        return null;
    }
}
