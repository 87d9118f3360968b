using System.Text.Json;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Scheduler.Stores;
using NodaTime;

namespace ActorJobs.Server.Facade.Views;

/// <summary>A run, as the store has it. A list leaves out what can be long and is not needed there: the stack and the causes of its failure.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Job">The job's name when the run was made.</param>
/// <param name="JobVersion">The definition that it follows.</param>
/// <param name="State">Where it is.</param>
/// <param name="WaitReason">Why it waits, as the store has it.</param>
/// <param name="Wait">Why it waits, in the words of the app's owner.</param>
/// <param name="Planned">The instant for which it was made.</param>
/// <param name="Due">When a Scheduled run becomes due.</param>
/// <param name="QueuedAt">Since when it is due.</param>
/// <param name="DispatchedAt">When its attempt was given to a worker.</param>
/// <param name="StartedAt">When the worker was known to have it.</param>
/// <param name="EndedAt">When it reached its end.</param>
/// <param name="CreatedAt">When its row was made.</param>
/// <param name="Trigger">What made it.</param>
/// <param name="Processor">What it runs.</param>
/// <param name="Delivery">What becomes of it if its worker is lost.</param>
/// <param name="Worker">Who holds, or held, its attempt.</param>
/// <param name="Attempt">The attempt under way, or the last.</param>
/// <param name="Failures">How many attempts have failed.</param>
/// <param name="Priority">Its own priority; null: that of its job.</param>
/// <param name="Key">What it is about, for limits per key and sticky workers.</param>
/// <param name="Token">The fencing token of that attempt.</param>
/// <param name="Stop">The wish to stop it.</param>
/// <param name="Omitted">For Skipped and Missed: the fires that the record stands for.</param>
/// <param name="Params">What the processor is given.</param>
/// <param name="Result">What the processor gave back.</param>
/// <param name="Failure">Why it failed.</param>
internal sealed record RunDetails(
    RunId Id,
    string Job,
    long JobVersion,
    RunState State,
    WaitReason? WaitReason,
    string? Wait,
    Instant Planned,
    Instant? Due,
    Instant? QueuedAt,
    Instant? DispatchedAt,
    Instant? StartedAt,
    Instant? EndedAt,
    Instant CreatedAt,
    TriggerView Trigger,
    ProcessorReference Processor,
    Delivery Delivery,
    WorkerRef? Worker,
    int? Attempt,
    int? Failures,
    int? Priority,
    string? Key,
    long? Token,
    StopWish? Stop,
    OmittedView? Omitted,
    JsonElement? Params,
    JsonElement? Result,
    FailureView? Failure
)
{
    /// <summary>A run in a list.</summary>
    public static RunDetails InList(RunRecord record)
    {
        var run = record.Run;
        return new RunDetails(
            run.Id,
            run.JobName,
            run.JobVersion,
            run.State,
            run.Waits == Core.Runs.WaitReason.None ? null : run.Waits,
            null,
            run.Planned,
            run.State == RunState.Scheduled ? run.Due : null,
            run.QueuedAt,
            run.DispatchedAt,
            run.StartedAt,
            run.EndedAt,
            record.CreatedAt,
            TriggerView.Of(run.Trigger),
            run.Processor,
            run.Delivery,
            run.Worker,
            run.Attempt == 0 ? null : run.Attempt,
            run.Failures == 0 ? null : run.Failures,
            run.Priority,
            run.LimitKey,
            run.Token == 0 ? null : run.Token,
            run.Stop,
            run.Omitted is { } omitted ? new OmittedView(run.Planned, omitted.To, omitted.Count, omitted.Reason, omitted.Blocker) : null,
            StoredJson.Read(record.Params),
            record.Result is { } result ? StoredJson.Read(result) : null,
            record.Failure is { } failure ? new FailureView(failure.Type, failure.Message, null, null) : null
        );
    }

    /// <summary>A run by itself.</summary>
    /// <param name="record">As stored.</param>
    /// <param name="wait">Why it waits, in words; null if it does not.</param>
    public static RunDetails Alone(RunRecord record, string? wait) =>
        InList(record) with
        {
            Wait = wait,
            Failure = record.Failure is { } failure ? FailureView.Of(failure) : null,
        };
}

/// <summary>Fires in a row that got no run, for one reason.</summary>
internal sealed record OmittedView(Instant From, Instant To, long Count, string Reason, RunId? Blocker);

/// <summary>Why a run failed, with the causes of that.</summary>
internal sealed record FailureView(string Type, string Message, string? Stack, IReadOnlyList<FailureView>? Causes)
{
    /// <summary>A failure with everything that is known of it.</summary>
    public static FailureView Of(Failure failure) => new(failure.Type, failure.Message, failure.Stack, [.. failure.Causes.Select(Of)]);
}
