namespace ActorJobs.Hocon;

/// <summary>Where a value was written.</summary>
/// <param name="Source">A file's path as it was given, or words such as <c>environment variable HOME</c>.</param>
/// <param name="Line">Counted from 1; 0 if the source has no lines.</param>
/// <param name="Column">Counted from 1 in UTF-16 units; 0 if the source has no lines.</param>
public sealed record HoconOrigin(string Source, int Line = 0, int Column = 0)
{
    /// <summary>In the form that editors jump to: <c>node.conf:3:8</c>.</summary>
    public override string ToString() => Line == 0 ? Source : $"{Source}:{Line}:{Column}";
}
