namespace ActorJobs.Errors;

/// <summary>What the catalogue says of a symbol; stands beside its constant in <see cref="ErrorCodes"/>. Texts are whole sentences in Markdown.</summary>
/// <param name="from">The part that finds the error.</param>
/// <param name="to">The parts that are told of it.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class ErrorSymbolAttribute(Part from, Part to) : Attribute
{
    /// <summary>The part that finds the error.</summary>
    public Part From { get; } = from;

    /// <summary>The parts that are told of it.</summary>
    public Part To { get; } = to;

    /// <summary>The status of an HTTP answer that carries the symbol; 0 if none does.</summary>
    public int Status { get; set; }

    /// <summary>What it means, and why it comes about.</summary>
    public required string Cause { get; set; }

    /// <summary>What to do about it.</summary>
    public required string NextStep { get; set; }

    /// <summary>Whether nothing took effect and the same request may succeed after a moment.</summary>
    public bool MayBeRepeated { get; set; }
}
