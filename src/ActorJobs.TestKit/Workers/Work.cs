using ActorJobs.Errors;
using ActorJobs.Protocol;

namespace ActorJobs.TestKit.Workers;

/// <summary>What a <see cref="FakeWorker"/> does with an attempt that it is given.</summary>
public sealed record Work
{
    private Work(WorkKind kind, TimeSpan after)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(after, TimeSpan.Zero);
        (Kind, After) = (kind, after);
    }

    internal WorkKind Kind { get; }

    internal TimeSpan After { get; }

    internal string ResultJson { get; private init; } = "";

    internal string AppendJson { get; private init; } = "";

    internal Failure? Failure { get; private init; }

    /// <summary>Succeeds.</summary>
    /// <param name="after">After how long; at once if left out.</param>
    /// <param name="result">The result as JSON text; none if left out.</param>
    /// <param name="append">In a run of a workflow's node, what it adds to the context: the JSON text of an object; nothing if left out.</param>
    public static Work Succeeds(TimeSpan after = default, string result = "", string append = "") =>
        new(WorkKind.Ends, after) { ResultJson = result, AppendJson = append };

    /// <summary>Fails.</summary>
    /// <param name="message">Why, in words.</param>
    /// <param name="type">A word for this kind of failure.</param>
    /// <param name="after">After how long; at once if left out.</param>
    public static Work Fails(
        string message = "The fake worker was told to fail.",
        string type = ErrorCodes.Failed,
        TimeSpan after = default
    ) =>
        new(WorkKind.Ends, after)
        {
            Failure = new Failure { Type = type, Message = message },
        };

    /// <summary>Goes on until it is stopped; then it ends as cancelled at once.</summary>
    public static Work Hangs() => new(WorkKind.Hangs, TimeSpan.Zero);

    /// <summary>Goes on, and does not mind being stopped.</summary>
    public static Work HangsDespiteStops() => new(WorkKind.HangsDespiteStops, TimeSpan.Zero);

    /// <summary>Takes its whole worker with it, as kill -9 does: nothing is heard of either again, until <see cref="FakeWorker.ReturnAsync"/>.</summary>
    /// <param name="after">After how long; at once if left out.</param>
    public static Work Vanishes(TimeSpan after = default) => new(WorkKind.Vanishes, after);

    /// <summary>Succeeds while its whole worker is silent, as a process that is paused: the result comes when the worker is back.</summary>
    /// <param name="after">For how long the worker is silent.</param>
    /// <param name="result">The result as JSON text; none if left out.</param>
    public static Work ReportsLate(TimeSpan after, string result = "") => new(WorkKind.ReportsLate, after) { ResultJson = result };
}

/// <summary>The kinds of <see cref="Work"/>.</summary>
internal enum WorkKind
{
    Ends,
    Hangs,
    HangsDespiteStops,
    Vanishes,
    ReportsLate,
}
