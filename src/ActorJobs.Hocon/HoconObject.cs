using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ActorJobs.Hocon;

/// <summary>An object.</summary>
/// <param name="origin">Where it was assigned.</param>
/// <param name="members">Its fields, in the order in which they were first assigned.</param>
public sealed class HoconObject(HoconOrigin origin, IReadOnlyList<KeyValuePair<string, HoconValue>> members) : HoconValue(origin)
{
    private readonly Dictionary<string, HoconValue> _byKey = new(members, StringComparer.Ordinal);

    /// <summary>Its fields, in the order in which they were first assigned.</summary>
    public IReadOnlyList<KeyValuePair<string, HoconValue>> Members { get; } = members;

    /// <inheritdoc/>
    public override string Kind => "an object";

    /// <summary>Finds the value at a path.</summary>
    public bool TryFind(HoconPath path, [NotNullWhen(true)] out HoconValue? value)
    {
        value = this;
        foreach (var element in path.Elements)
        {
            if (value is not HoconObject parent || !parent._byKey.TryGetValue(element, out value))
            {
                value = null;
                return false;
            }
        }

        return true;
    }

    /// <summary>Everything in it that is no object, with its path; an object without fields counts as such.</summary>
    public IEnumerable<(HoconPath Path, HoconValue Value)> Leaves() => Leaves(HoconPath.Root);

    /// <summary>
    /// Its fields whose keys are whole numbers from 0, in the order of these, as an array; null if there is none. It is how formats without arrays write them.
    /// </summary>
    public HoconArray? ToArray()
    {
        var items = Members
            .Where(member => IndexOf(member.Key) is not null)
            .OrderBy(member => IndexOf(member.Key))
            .Select(member => member.Value)
            .ToList();
        return items.Count == 0 ? null : new HoconArray(Origin, items);
    }

    internal static int? IndexOf(string key) =>
        int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    private IEnumerable<(HoconPath Path, HoconValue Value)> Leaves(HoconPath above) =>
        Members.SelectMany(member =>
            member.Value is HoconObject { Members.Count: > 0 } child
                ? child.Leaves(above.Child(member.Key))
                : [(above.Child(member.Key), member.Value)]
        );
}
