namespace ActorJobs.Core.Workflows.Expressions;

/// <summary>The values that a function was given, by their types.</summary>
internal readonly record struct CallArguments(CallTerm Call, IReadOnlyList<ExpressionValue> Values)
{
    /// <summary>How many there are.</summary>
    public int Count => Values.Count;

    /// <summary>One of any type.</summary>
    public ExpressionValue this[int index] => Values[index];

    /// <summary>A text.</summary>
    public string Text(int index) => Of(index, ExpressionKind.Text, "a text").Text;

    /// <summary>A number.</summary>
    public decimal Number(int index) => ExactNumber.Of(PositionOf(index), Of(index, ExpressionKind.Number, "a number"));

    /// <summary>A list.</summary>
    public ExpressionValue List(int index) => Of(index, ExpressionKind.List, "a list");

    /// <summary>An object.</summary>
    public ExpressionValue Object(int index) => Of(index, ExpressionKind.Object, "an object");

    /// <summary>A text to look for in another, which has at least one character, and not too many.</summary>
    public string Sought(int index)
    {
        var text = Text(index);
        return text.Length is > 0 and <= ExpressionLimits.LongestSought
            ? text
            : throw Wrong(index, $"has {text.Length} characters; expected 1 to {ExpressionLimits.LongestSought}");
    }

    /// <summary>The numbers that a function takes one by one, or as one list.</summary>
    public IReadOnlyList<decimal> Numbers()
    {
        var call = this;
        return Count == 1 && this[0].Kind == ExpressionKind.List
            ? [.. this[0].Items.Select((item, index) => call.ItemNumber(index, item))]
            : [.. Enumerable.Range(0, Count).Select(call.Number)];
    }

    /// <summary>The error for a value of a type that the function cannot take.</summary>
    public ExpressionException Mismatch(int index, string expected)
    {
        var hint =
            this[index].IsNull && Call.Arguments[index] is PathTerm path
                ? $" coalesce({path.Written}, …) gives another value for null."
                : "";
        return Wrong(index, $"is {this[index].KindWords}; expected {expected}", hint);
    }

    /// <summary>The error for a value that the function cannot take.</summary>
    public ExpressionException Wrong(int index, string problem, string hint = "")
    {
        var words = Call.Arguments[index].Words;
        return new(PositionOf(index), $"{Call.Name}(…) cannot take {words}, which {problem}.{hint}");
    }

    /// <summary>The error for what the call would give.</summary>
    public ExpressionException Refuse(string problem) => new(Call.Position, $"{Call.Name}(…) {problem}.");

    private decimal ItemNumber(int index, ExpressionValue item) =>
        item.Kind == ExpressionKind.Number
            ? ExactNumber.Of(PositionOf(0), item)
            : throw Wrong(0, $"holds {item.KindWords} at index {index}; expected numbers");

    private ExpressionValue Of(int index, ExpressionKind kind, string expected) =>
        this[index].Kind == kind ? this[index] : throw Mismatch(index, expected);

    private int PositionOf(int index) => Call.Arguments[index].Position;
}
