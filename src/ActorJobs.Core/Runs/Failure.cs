namespace ActorJobs.Core.Runs;

/// <summary>Why an attempt failed, as its worker told.</summary>
/// <param name="Type">The full name of the exception's type, or a word of the processor's own.</param>
/// <param name="Message">The exception's message.</param>
/// <param name="Stack">The stack trace; may be empty.</param>
/// <param name="Causes">The inner exceptions.</param>
public sealed record Failure(string Type, string Message, string Stack, IReadOnlyList<Failure> Causes);
