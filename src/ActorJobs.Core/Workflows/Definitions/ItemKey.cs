using System.Globalization;

namespace ActorJobs.Core.Workflows.Definitions;

/// <summary>An item of a <see cref="ForEachWork"/>. Its key, <c>node[0]</c>, stands where that of a node stands: an item has passes, states and operations as a
/// node has.</summary>
/// <param name="Node">The key of the node.</param>
/// <param name="Index">Its place in the list: 0, 1, …</param>
public readonly record struct ItemKey(string Node, int Index)
{
    /// <summary>The item with a key; null if it is the key of a node.</summary>
    public static ItemKey? Of(string key)
    {
        if (!key.EndsWith(']') || key.IndexOf('[', StringComparison.Ordinal) is not (> 0 and var open))
        {
            return null;
        }

        // Written as this writes it, so that each item has one key only.
        var number = key.AsSpan(open + 1, key.Length - open - 2);
        return
            int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && new ItemKey(key[..open], index) is var item
            && item.ToString() == key
            ? item
            : null;
    }

    /// <summary>The key of the node of an item; the key of a node is that itself.</summary>
    public static string NodeOf(string key) => Of(key)?.Node ?? key;

    /// <summary>The key of the item.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Node}[{Index}]");
}
