using ActorJobs.Hocon.Documents;

namespace ActorJobs.Hocon.Resolution;

/// <summary>
/// Resolves documents that are laid over each other. A substitution takes the final value of its path. Where that would lead in a circle, it takes what was
/// assigned before: while a value is evaluated, it and all that overrides it are left out of what is looked up.
/// </summary>
internal sealed class Resolver(IReadOnlyList<ObjectNode> layers, Func<string, string?> environment)
{
    /// <summary>Deeper than any configuration, and shallow enough for a stack.</summary>
    private const int Deepest = 300;

    private readonly ObjectShape _root = new(layers);
    private readonly HashSet<Node> _evaluating = [];
    private readonly Dictionary<Node, Shape?> _evaluated = [];
    private readonly List<Shape> _building = [];
    private int _depth;

    public HoconObject ResolveRoot() => BuildObject(_root);

    private HoconObject BuildObject(ObjectShape shape)
    {
        var members = new List<KeyValuePair<string, HoconValue>>();
        foreach (var key in shape.Keys)
        {
            if (Build(shape.Values(key)) is { } value)
            {
                members.Add(KeyValuePair.Create(key, value));
            }
        }

        return new HoconObject(shape.Layers.Count == 0 ? new HoconOrigin("nothing") : shape.Layers[^1].Origin, members);
    }

    private HoconValue? Build(IReadOnlyList<Node> assigned)
    {
        var shape = Evaluate(assigned);
        switch (shape)
        {
            case null:
                return null;
            case ScalarShape scalar:
                return scalar.Value;
        }

        if (_building.Exists(outer => outer == shape || (outer is ObjectShape one && shape is ObjectShape other && one.IsSame(other))))
        {
            throw new HoconException(assigned[^1].Origin, "This value holds itself. Take the substitution away that leads back to it.");
        }

        _building.Add(shape);
        HoconValue value = shape is ObjectShape fields ? BuildObject(fields) : BuildArray((ArrayShape)shape);
        _building.RemoveAt(_building.Count - 1);
        return value;
    }

    private HoconArray BuildArray(ArrayShape shape)
    {
        var items = new List<HoconValue>();
        foreach (var item in shape.Items)
        {
            if (Build(item) is { } value)
            {
                items.Add(value);
            }
        }

        return new HoconArray(shape.Origin, items);
    }

    /// <summary>What counts of all that was assigned; null if that is nothing.</summary>
    private Shape? Evaluate(IReadOnlyList<Node> assigned)
    {
        var count = 0;
        while (count < assigned.Count && !_evaluating.Contains(assigned[count]))
        {
            count++;
        }

        return Evaluate(assigned, count);
    }

    private Shape? Evaluate(IReadOnlyList<Node> assigned, int count)
    {
        if (count == 0)
        {
            return null;
        }

        if (++_depth > Deepest)
        {
            throw new HoconException(assigned[count - 1].Origin, "Substitutions lead on from here too often. Do they lead in a circle?");
        }

        var appended = assigned.Take(count).Reverse().TakeWhile(static node => node is AppendNode).Count();
        var shape = appended > 0 ? Append(assigned, count - appended, count) : Evaluate(assigned[count - 1]);
        // A value that is no object hides all before it, which is not looked at then.
        var result =
            shape is null ? Evaluate(assigned, count - 1)
            : appended == 0 && shape is ObjectShape over && count > 1 && Evaluate(assigned, count - 1) is ObjectShape below
                ? below.Under(over)
            : shape;
        _depth--;
        return result;
    }

    private Shape? Evaluate(Node node)
    {
        switch (node)
        {
            case ScalarNode scalar:
                return new ScalarShape(scalar.Value);
            case ArrayNode array:
                return new ArrayShape(array.Origin, [.. array.Items.Select(static item => (IReadOnlyList<Node>)[item])]);
            case ObjectNode fields:
                return new ObjectShape([fields]);
        }

        if (!_evaluated.TryGetValue(node, out var shape))
        {
            _evaluating.Add(node);
            shape = node is SubstitutionNode substitution ? Substitute(substitution) : Concatenate((ConcatenationNode)node);
            _evaluating.Remove(node);
            _evaluated[node] = shape;
        }

        return shape;
    }

