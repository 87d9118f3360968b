namespace ActorJobs.Errors;

/// <summary>One symbol of the catalogue.</summary>
/// <param name="Code">The symbol, such as <c>JOB_NOT_FOUND</c>.</param>
/// <param name="Name">The name of its constant in <see cref="ErrorCodes"/>.</param>
/// <param name="From">The part that finds the error.</param>
/// <param name="To">The parts that are told of it.</param>
/// <param name="Status">The status of an HTTP answer that carries it; null if none does.</param>
/// <param name="Cause">What it means, and why it comes about.</param>
/// <param name="NextStep">What to do about it.</param>
/// <param name="MayBeRepeated">Whether nothing took effect and the same request may succeed after a moment.</param>
public sealed record ErrorEntry(
    string Code,
    string Name,
    Part From,
    Part To,
    int? Status,
    string Cause,
    string NextStep,
    bool MayBeRepeated
);
