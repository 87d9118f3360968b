namespace ActorJobs.Hocon;

/// <summary>A string, a number, a boolean or null.</summary>
public sealed class HoconScalar : HoconValue
{
    /// <summary>Makes one.</summary>
    /// <param name="origin">Where it was assigned.</param>
    /// <param name="scalarKind">Its type.</param>
    /// <param name="text">Its text, as it was written: a number keeps its form.</param>
    /// <param name="from">Where the text itself stands if it came through a substitution.</param>
    public HoconScalar(HoconOrigin origin, HoconScalarKind scalarKind, string text, HoconOrigin? from = null)
        : base(origin)
    {
        ScalarKind = scalarKind;
        Text = text;
        From = from;
    }

    /// <summary>Its type.</summary>
    public HoconScalarKind ScalarKind { get; }

    /// <summary>Its text, as it was written: a number keeps its form.</summary>
    public string Text { get; }

    /// <summary>Where the text itself stands if it came through a substitution; otherwise null.</summary>
    public HoconOrigin? From { get; }

    /// <inheritdoc/>
    public override string Kind =>
        ScalarKind switch
        {
            HoconScalarKind.Text => "a string",
            HoconScalarKind.Number => "a number",
            HoconScalarKind.Boolean => "a boolean",
            _ => "null",
        };

    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
