using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using NodaTime;

namespace ActorJobs.Core.Workers;

/// <summary>A message of the app group to a worker; it leaves after the commit that holds its cause.</summary>
/// <param name="Session">Over which session.</param>
public abstract record WorkerOrder(SessionAddress Session);

/// <summary>Asks what the worker holds, and tells the epoch of its owner.</summary>
public sealed record AdoptOrder(SessionAddress Session) : WorkerOrder(Session);

/// <summary>Gives an attempt to the worker. The params come from the commit.</summary>
/// <param name="Session">Over which session.</param>
/// <param name="Run">With the attempt.</param>
/// <param name="Policy">How it is treated.</param>
public sealed record DispatchOrder(SessionAddress Session, Run Run, RunPolicy Policy) : WorkerOrder(Session);

/// <summary>Ends an attempt.</summary>
/// <param name="Session">Over which session.</param>
/// <param name="Attempt">Which.</param>
/// <param name="Cause">In words.</param>
/// <param name="Kill">How long it may take before it is ended by force; null: as long as its worker has set.</param>
public sealed record StopOrder(SessionAddress Session, AttemptRef Attempt, string Cause, Duration? Kill) : WorkerOrder(Session);

/// <summary>The result of an attempt is recorded; the worker may forget it.</summary>
public sealed record ResultAcceptedOrder(SessionAddress Session, AttemptRef Attempt, bool Stale) : WorkerOrder(Session);

/// <summary>Answers a heartbeat.</summary>
public sealed record HeartbeatAnswerOrder(SessionAddress Session, long Number) : WorkerOrder(Session);

/// <summary>The session must introduce its worker again.</summary>
public sealed record IntroduceOrder(SessionAddress Session) : WorkerOrder(Session);

/// <summary>Ends the session.</summary>
/// <param name="Session">Which.</param>
/// <param name="Code">A symbol of the error catalogue.</param>
/// <param name="Reason">In words.</param>
public sealed record RefuseOrder(SessionAddress Session, string Code, string Reason) : WorkerOrder(Session);

/// <summary>One attempt of one run, as workers name it.</summary>
/// <param name="Run">Of which run.</param>
/// <param name="Attempt">1, 2, …</param>
/// <param name="Token">The fencing token; rises with every dispatch of the app.</param>
public readonly record struct AttemptRef(RunId Run, int Attempt, long Token);

/// <summary>An attempt that a worker says it holds.</summary>
/// <param name="Attempt">Which.</param>
/// <param name="Ended">Whether it has ended, and its result is on the way.</param>
public readonly record struct HeldAttempt(AttemptRef Attempt, bool Ended);
