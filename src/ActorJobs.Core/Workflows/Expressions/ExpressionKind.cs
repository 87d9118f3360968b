namespace ActorJobs.Core.Workflows.Expressions;

/// <summary>The types of values.</summary>
public enum ExpressionKind
{
    /// <summary>No value.</summary>
    Null,

    /// <summary>True or false.</summary>
    Truth,

    /// <summary>A decimal number.</summary>
    Number,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A list of values.</summary>
    List,

    /// <summary>Values by name.</summary>
    Object,
}
