namespace ActorJobs.Worker.Logs;

/// <summary>A place between two lines of the spool.</summary>
/// <param name="Segment">The number of a segment.</param>
/// <param name="Offset">A byte in it.</param>
internal readonly record struct SpoolPosition(long Segment, long Offset);
