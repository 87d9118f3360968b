using System.Collections;
using System.Globalization;
using System.Text;
using ActorJobs.TestKit.Runs;
using NodaTime;

namespace ActorJobs.TestKit.Jobs;

/// <summary>A fire of a schedule.</summary>
/// <param name="Schedule">The schedule's name.</param>
/// <param name="At">When, in UTC.</param>
public sealed record Fire(string Schedule, DateTimeOffset At);

/// <summary>Fire times in a row that get no run, for one reason.</summary>
/// <param name="Schedule">The schedule's name.</param>
/// <param name="From">The first of them.</param>
/// <param name="To">The last of them.</param>
/// <param name="Count">How many, 1 or more.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record MissedFires(string Schedule, DateTimeOffset From, DateTimeOffset To, long Count, string Reason);

/// <summary>The fires of a job over a period, by time, and those that it left out.
/// What does not hold throws an <see cref="ExpectationException"/> that lists what was found.</summary>
public sealed class FireList : IReadOnlyList<Fire>
{
    private const int Most = 400;

    private readonly List<Fire> _fires;
    private readonly string _description;

    internal FireList(IEnumerable<Fire> fires, IReadOnlyList<MissedFires> missed, string description)
    {
        _fires = [.. fires.OrderBy(fire => fire.At).ThenBy(fire => fire.Schedule, StringComparer.Ordinal)];
        (Missed, _description) = (missed, description);
    }

    /// <summary>The fire times that get no run.</summary>
    public IReadOnlyList<MissedFires> Missed { get; }

    /// <inheritdoc/>
    public int Count => _fires.Count;

    /// <inheritdoc/>
    public Fire this[int index] => _fires[index];

    /// <summary>Expects so many fires.</summary>
    /// <param name="count">How many.</param>
    /// <returns>These fires.</returns>
    /// <exception cref="ExpectationException">There are more or fewer.</exception>
    public FireList ShouldCount(int count) =>
        Count == count ? this : throw Failure(string.Create(CultureInfo.InvariantCulture, $"{count} {_description}"));

    /// <summary>Expects fires at these instants, and at no others.</summary>
    /// <param name="instants">As RFC 3339 text, in order; with any offset.</param>
    /// <returns>These fires.</returns>
    /// <exception cref="ExpectationException">There are others.</exception>
    public FireList ShouldBe(params string[] instants)
    {
        var expected = instants.Select(Instants.Parse).ToList();
        return _fires.Select(fire => fire.At).SequenceEqual(expected)
            ? this
            : throw Failure($"{_description} to be {string.Join(", ", expected.Select(RunText.Of))}");
    }

    /// <summary>Expects every fire at one time of day somewhere, on whatever day.</summary>
    /// <param name="time">Such as 03:00 or 03:00:30.</param>
    /// <param name="zone">The zone of the tz database, such as Europe/Berlin.</param>
    /// <returns>These fires.</returns>
    /// <exception cref="ExpectationException">There is no fire, or one is at another time.</exception>
    public FireList ShouldAllBeAt(string time, string zone)
    {
        var wanted = TimeOnly.Parse(time, CultureInfo.InvariantCulture);
        var others = _fires.Where(fire => TimeOnly.FromDateTime(InZone(fire.At, zone).DateTime) != wanted).ToList();
        return Count > 0 && others.Count == 0
            ? this
            : throw new ExpectationException(
                $"Expected all {Count} {_description} to be at {time} in {zone}; found others:{Listed(others, zone)}"
            );
    }

    /// <summary>Expects so many fire times without a run, for a reason.</summary>
    /// <param name="count">How many in all.</param>
    /// <param name="reason">A part of every reason.</param>
    /// <returns>These fires.</returns>
    /// <exception cref="ExpectationException">There are more or fewer, or one has another reason.</exception>
    public FireList ShouldMiss(long count, string reason) =>
        Missed.Sum(missed => missed.Count) == count && Missed.All(missed => missed.Reason.Contains(reason, StringComparison.Ordinal))
            ? this
            : throw Failure(string.Create(CultureInfo.InvariantCulture, $"{count} of the {_description} to be missed with '{reason}'"));

    /// <inheritdoc/>
    public IEnumerator<Fire> GetEnumerator() => _fires.GetEnumerator();

    /// <summary>All of them, a line each.</summary>
    public override string ToString() => $"{Count} {_description}:{Listed(_fires, "UTC")}{MissedLines()}";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static DateTimeOffset InZone(DateTimeOffset instant, string zone) =>
        Instant.FromDateTimeOffset(instant).InZone(DateTimeZoneProviders.Tzdb[zone]).ToDateTimeOffset();

    private static string Listed(List<Fire> fires, string zone)
    {
        var text = new StringBuilder();
        foreach (var fire in fires.Take(Most))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  {fire.Schedule}  {InZone(fire.At, zone):yyyy-MM-dd'T'HH:mm:ss.FFFzzz}");
        }

        return fires.Count == 0 ? " none."
            : fires.Count <= Most ? text.ToString()
            : $"{text}\n  … and {fires.Count - Most} more";
    }

    private string MissedLines() =>
        string.Concat(
            Missed.Select(missed =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"\n  {missed.Schedule}  {RunText.Of(missed.From)} to {RunText.Of(missed.To)}: {missed.Count} {missed.Reason}"
                )
            )
        );

    private ExpectationException Failure(string expected) =>
        new($"Expected {expected}; found{(Count == 0 ? "" : $" {Count}:")}{Listed(_fires, "UTC")}{MissedLines()}");
}
