namespace ActorJobs.Hocon.Documents;

/// <summary>A value as it was written, with nothing resolved.</summary>
internal abstract class Node(HoconOrigin origin)
{
    public HoconOrigin Origin { get; } = origin;
}

internal sealed class ScalarNode(HoconScalar value) : Node(value.Origin)
{
    public HoconScalar Value { get; } = value;
}

/// <summary>Whitespace between two values beside each other: part of a string, and nothing between arrays or objects.</summary>
internal sealed class WhitespaceNode(HoconOrigin origin, string text) : Node(origin)
{
    public string Text { get; } = text;
}

internal sealed class ArrayNode(HoconOrigin origin, IReadOnlyList<Node> items) : Node(origin)
{
    public IReadOnlyList<Node> Items { get; } = items;
}

/// <summary>Values beside each other.</summary>
internal sealed class ConcatenationNode(HoconOrigin origin, IReadOnlyList<Node> pieces) : Node(origin)
{
    public IReadOnlyList<Node> Pieces { get; } = pieces;
}

/// <summary><c>${path}</c> or <c>${?path}</c>.</summary>
/// <param name="origin">Where.</param>
/// <param name="path">As it was written.</param>
/// <param name="mustExist">Whether it is an error if there is nothing at the path.</param>
/// <param name="roots">Where the path may start, tried in order: where the file is included, then where the including file is, then the root.</param>
internal sealed class SubstitutionNode(HoconOrigin origin, HoconPath path, SubstitutionNeed mustExist, IReadOnlyList<HoconPath> roots)
    : Node(origin)
{
    public HoconPath Path { get; } = path;

    public bool IsRequired { get; } = mustExist == SubstitutionNeed.Required;

    public IReadOnlyList<HoconPath> Roots { get; } = roots;
}

internal enum SubstitutionNeed
{
    Required,
    Optional,
}

/// <summary>What <c>+=</c> adds to the array before it.</summary>
internal sealed class AppendNode(HoconOrigin origin, Node item) : Node(origin)
{
    public Node Item { get; } = item;
}

/// <summary>An object. Of each field everything is kept that was assigned and is not certainly hidden, the oldest first: a later value may refer to an earlier one,
/// and objects merge.</summary>
internal sealed class ObjectNode(HoconOrigin origin) : Node(origin)
{
    private readonly Dictionary<string, List<Node>> _fields = new(StringComparer.Ordinal);
    private readonly List<string> _keys = [];

    /// <summary>In the order in which they were first assigned.</summary>
    public IReadOnlyList<string> Keys => _keys;

    public IReadOnlyList<Node> Values(string key) => _fields.TryGetValue(key, out var values) ? values : [];

    /// <summary>Assigns a value at a path, making the objects on the way.</summary>
    public void Add(HoconPath path, Node value)
    {
        var parent = this;
        foreach (var key in path.Elements[..^1])
        {
            parent = parent.ChildAt(key, value.Origin);
        }

        parent.Add(path.Elements[^1], value);
    }

    /// <summary>Assigns all that the other object has.</summary>
    public void Merge(ObjectNode other)
    {
        foreach (var key in other._keys)
        {
            foreach (var value in other._fields[key])
            {
                Add(key, value);
            }
        }
    }

    private void Add(string key, Node value)
    {
        var values = At(key);
        if (value is ScalarNode or ArrayNode)
        {
            values.Clear();
        }

        if (value is ObjectNode more && values is [.., ObjectNode last])
        {
            last.Merge(more);
        }
        else
        {
            values.Add(value);
        }
    }

    private ObjectNode ChildAt(string key, HoconOrigin where)
    {
        var values = At(key);
        if (values is not [.., ObjectNode child])
        {
            child = new ObjectNode(where);
            values.Add(child);
        }

        return child;
    }

    private List<Node> At(string key)
    {
        if (!_fields.TryGetValue(key, out var values))
        {
            values = _fields[key] = [];
            _keys.Add(key);
        }

        return values;
    }
}
