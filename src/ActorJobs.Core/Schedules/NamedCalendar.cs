namespace ActorJobs.Core.Schedules;

/// <summary>
/// The calendar that a schedule names. A definition has the name only; the days are those that the app gives the name, and may change. So two of them are equal
/// if their names are: a schedule stays the same one whatever its calendar excludes.
/// </summary>
/// <param name="Name">Of a calendar of the app.</param>
/// <param name="Days">The days that it excludes now; none in a definition.</param>
public sealed record NamedCalendar(string Name, Calendar Days)
{
    /// <inheritdoc/>
    public bool Equals(NamedCalendar? other) => string.Equals(Name, other?.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}
