using ActorJobs.Errors;
using NodaTime;

namespace ActorJobs.Server.Facade.Submission;

/// <summary>What became of a run that was asked for.</summary>
internal abstract record SubmissionResult
{
    private SubmissionResult() { }

    /// <summary>The run is new.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="State">Its state after the commit.</param>
    /// <param name="Planned">When it shall start.</param>
    /// <param name="Wait">Why it waits, in words; empty if it does not, or was not asked for alone.</param>
    public sealed record Made(string Id, string State, Instant Planned, string Wait) : SubmissionResult;

    /// <summary>An earlier request with the same key has made the run.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="State">Its state now.</param>
    /// <param name="Planned">When it was to start.</param>
    public sealed record Repeated(string Id, string State, Instant Planned) : SubmissionResult;

    /// <summary>There is no run.</summary>
    public sealed record Refused(RefusalException Why) : SubmissionResult;
}
