namespace ActorJobs.Hocon;

/// <summary>An array.</summary>
/// <param name="origin">Where it was assigned.</param>
/// <param name="items">Its elements, in order.</param>
public sealed class HoconArray(HoconOrigin origin, IReadOnlyList<HoconValue> items) : HoconValue(origin)
{
    /// <summary>Its elements, in order.</summary>
    public IReadOnlyList<HoconValue> Items { get; } = items;

    /// <inheritdoc/>
    public override string Kind => "an array";
}
