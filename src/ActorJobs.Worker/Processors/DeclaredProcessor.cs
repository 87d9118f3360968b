namespace ActorJobs.Worker.Processors;

/// <summary>A processor of the worker.</summary>
/// <param name="Call">Runs it.</param>
/// <param name="HardEnd">What becomes of an attempt of it that does not end.</param>
internal sealed record DeclaredProcessor(ProcessorCall Call, HardEnd HardEnd);