    private Shape? Substitute(SubstitutionNode node)
    {
        foreach (var root in node.Roots)
        {
            if (LookUp(root.Concat(node.Path)) is { } found)
            {
                return found is ScalarShape { Value: var value }
                    ? new ScalarShape(new HoconScalar(node.Origin, value.ScalarKind, value.Text, value.From ?? value.Origin))
                    : found;
            }
        }

        var name = string.Join('.', node.Path.Elements);
        if (environment(name) is { } text)
        {
            return new ScalarShape(
                new HoconScalar(node.Origin, HoconScalarKind.Text, text, new HoconOrigin($"environment variable {name}"))
            );
        }

        return node.IsRequired
            ? throw new HoconException(
                node.Origin,
                $"${{{node.Path}}} has no value: there is no such key{(IsBeingEvaluated(node) ? " but the one that refers to itself here" : "")}, and "
                    + $"no environment variable of that name. Set it, or write ${{?{node.Path}}} if it may be missing."
            )
            : null;
    }

    private bool IsBeingEvaluated(SubstitutionNode node)
    {
        var shape = (Shape?)_root;
        IReadOnlyList<Node> assigned = [];
        foreach (var key in node.Path.Elements)
        {
            assigned = shape is ObjectShape fields ? fields.Values(key) : [];
            shape = assigned.OfType<ObjectNode>().LastOrDefault() is { } child ? new ObjectShape([child]) : null;
        }

        return assigned.Any(_evaluating.Contains);
    }

    private Shape? LookUp(HoconPath path)
    {
        Shape? shape = _root;
        foreach (var key in path.Elements)
        {
            shape = shape is ObjectShape fields ? Evaluate(fields.Values(key)) : null;
        }

        return shape;
    }

    /// <summary>What was assigned from one place to another with <c>+=</c>, behind the array that is there before it.</summary>
    private ArrayShape Append(IReadOnlyList<Node> assigned, int from, int to)
    {
        var before = Evaluate(assigned, from);
        var array = before is null
            ? new ArrayShape(assigned[from].Origin, [])
            : AsArray(before)
                ?? throw new HoconException(
                    assigned[from].Origin,
                    $"+= adds to an array, and the value before is {KindOf(before)}. Make it an array."
                );
        var items = assigned.Skip(from).Take(to - from).Select(static node => (IReadOnlyList<Node>)[((AppendNode)node).Item]);
        return new ArrayShape(array.Origin, [.. array.Items, .. items]);
    }

    private Shape? Concatenate(ConcatenationNode node)
    {
        var pieces = node
            .Pieces.Where(static piece => piece is not WhitespaceNode)
            .Select(piece => (Node: piece, Shape: Evaluate([piece])))
            .Where(static piece => piece.Shape is not null)
            .ToList();
        if (pieces.Count == 0)
        {
            return null;
        }

        return pieces.Exists(static piece => piece.Shape is ArrayShape) ? ConcatenateArrays(node, pieces!)
            : pieces.Exists(static piece => piece.Shape is ObjectShape) ? ConcatenateObjects(pieces!)
            : ConcatenateTexts(node, pieces!);
    }

    private static ArrayShape ConcatenateArrays(ConcatenationNode node, List<(Node Node, Shape Shape)> pieces) =>
        new(
            node.Origin,
            [.. pieces.SelectMany(static piece => AsArray(piece.Shape)?.Items ?? throw Mixed(piece.Node, piece.Shape, "arrays"))]
        );

    private static ObjectShape ConcatenateObjects(List<(Node Node, Shape Shape)> pieces) =>
        pieces.Aggregate(
            new ObjectShape([]),
            static (below, piece) => below.Under(piece.Shape as ObjectShape ?? throw Mixed(piece.Node, piece.Shape, "objects"))
        );

    private static ScalarShape ConcatenateTexts(ConcatenationNode node, List<(Node Node, Shape Shape)> pieces)
    {
        var values = pieces.ToDictionary(static piece => piece.Node, static piece => ((ScalarShape)piece.Shape).Value);
        var text = string.Concat(
            node.Pieces.Select(piece => piece is WhitespaceNode space ? space.Text : values.GetValueOrDefault(piece)?.Text)
        );
        var from = values.Values.Select(static value => value.From).FirstOrDefault(static from => from is not null);
        return new ScalarShape(new HoconScalar(node.Origin, HoconScalarKind.Text, text, from));
    }

    private static ArrayShape? AsArray(Shape? shape) => shape as ArrayShape ?? (shape as ObjectShape)?.ToArray();

    private static HoconException Mixed(Node node, Shape shape, string others) =>
        new(
            node.Origin,
            $"{KindOf(shape)} stands beside {others}, and only values of one kind can be joined. Separate them by a comma or a new line."
        );

    private static string KindOf(Shape shape) =>
        shape switch
        {
            ScalarShape scalar => scalar.Value.Kind,
            ArrayShape => "an array",
            _ => "an object",
        };
}
