using ActorJobs.Hocon.Documents;

namespace ActorJobs.Hocon.Resolution;

/// <summary>What a value is on the outside. What stands in it is resolved only when it is asked for, so that an object may refer to its own fields.</summary>
internal abstract record Shape;

internal sealed record ScalarShape(HoconScalar Value) : Shape;

/// <summary>An array; each element is what was assigned to it, the oldest first.</summary>
internal sealed record ArrayShape(HoconOrigin Origin, IReadOnlyList<IReadOnlyList<Node>> Items) : Shape;

/// <summary>Objects laid over each other; the last counts most.</summary>
internal sealed record ObjectShape(IReadOnlyList<ObjectNode> Layers) : Shape
{
    public IEnumerable<string> Keys => Layers.SelectMany(static layer => layer.Keys).Distinct(StringComparer.Ordinal);

    /// <summary>All that was assigned to a field, the oldest first.</summary>
    public IReadOnlyList<Node> Values(string key) =>
        Layers.Count == 1 ? Layers[0].Values(key) : [.. Layers.SelectMany(layer => layer.Values(key))];

    /// <summary>The same with another object laid over it. A layer that is there twice counts at its last place.</summary>
    public ObjectShape Under(ObjectShape over) => new([.. Layers.Where(layer => !over.Layers.Contains(layer)), .. over.Layers]);

    public bool IsSame(ObjectShape other) => Layers.SequenceEqual(other.Layers);

    /// <summary>The fields whose keys are whole numbers, as an array; null if there is none.</summary>
    public ArrayShape? ToArray()
    {
        var indexed = Keys.Where(static key => HoconObject.IndexOf(key) is not null).OrderBy(HoconObject.IndexOf).ToList();
        return indexed.Count == 0 ? null : new ArrayShape(Layers[^1].Origin, [.. indexed.Select(Values)]);
    }
}
