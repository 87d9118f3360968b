using ActorJobs.Core.Jobs;
using ActorJobs.Core.Tests.Jobs;
using ActorJobs.Core.Workflows.Definitions;
using static ActorJobs.Core.Tests.Workflows.Definitions.SomeWorkflows;

namespace ActorJobs.Core.Tests.Workflows.Definitions;

public class WorkflowWriterTests
{
    [Fact]
    public void Write_AnyWorkflow_IsReadAsAnEqualOne()
    {
        for (var seed = 0; seed < 1000; seed++)
        {
            var graph = SomeWorkflows.Random(seed);
            var text = JobDefinitionWriter.Write(Of(graph));
            var reading = SomeJobs.Read(text);
            reading.Errors.ShouldBeEmpty($"seed {seed}: {text}");
            ShouldBeEqual(reading.Definition!.Graph.ShouldNotBeNull(), graph);
            var expected = Of(graph);
            (reading.Definition with { Graph = graph, Labels = expected.Labels, Schedules = expected.Schedules }).ShouldBe(expected);
            JobDefinitionWriter.Write(reading.Definition).ShouldBe(text);
            JobDefinitionWriter.Write(Of(SomeWorkflows.Random(seed))).ShouldBe(text);
        }
    }

    [Fact]
    public void Random_OverSeveralSeeds_HasAllThatWorkflowsCanHave()
    {
        var graphs = Enumerable.Range(0, 200).Select(SomeWorkflows.Random).ToList();
        var nodes = graphs.SelectMany(graph => graph.Nodes).ToList();
        nodes.Select(node => node.Work.GetType()).Distinct().Count().ShouldBe(7);
        nodes.Select(node => node.RunWhen).Distinct().Count().ShouldBe(4);
        nodes.ShouldContain(node => node.Params != null);
        nodes.ShouldContain(node => !node.Enabled);
        nodes.ShouldContain(node => node.SkipOnFailure);
        graphs.SelectMany(graph => graph.Edges).ShouldContain(edge => edge.When != null && edge.Branch != null);
        nodes.ShouldContain(node => node.Compensates != null);
        graphs.Max(graph => graph.FlowCount).ShouldBe(30);
        graphs.Select(graph => graph.OnFailure).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void Write_NodesAndEdges_LeaveOutTheirDefaults() =>
        JobDefinitionWriter
            .Write(
                ReadGraph(
                    """
                    { "key": "fetch", "kind": "job", "processor": { "name": "echo" }, "delivery": "atLeastOnce", "enabled": true, "runWhen": "allSucceeded",
                      "skipOnFailure": false, "retry": { "max": 0, "on": ["workerLost", "failed", "timedOut"], "backoff": { "initial": "1000ms" } } },
                    { "key": "size", "kind": "decision", "default": "small", "branches": [ { "when": "results.fetch.total > 100", "label": "large" } ] },
                    { "key": "ship", "job": "ship", "timeout": "600s", "params": { "a": "${results.fetch}" },
                      "retry": { "on": ["workerLost"], "max": 3, "backoff": { "kind": "fixed", "initial": "2s" } } },
                    { "key": "sub", "kind": "workflow", "workflow": "other" }
                    """,
                    """
                    { "from": "fetch", "to": "size" }, { "branch": "large", "to": "ship", "from": "size" },
                    { "from": "size", "to": "sub", "branch": "small", "when": "trigger.params.vip" }
                    """,
                    "\"output\": \"${results.ship}\", \"timeout\": \"120m\""
                ).Definition!
            )
            .ShouldBe(
                """
                {"name":"flow","description":"","labels":{},"enabled":true,"schedules":[],
                "misfire":{"policy":"fireOnce","window":"1h","max":100},"overlap":{"policy":"skip","max":1},
                "timeout":"2h","onFailure":"finish","output":"${results.ship}","nodes":[
                {"key":"fetch","processor":{"type":"sdk","name":"echo"}},
                {"key":"size","kind":"decision","branches":[{"label":"large","when":"results.fetch.total > 100"}],"default":"small"},
                {"key":"ship","job":"ship","params":{"a":"${results.fetch}"},"timeout":"10m",
                "retry":{"max":3,"backoff":{"kind":"fixed","initial":"2s","jitter":0.2},"on":["workerLost"]}},
                {"key":"sub","kind":"workflow","workflow":"other"}],"edges":[
                {"from":"fetch","to":"size"},{"from":"size","to":"ship","branch":"large"},
                {"from":"size","to":"sub","branch":"small","when":"trigger.params.vip"}]}
                """.ReplaceLineEndings("")
            );

    private static void ShouldBeEqual(WorkflowGraph read, WorkflowGraph graph)
    {
        (read.OnFailure, read.Timeout, read.Output).ShouldBe((graph.OnFailure, graph.Timeout, graph.Output));
        read.Edges.ShouldBe(graph.Edges);
        read.Nodes.Count.ShouldBe(graph.Nodes.Count);
        foreach (var (found, expected) in read.Nodes.Zip(graph.Nodes))
        {
            (found with { Work = expected.Work }).ShouldBe(expected);
            if (expected.Work is DecisionWork decision)
            {
                var work = found.Work.ShouldBeOfType<DecisionWork>();
                work.Branches.ShouldBe(decision.Branches);
                work.Default.ShouldBe(decision.Default);
            }
            else
            {
                found.Work.ShouldBe(expected.Work);
            }
        }
    }
}
