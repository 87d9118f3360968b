using System.Text.Json;
using ActorJobs.Core.Apps;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.TestKit.Stores;

namespace ActorJobs.TestKit.Runs;

/// <summary>A run as the store holds it at one moment.</summary>
public sealed record KitRun
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The job's name.</summary>
    public required string Job { get; init; }

    /// <summary>The version of the job's definition that it follows: 1, 2, …</summary>
    public required long JobVersion { get; init; }

    /// <summary>What made it: a schedule, a request, or a node of a workflow instance.</summary>
    public required TriggerKind TriggerKind { get; init; }

    /// <summary>The schedule's name, who asked, or instance, node and pass with slashes between them.</summary>
    public required string TriggerName { get; init; }

    /// <summary>If it is that of a workflow's node: the id of the instance; else empty.</summary>
    public string Instance { get; init; } = "";

    /// <summary>If it is that of a workflow's node: the node's key; else empty.</summary>
    public string Node { get; init; } = "";

    /// <summary>If it is that of a workflow's node: which pass of the node, 1, 2, …; else 0.</summary>
    public int Pass { get; init; }

    /// <summary>Where it is.</summary>
    public required RunState State { get; init; }

    /// <summary>The instant for which it was made.</summary>
    public required DateTimeOffset Planned { get; init; }

    /// <summary>When its last attempt was known to be at work; null before.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When it reached its end; null before.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Why a queued run waits.</summary>
    public WaitReason Waits { get; init; }

    /// <summary>The attempt under way, or the last: 1, 2, …; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>Which worker holds, or held, that attempt; empty before the first.</summary>
    public string Worker { get; init; } = "";

    /// <summary>Its params, JSON.</summary>
    public string Params { get; init; } = "";

    /// <summary>Its result, JSON; empty if there is none.</summary>
    public string Result { get; init; } = "";

    /// <summary>Why it failed; null if it did not.</summary>
    public Failure? Failure { get; init; }

    /// <summary>Why a worker is, or was, asked to stop it; empty if none is.</summary>
    public string StopReason { get; init; } = "";

    /// <summary>For skipped and missed fires: which ones this record stands for, and why; null for others.</summary>
    public OmittedFires? Omitted { get; init; }

    /// <summary>How earlier attempts ended, as far as the run did not end with them.</summary>
    public IReadOnlyList<AttemptEnded> EarlierAttempts { get; init; } = [];

    /// <summary>Reports that came too late and changed nothing.</summary>
    public IReadOnlyList<StaleReported> StaleReports { get; init; } = [];

    /// <summary>Reads the result, in the style of the web.</summary>
    /// <typeparam name="T">The type to read.</typeparam>
    /// <exception cref="ExpectationException">There is none, or it does not have the form of the type.</exception>
    public T GetResult<T>()
    {
        if (Result.Length == 0)
        {
            throw new ExpectationException($"Expected a result of {typeof(T).Name}; found none: {this}");
        }

        try
        {
            return JsonSerializer.Deserialize<T>(Result, JsonSerializerOptions.Web)!;
        }
        catch (JsonException exception)
        {
            throw new ExpectationException($"Expected a result of {typeof(T).Name}; found {Result}: {exception.Message}", exception);
        }
    }

    /// <summary>Expects a state.</summary>
    /// <param name="state">The state.</param>
    /// <returns>The run.</returns>
    /// <exception cref="ExpectationException">It is in another one.</exception>
    public KitRun ShouldBe(RunState state) =>
        State == state ? this : throw new ExpectationException($"Expected the run to be {state}; found it {State}:\n{RunText.Of(this)}");

    /// <summary>One line, as lists of runs show it.</summary>
    public override string ToString() => RunText.Of(this);

    internal static KitRun Of(MemoryRun stored, ILookup<RunId, AttemptEnded> attempts, ILookup<RunId, StaleReported> staleReports)
    {
        var run = stored.Run;
        var pass = NodePass.Of(run.Trigger);
        return new KitRun
        {
            Id = run.Id.ToString(),
            Job = run.JobName,
            JobVersion = run.JobVersion,
            TriggerKind = run.Trigger.Kind,
            TriggerName = run.Trigger.Name,
            Instance = pass?.Instance.ToString() ?? "",
            Node = pass?.Node ?? "",
            Pass = pass?.Pass ?? 0,
            State = run.State,
            Planned = run.Planned.ToDateTimeOffset(),
            Started = run.StartedAt?.ToDateTimeOffset(),
            Ended = run.EndedAt?.ToDateTimeOffset(),
            Waits = run.Waits,
            Attempt = run.Attempt,
            Worker = run.Worker?.Id ?? "",
            Params = stored.Params,
            Result = stored.Result ?? "",
            Failure = stored.Failure,
            StopReason = run.Stop?.Reason ?? "",
            Omitted = run.Omitted,
            EarlierAttempts = [.. attempts[run.Id]],
            StaleReports = [.. staleReports[run.Id]],
        };
    }
}
