using System.Text.Json;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Text;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.Scheduler.Stores;
using NodaTime;

namespace ActorJobs.Server.Facade.Views;

/// <summary>A workflow instance. A list leaves out what follows from its journal: from <see cref="TimesOutAt"/> on.</summary>
/// <param name="Id">Its id, which is that of its run, too.</param>
/// <param name="Workflow">The name that the workflow had when the instance was made.</param>
/// <param name="Version">The version of the definition that it follows.</param>
/// <param name="State">Where it is.</param>
/// <param name="Wait">How it stands, in the words of the app's owner.</param>
/// <param name="Planned">The instant for which it was made.</param>
/// <param name="Due">When one that is not due begins.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Trigger">What made it.</param>
/// <param name="Stop">The wish to stop it.</param>
/// <param name="Params">Its params.</param>
/// <param name="Result">What its definition makes of the results of its nodes.</param>
/// <param name="Failure">Why it did not succeed.</param>
/// <param name="TimesOutAt">When it must have ended.</param>
/// <param name="Paused">Who paused it.</param>
/// <param name="Compensating">That what its nodes did is undone, or was.</param>
/// <param name="Signals">Those that no node has taken yet.</param>
/// <param name="Context">What nodes have appended for each other.</param>
/// <param name="Nodes">In the definition's order.</param>
internal sealed record InstanceView(
    RunId Id,
    string Workflow,
    long Version,
    RunState State,
    string? Wait,
    Instant Planned,
    Instant? Due,
    Instant? StartedAt,
    Instant? EndedAt,
    TriggerView Trigger,
    StopWish? Stop,
    JsonElement? Params,
    JsonElement? Result,
    FailureView? Failure,
    Instant? TimesOutAt,
    InstancePauseView? Paused,
    InstanceCompensationView? Compensating,
    IReadOnlyList<InstanceSignalView>? Signals,
    JsonElement? Context,
    IReadOnlyList<InstanceNodeView>? Nodes
)
{
    /// <summary>An instance in a list.</summary>
    public static InstanceView InList(RunRecord record)
    {
        var run = record.Run;
        return new InstanceView(
            run.Id,
            run.JobName,
            run.JobVersion,
            run.State,
            null,
            run.Planned,
            run.State == RunState.Scheduled ? run.Due : null,
            run.StartedAt,
            run.EndedAt,
            TriggerView.Of(run.Trigger),
            run.Stop,
            StoredJson.Read(record.Params),
            record.Result is { } result ? StoredJson.Read(result) : null,
            record.Failure is { } failure ? new FailureView(failure.Type, failure.Message, null, null) : null,
            null,
            null,
            null,
            null,
            null,
            null
        );
    }

    /// <summary>An instance by itself.</summary>
    /// <param name="record">Its run.</param>
    /// <param name="instance">As it follows from its journal.</param>
    /// <param name="wait">How it stands, in words; null if it has ended.</param>
    public static InstanceView Alone(RunRecord record, WorkflowInstance instance, string? wait) =>
        InList(record) with
        {
            Version = instance.Version,
            Wait = wait,
            TimesOutAt = instance.State.IsEnd() || instance.Compensating is not null ? null : instance.TimesOutAt,
            Paused = instance.Paused is { } paused
                ? new InstancePauseView(paused.By, paused.At, paused.Note.Length == 0 ? null : paused.Note)
                : null,
            Compensating = instance.Compensating is { } compensating
                ? new InstanceCompensationView(compensating.End, compensating.At, compensating.By)
                : null,
            Signals = [.. instance.Signals.Select(InstanceSignalView.Of)],
            Context = ContextOf(instance),
            Nodes = [.. instance.Graph.Nodes.Select(node => InstanceNodeView.Of(node, instance))],
        };

    private static JsonElement ContextOf(WorkflowInstance instance) =>
        StoredJson.Read(
            JsonText.Write(writer =>
            {
                writer.WriteStartObject();
                foreach (var (key, value) in instance.Context)
                {
                    writer.WritePropertyName(key);
                    writer.WriteRawValue(value);
                }

                writer.WriteEndObject();
            })
        );
}

/// <summary>That an instance is paused.</summary>
/// <param name="By">Who paused it.</param>
/// <param name="Since">Since when.</param>
/// <param name="Note">Why, in his words.</param>
internal sealed record InstancePauseView(string By, Instant Since, string? Note);

/// <summary>That what the nodes of an instance did is undone, or was.</summary>
/// <param name="End">How the instance ends then.</param>
/// <param name="Since">Since when.</param>
/// <param name="By">Who wanted it; null: its definition.</param>
internal sealed record InstanceCompensationView(RunState End, Instant Since, string? By);

/// <summary>A signal that no node has taken yet.</summary>
/// <param name="Name">Its name.</param>
/// <param name="By">Who sent it.</param>
/// <param name="At">When.</param>
/// <param name="Payload">What came with it.</param>
internal sealed record InstanceSignalView(string Name, string By, Instant At, JsonElement? Payload)
{
    /// <summary>The view of a signal.</summary>
    public static InstanceSignalView Of(SignalReceived signal) =>
        new(signal.Name, signal.By, signal.At, signal.Payload is { } payload ? StoredJson.Read(payload) : null);
}
