namespace ActorJobs.Hocon;

/// <summary>What JSON calls the type of a scalar.</summary>
public enum HoconScalarKind
{
    /// <summary>A string, quoted or not, or several values beside each other.</summary>
    Text,

    /// <summary>A number, as it was written.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary><c>null</c>.</summary>
    Null,
}
