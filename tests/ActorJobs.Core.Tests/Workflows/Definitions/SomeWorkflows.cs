using System.Text.Json;
using ActorJobs.Core.Access;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Definitions;
using ActorJobs.Core.Workflows.Expressions;
using NodaTime;

namespace ActorJobs.Core.Tests.Workflows.Definitions;

/// <summary>Short ways to definitions of workflows, and random ones.</summary>
internal static class SomeWorkflows
{
    private const int MostNodes = 30;
    private static readonly string[] Labels = ["large", "small", "no.3"];
    private static readonly RunState[] Ends = [RunState.Failed, RunState.TimedOut, RunState.Cancelled];

    public static JobDefinitionReading Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JobDefinitionReader.ReadWorkflow(document.RootElement.Clone());
    }

    /// <summary>Reads a workflow with the given nodes and edges.</summary>
    public static JobDefinitionReading ReadGraph(string nodes, string edges = "", string fields = "") =>
        Read($$"""{ "name": "flow", "nodes": [{{nodes}}], "edges": [{{edges}}]{{(fields.Length > 0 ? ", " + fields : "")}} }""");

    /// <summary>Reads a workflow whose nodes run jobs, with edges such as <c>a>b b>c</c>.</summary>
    public static JobDefinitionReading ReadChain(string keys, string edges) =>
        ReadGraph(
            string.Join(", ", keys.Split(' ').Select(key => Job(key))),
            string.Join(", ", edges.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Edge))
        );

    /// <summary>A node that runs a job, as JSON.</summary>
    public static string Job(string key, string fields = "") =>
        $$"""{ "key": "{{key}}", "job": "hello"{{(fields.Length > 0 ? ", " + fields : "")}} }""";

    /// <summary>An edge as JSON, from <c>a>b</c>.</summary>
    public static string Edge(string ends) => $$"""{ "from": "{{ends.Split('>')[0]}}", "to": "{{ends.Split('>')[1]}}" }""";

    /// <summary>The definition of a workflow with a graph.</summary>
    public static JobDefinition Of(WorkflowGraph graph) =>
        new(
            "flow",
            "",
            new Dictionary<string, string>(),
            true,
            ProcessorReference.Workflow,
            [],
            MisfirePolicy.Default,
            OverlapPolicy.Default,
            Delivery.AtLeastOnce
        )
        {
            Graph = graph,
        };

    /// <summary>
    /// A valid graph with up to 30 nodes of all kinds, the same for the same seed: decisions have an edge for each branch; conditions, branches and
    /// params read results of nodes that come before. Conditions never fail, whatever the results are.
    /// </summary>
    public static WorkflowGraph Random(int seed)
    {
        var random = new Random(seed);
        var bare = RandomStructure(random);
        var nodes = bare.Nodes.Select(node => WithExpressions(random, node, [.. InOrder(bare, bare.Ancestors(node.Key))])).ToList();
        var edges = bare
            .Edges.Select(edge =>
                random.Next(4) > 0 ? edge : edge with { When = Condition(random, [.. InOrder(bare, bare.Ancestors(edge.From)), edge.From]) }
            )
            .ToList();
        var compensations = RandomCompensations(random, nodes).ToList();
        return new WorkflowGraph([.. nodes, .. compensations], edges)
        {
            CompensateOn = [.. Ends.Where(_ => compensations.Count > 0 && random.Next(2) == 0)],
            OnFailure = random.Next(2) == 0 ? FailurePolicy.Finish : FailurePolicy.Cancel,
            Timeout = random.Next(3) == 0 ? Duration.FromSeconds(random.Next(60, 100_000)) : null,
            Output = random.Next(2) == 0 ? RandomTemplate(random, [.. nodes.Select(node => node.Key)]) : null,
        };
    }

    private static WorkflowGraph RandomStructure(Random random)
    {
        var count = random.Next(1, MostNodes + 1);
        var nodes = Enumerable.Range(0, count).Select(index => RandomNode(random, index, isLast: index == count - 1)).ToList();
        var edges = new HashSet<WorkflowEdge>();
        for (var to = 1; to < count; to++)
        {
            // A node without a way in now and then: it starts at once.
            for (var ways = random.Next(0, 4); ways > 0; ways--)
            {
                var from = nodes[random.Next(Math.Max(0, to - 8), to)];
                var label = from.Work is DecisionWork decision ? Any(random, LabelsOf(decision)) : null;
                edges.Add(new WorkflowEdge(from.Key, nodes[to].Key, label, null));
            }
        }

        foreach (var (index, node) in nodes.Index())
        {
            foreach (var label in node.Work is DecisionWork decision ? LabelsOf(decision) : [])
            {
                if (edges.All(edge => (edge.From, edge.Branch) != (node.Key, label)))
                {
                    edges.Add(new WorkflowEdge(node.Key, nodes[random.Next(index + 1, count)].Key, label, null));
                }
            }
        }

        return new WorkflowGraph(nodes, [.. edges]);
    }

    private static IEnumerable<WorkflowNode> RandomCompensations(Random random, List<WorkflowNode> nodes) =>
        from node in nodes
        where node.RunWork is not null && random.Next(4) == 0
        select new WorkflowNode($"undo-{node.Key}"[..Math.Min(64, node.Key.Length + 5)], RandomCompensation(random, node.Key))
        {
            Compensates = node.Key,
            Enabled = random.Next(6) > 0,
            Retry = RandomRetry(random),
        };

    private static NodeWork RandomCompensation(Random random, string compensated) =>
        random.Next(3) > 0 ? new JobWork("hello") : RandomForEach(random, $"[\"${{results['{compensated}']}}\"]");

    private static WorkflowNode RandomNode(Random random, int index, bool isLast)
    {
        var work = RandomWork(random, isLast);
        var node = new WorkflowNode(Any(random, [$"n{index}", $"node-{index}", $"Node_{index}"]), work)
        {
            Enabled = random.Next(12) > 0,
            RunWhen = random.Next(4) > 0 ? RunWhen.AllSucceeded : (RunWhen)random.Next(4),
            SkipOnFailure = random.Next(8) == 0,
        };
        if (node.RunWork is null)
        {
            return work is WaitWork { Signal: not null } ? node with { Timeout = Duration.FromSeconds(random.Next(1, 2000)) } : node;
        }

        return node with
        {
            Retry = node.RunWork is InlineJobWork { Delivery: Delivery.AtMostOnce } ? RetryPolicy.None : RandomRetry(random),
            Timeout = random.Next(3) == 0 ? Duration.FromMilliseconds(random.Next(100, 1_000_000)) : null,
        };
    }

    private static NodeWork RandomWork(Random random, bool isLast) =>
        random.Next(isLast ? 10 : 13) switch
        {
            < 4 => new JobWork(Any(random, ["fetch-orders", "hello", "job.3"])),
            < 6 => new InlineJobWork(new ProcessorReference("sdk", "echo"), (Delivery)random.Next(2)),
            6 => new SubWorkflowWork("other-flow"),
            7 => RandomWait(random),
            8 => new ApprovalWork(
                random.Next(2) == 0 ? Parsed("\"Release ${trigger.params.id} of ${instance.id}?\"") : null,
                (Role)random.Next(1, 4),
                Duration.FromSeconds(random.Next(1, 5000)),
                (DueAction)random.Next(3)
            ),
            9 => RandomForEach(random, Any(random, ["[1,2,3]", "[]", "[{\"id\":7},null,\"x\",4,5,6,7]", "\"${trigger.params.list}\""])),
            _ => RandomDecision(random),
        };

    private static WaitWork RandomWait(Random random) =>
        random.Next(3) switch
        {
            0 => new WaitWork(Parsed($"\"{random.Next(1, 5000)}s\""), null, null),
            1 => new WaitWork(null, Parsed("\"${instance.startedAt}\""), null),
            _ => new WaitWork(null, null, Any(random, ["paid", "shipped"])),
        };

    private static ForEachWork RandomForEach(Random random, string items) =>
        new(
            Parsed(items),
            random.Next(3) switch
            {
                0 => new JobWork("hello"),
                1 => new InlineJobWork(new ProcessorReference("sdk", "echo"), Delivery.AtLeastOnce),
                _ => new SubWorkflowWork("other-flow"),
            },
            random.Next(1, 6),
            random.Next(3) > 0 ? 0 : random.Next(1, 4)
        );

    private static DecisionWork RandomDecision(Random random)
    {
        var branches = Labels.Take(random.Next(1, 4)).Select(label => new DecisionBranch(label, Condition(random, []))).ToList();
        return new DecisionWork(branches, random.Next(3) > 0 ? Any(random, ["rest", branches[0].Label]) : null);
    }

    private static RetryPolicy RandomRetry(Random random) =>
        random.Next(4) switch
        {
            0 => new RetryPolicy(random.Next(1, 4), RetryBackoff.Default, RetryCauses.All),
            1 => new RetryPolicy(
                random.Next(0, 4),
                RetryBackoff.Fixed(Duration.FromMilliseconds(random.Next(100, 10_000)), 0),
                (RetryCauses)random.Next(1, 8)
            ),
            2 => new RetryPolicy(
                random.Next(1, 101),
                new RetryBackoff(BackoffKind.Exponential, Duration.FromSeconds(1), 1 + random.NextDouble(), Duration.FromHours(1), 0.5),
                (RetryCauses)random.Next(1, 8)
            ),
            _ => RetryPolicy.None,
        };

    private static WorkflowNode WithExpressions(Random random, WorkflowNode node, string[] before) =>
        node.RunWork is null && node.Work is not DecisionWork ? node
        : node.Work is DecisionWork decision
            ? node with
            {
                Work = decision with
                {
                    Branches = [.. decision.Branches.Select(branch => branch with { When = Condition(random, before) })],
                },
            }
        : node with { Params = random.Next(2) == 0 ? RandomTemplate(random, before) : null };

    private static Expression Condition(Random random, string[] known)
    {
        if (known.Length == 0)
        {
            return Expression.Parse(Any(random, ["exists(trigger.params.vip)", "coalesce(trigger.params.count, 0) == 3", "true"]));
        }

        var key = Any(random, known);
        var limit = random.Next(10);
        return Expression.Parse(
            Any(
                random,
                [
                    $"exists(results['{key}'].ok)",
                    $"!exists(results['{key}'].ok)",
                    $"exists(results['{key}'].n) && text(results['{key}'].n) != '{limit}'",
                    $"nodes['{key}'].state == 'Succeeded' || exists(trigger.params.vip)",
                ]
            )
        );
    }

    private static Template RandomTemplate(Random random, string[] known)
    {
        var read = known.Length == 0 ? "trigger.params" : $"results['{Any(random, known)}']";
        var json = Any(
            random,
            [
                """{"n":3,"text":"plain ü","list":[1,2.50,null,true]}""",
                $$"""{"all":"${{{read}}}","text":"order ${trigger.params.id} of ${instance.id}"}""",
                $$"""["${{{read}}}","$${literal}",{"a":"${exists({{read}})}"}]""",
                $"\"${{{read}}}\"",
            ]
        );
        return Parsed(json);
    }

    private static Template Parsed(string json) => Template.Parse(JsonElement.Parse(json));

    private static IEnumerable<string> InOrder(WorkflowGraph graph, IReadOnlySet<string> keys) =>
        graph.Nodes.Select(node => node.Key).Where(keys.Contains);

    private static string[] LabelsOf(DecisionWork decision) =>
        [.. decision.Branches.Select(branch => branch.Label).Append(decision.Default).OfType<string>().Distinct()];

    private static string Any(Random random, string[] choices) => choices[random.Next(choices.Length)];
}
