using System.Text.Json.Nodes;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Instances;

namespace ActorJobs.Chaos.Kills;

/// <summary>What must hold of workflow instances whose servers were killed, from their journals, their runs, and what processors did.</summary>
/// <param name="flows">The instances that were started.</param>
/// <param name="journals">All journals of the store, those of nested instances, too.</param>
/// <param name="runs">All runs of the store.</param>
/// <param name="effects">All effects.</param>
/// <param name="workerKills">When workers were killed, in milliseconds since 1970: what they had is run again.</param>
internal sealed class FlowChecker(
    IReadOnlyCollection<ExpectedFlow> flows,
    IReadOnlyList<StoredJournal> journals,
    IReadOnlyList<StoredRun> runs,
    IReadOnlyList<Effect> effects,
    IReadOnlyList<long> workerKills
)
{
    private readonly Dictionary<Guid, StoredJournal> _journals = journals.ToDictionary(static journal => journal.Id);
    private readonly Dictionary<Guid, StoredRun> _runs = runs.ToDictionary(static run => run.Id);
    private readonly ILookup<Guid, Effect> _effects = effects.ToLookup(static effect => effect.Run);

    /// <summary>How many passes of nodes have begun.</summary>
    public int Passes => journals.Sum(static journal => journal.Events.Count(static happened => Beginning(happened) is not null));

    /// <summary>What does not hold; empty if all does.</summary>
    public IReadOnlyList<string> Violations() =>
        [
            .. flows.SelectMany(Wrong),
            .. journals.SelectMany(Repeated),
            .. journals.SelectMany(Unmatched),
            .. Unknown(),
            .. runs.Where(run => !_journals.ContainsKey(run.Id)).SelectMany(Doubled),
            .. flows.SelectMany(Disordered),
        ];

    /// <summary>Each instance ends with its state and result, and each of its nodes in its state after its passes.</summary>
    private IEnumerable<string> Wrong(ExpectedFlow flow)
    {
        if (!_journals.TryGetValue(flow.Id, out var journal))
        {
            return [$"instance {flow.Id} of {flow.App} has no journal"];
        }

        var instance = journal.Fold();
        var result = instance.Result is null ? null : JsonNode.Parse(instance.Result);
        List<string> wrong = [];
        if ($"{instance.State}" != flow.State || _runs[flow.Id].State != flow.State)
        {
            wrong.Add($"is {instance.State}, and its run {_runs[flow.Id].State}; expected {flow.State}. {instance.Failure}");
        }

        if (!JsonNode.DeepEquals(result, flow.Result))
        {
            wrong.Add($"gave {instance.Result ?? "nothing"}; expected {flow.Result?.ToJsonString() ?? "nothing"}");
        }

        wrong.AddRange(
            from key in flow.Nodes.Keys.Union(instance.Nodes.Keys, StringComparer.Ordinal)
            let status = instance.StatusOf(key)
            let found = new NodeEnd(status.State, status.Pass)
            let expected = flow.Nodes.GetValueOrDefault(key)
            where found != expected
            select $"has node {key} {found.State} in pass {found.Pass}; expected {expected?.State} in pass {expected?.Pass}. {status.Failure}"
        );
        return wrong.Select(what => $"instance {flow.Id} of {flow.App} {what}");
    }

    /// <summary>Each pass of a node begins once and ends once, and the instance ends once.</summary>
    private static IEnumerable<string> Repeated(StoredJournal journal)
    {
        var began = new HashSet<(string, int)>();
        var ended = new HashSet<(string, int)>();
        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var happened in journal.Events)
        {
            if (Beginning(happened) is var (node, pass))
            {
                last[node] = pass;
                if (!began.Add((node, pass)))
                {
                    yield return $"instance {journal.Id} of {journal.App}: pass {pass} of node {node} began twice";
                }
            }

            if (EndOf(happened) is { } key && (key, last.GetValueOrDefault(key)) is var end && !ended.Add(end))
            {
                yield return $"instance {journal.Id} of {journal.App}: pass {end.Item2} of node {key} ended twice";
            }
        }

        if (journal.Events.Count(static happened => happened is InstanceEnded) is var ends and not 1)
        {
            yield return $"instance {journal.Id} of {journal.App} ended {ends} times";
        }
    }

    /// <summary>The run of each pass is in the store, is that of the pass, and has ended.</summary>
    private IEnumerable<string> Unmatched(StoredJournal journal) =>
        from started in journal.Events.OfType<NodeStarted>()
        let pass = new NodePass(new RunId(journal.Id), started.Node, started.Pass)
        let run = _runs.GetValueOrDefault(started.Run.Value)
        where run is not { HasEnded: true } || run.TriggerName != $"{pass}"
        select run is null ? $"pass {pass} of {journal.App} has no run {started.Run}"
        : run.HasEnded ? $"run {run.Id} of {run.App} is that of {run.TriggerName}; expected {pass}"
        : $"run {run.Id} of {run.App}, of pass {pass}, is still {run.State}";

    /// <summary>No run is that of a pass that never began, no pass has two, and no effect lacks its run.</summary>
    private IEnumerable<string> Unknown()
    {
        var begun = journals
            .SelectMany(static journal => journal.Events.OfType<NodeStarted>())
            .Select(static started => started.Run.Value)
            .ToHashSet();
        var expected = flows.Select(static flow => flow.Id).ToHashSet();
        return runs.Where(run => !begun.Contains(run.Id) && !expected.Contains(run.Id))
            .Select(static run => $"run {run.Id} of {run.App} ({run.TriggerName}) belongs to no pass")
            .Concat(
                runs.Where(static run => run.TriggerName.Contains('/', StringComparison.Ordinal))
                    .GroupBy(static run => run.TriggerName)
                    .Where(static ofPass => ofPass.Count() > 1)
                    .Select(static ofPass => $"pass {ofPass.Key} has {ofPass.Count()} runs")
            )
            .Concat(
                _effects
                    .Where(lines => !_runs.ContainsKey(lines.Key))
                    .Select(static lines => $"run {lines.Key} had an effect, and is not in the store")
            );
    }

    /// <summary>The attempt that counts had its effect. There is an earlier one only if a worker was killed after it.</summary>
    private IEnumerable<string> Doubled(StoredRun run)
    {
        var lines = _effects[run.Id].OrderBy(static line => line.Ended).ToList();
        var name = $"run {run.Id} of {run.App} ({run.TriggerName})";
        if (run.State is "Succeeded" or "Failed" && (lines.Count == 0 || lines[^1].Token != run.Token))
        {
            yield return $"{name} is {run.State} by attempt {run.Attempt} (token {run.Token}), which had no effect, or not the last";
        }

        foreach (var (before, after) in lines.Zip(lines.Skip(1)))
        {
            if (before.Token == after.Token)
            {
                yield return $"{name} had two effects in attempt {after.Attempt} (token {after.Token})";
            }
            else if (!workerKills.Any(kill => before.Ended <= kill && kill <= after.Started))
            {
                yield return $"{name} had effects in the attempts {before.Attempt} and {after.Attempt}, and no worker was killed between them";
            }
        }
    }

    /// <summary>Compensations run one after the other, in the reverse order of the ends of what they undo.</summary>
    private IEnumerable<string> Disordered(ExpectedFlow flow)
    {
        var events = _journals.TryGetValue(flow.Id, out var journal) ? journal.Events : [];
        var undone = events.OfType<NodeEnded>().Select(static ended => ended.Node).Where(flow.Compensations.Values.Contains);
        var compensationOf = flow.Compensations.ToDictionary(static pair => pair.Value, static pair => pair.Key);
        var expected = undone
            .Reverse()
            .Select(node => compensationOf[node])
            .SelectMany(static key => new[] { $"{key} begins", $"{key} ends" });
        var found = events
            .Select(happened =>
                happened switch
                {
                    NodeStarted started when flow.Compensations.ContainsKey(started.Node) => $"{started.Node} begins",
                    NodeEnded ended when flow.Compensations.ContainsKey(ended.Node) => $"{ended.Node} ends",
                    _ => null,
                }
            )
            .OfType<string>()
            .ToList();
        if (!found.SequenceEqual(expected))
        {
            yield return $"instance {flow.Id} of {flow.App} was compensated so: {string.Join(", ", found)}; expected {string.Join(", ", expected)}";
        }
    }

    private static (string Node, int Pass)? Beginning(WorkflowEvent happened) =>
        happened switch
        {
            NodeStarted started => (started.Node, started.Pass),
            NodeAwaits awaits => (awaits.Node, awaits.Pass),
            NodeFannedOut fannedOut => (fannedOut.Node, fannedOut.Pass),
            _ => null,
        };

    private static string? EndOf(WorkflowEvent happened) =>
        happened switch
        {
            NodeWaits waits => waits.Node,
            NodeEnded ended => ended.Node,
            NodeDecided decided => decided.Node,
            NodeSkipped skipped => skipped.Node,
            ApprovalGiven given => given.Node,
            NodeSignalled signalled => signalled.Node,
            _ => null,
        };
}
