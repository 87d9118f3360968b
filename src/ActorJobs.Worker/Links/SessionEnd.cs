namespace ActorJobs.Worker.Links;

/// <summary>How a session, or the attempt to get one, ended.</summary>
/// <param name="Reason">For a human.</param>
/// <param name="Adopted">Whether an owner had adopted the worker in it.</param>
/// <param name="Final">Whether trying again without a change is of no use.</param>
internal sealed record SessionEnd(string Reason, bool Adopted, bool Final);
