using ActorJobs.Core.Jobs;
using ActorJobs.Core.Tests.Jobs;
using ActorJobs.Core.Workflows.Definitions;
using ActorJobs.Errors;
using NodaTime;
using static ActorJobs.Core.Tests.Workflows.Definitions.SomeWorkflows;

namespace ActorJobs.Core.Tests.Workflows.Definitions;

public class WorkflowReaderTests
{
    private const string Branches = """ "branches": [ { "label": "yes", "when": "true" } ] """;

    [Fact]
    public void Read_OnlyWhatMustBe_GetsTheDefaults()
    {
        var reading = Read("""{ "name": "flow", "nodes": [ { "key": "a", "job": "hello" } ] }""");
        reading.Errors.ShouldBeEmpty();
        reading.Params.ShouldBe("{}");
        var flow = reading.Definition.ShouldNotBeNull();
        flow.Processor.ShouldBe(ProcessorReference.Workflow);
        flow.Delivery.ShouldBe(Delivery.AtLeastOnce);
        var graph = flow.Graph.ShouldNotBeNull();
        (graph.OnFailure, graph.Timeout, graph.Output).ShouldBe((FailurePolicy.Finish, null, null));
        graph.Edges.ShouldBeEmpty();
        graph.Nodes.ShouldBe([new WorkflowNode("a", new JobWork("hello"))]);
    }

    [Fact]
    public void Read_EveryField_IsTaken()
    {
        var reading = Read(
            """
            { "name": "flow", "description": "d", "labels": { "team": "x" }, "enabled": false, "params": { "vip": true }, "timeout": "2h", "onFailure": "cancel",
              "schedules": [ { "kind": "fixedRate", "every": "10s" } ], "misfire": { "policy": "skip" }, "overlap": { "policy": "queue", "max": 3 },
              "output": { "sum": "${results.fetch.total}" },
              "nodes": [
                { "key": "fetch", "kind": "job", "processor": { "type": "sdk", "name": "echo" }, "delivery": "atMostOnce", "params": { "id": "${trigger.params.id}" },
                  "enabled": false, "runWhen": "allEnded", "skipOnFailure": true, "timeout": "10m" },
                { "key": "size", "kind": "decision", "branches": [ { "label": "large", "when": "results.fetch.total > 100" } ], "default": "small", "runWhen": "always" },
                { "key": "sub", "kind": "workflow", "workflow": "other",
                  "retry": { "max": 3, "backoff": { "kind": "exponential", "initial": "2s", "factor": 2.5, "max": "1m", "jitter": 0 }, "on": ["failed", "timedOut"] } },
                { "key": "ship", "job": "ship", "runWhen": "anyFailed" } ],
              "edges": [ { "from": "fetch", "to": "size" }, { "from": "size", "to": "sub", "branch": "large" },
                { "from": "size", "to": "ship", "branch": "small", "when": "exists(results.fetch)" } ] }
            """
        );
        reading.Errors.ShouldBeEmpty();
        reading.Params.ShouldBe("""{"vip":true}""");
        var flow = reading.Definition.ShouldNotBeNull();
        (flow.Description, flow.Enabled, flow.Misfire.Kind, flow.Overlap.Max).ShouldBe(("d", false, MisfireKind.Skip, 3));
        flow.Schedules.ShouldHaveSingleItem();
        var graph = flow.Graph.ShouldNotBeNull();
        (graph.OnFailure, graph.Timeout).ShouldBe((FailurePolicy.Cancel, Duration.FromHours(2)));
        graph.Output!.ToString().ShouldBe("""{"sum":"${results.fetch.total}"}""");
        var fetch = graph.Nodes[0];
        fetch.Work.ShouldBe(new InlineJobWork(new ProcessorReference("sdk", "echo"), Delivery.AtMostOnce));
        (fetch.Enabled, fetch.RunWhen, fetch.SkipOnFailure).ShouldBe((false, RunWhen.AllEnded, true));
        (fetch.Timeout, fetch.Params!.ToString()).ShouldBe((Duration.FromMinutes(10), """{"id":"${trigger.params.id}"}"""));
        var size = graph.Nodes[1].Work.ShouldBeOfType<DecisionWork>();
        size.Branches.ShouldHaveSingleItem().When.ToString().ShouldBe("results.fetch.total > 100");
        (size.Default, graph.Nodes[1].RunWhen).ShouldBe(("small", RunWhen.Always));
        graph.Nodes[2].Work.ShouldBe(new SubWorkflowWork("other"));
        var backoff = new RetryBackoff(BackoffKind.Exponential, Duration.FromSeconds(2), 2.5, Duration.FromMinutes(1), 0);
        graph.Nodes[2].Retry.ShouldBe(new RetryPolicy(3, backoff, RetryCauses.Failed | RetryCauses.TimedOut));
        (graph.Nodes[3].Work, graph.Nodes[3].RunWhen).ShouldBe((new JobWork("ship"), RunWhen.AnyFailed));
        graph
            .Edges.Select(edge => (edge.From, edge.To, edge.Branch))
            .ShouldBe([("fetch", "size", null), ("size", "sub", "large"), ("size", "ship", "small")]);
        graph.Edges[2].When!.ToString().ShouldBe("exists(results.fetch)");
    }

    [Fact]
    public void Read_SeveralMistakes_FindsAllOfThem()
    {
        var reading = Read(
            """
            { "name": "no name", "processor": { "name": "echo" }, "onFailure": "finnish",
              "nodes": [ { "key": "1a", "job": "hello" }, { "key": "b", "kind": "decision", "retry": { "max": 1 } }, 7 ],
              "edges": [ { "from": "1a", "to": "c" }, { "from": "b" } ], "output": { "x": ["${1 +}"] } }
            """
        );
        reading.Succeeded.ShouldBeFalse();
        reading
            .Errors.Select(error => (error.Field, error.Code))
            .ShouldBe(
                [
                    ("processor", ErrorCodes.UnknownField),
                    ("name", ErrorCodes.InvalidName),
                    ("onFailure", ErrorCodes.InvalidValue),
                    ("output.x[0]", ErrorCodes.InvalidExpression),
                    ("nodes[0].key", ErrorCodes.InvalidNodeKey),
                    ("nodes[1].retry", ErrorCodes.FieldNotAllowed),
                    ("nodes[1].branches", ErrorCodes.MissingField),
                    ("nodes[2]", ErrorCodes.WrongType),
                    ("edges[0].to", ErrorCodes.UnknownNode),
                    ("edges[1].to", ErrorCodes.MissingField),
                ],
                ignoreOrder: true
            );
    }

    [Theory]
    [InlineData("""{ "key": "a" }""", "kind", "MISSING_FIELD", "job, decision, workflow")]
    [InlineData("""{ "key": "a", "kind": "dezision" }""", "kind", "INVALID_VALUE", "Did you mean 'decision'?")]
    [InlineData("""{ "key": "a", "kind": "job" }""", "job", "MISSING_FIELD", "'job' or 'processor'")]
    [InlineData("""{ "key": "a", "job": "x", "processor": { "name": "y" } }""", "processor", "FIELD_NOT_ALLOWED", "a job and a processor")]
    [InlineData("""{ "key": "a", "job": "x", "delivery": "atMostOnce" }""", "delivery", "FIELD_NOT_ALLOWED", "that of the job counts")]
    [InlineData("""{ "key": "a", "processor": {} }""", "processor.name", "MISSING_FIELD", "'name'")]
    [InlineData("""{ "key": "a", "processor": { "name": "x", "type": "skd" } }""", "processor.type", "INVALID_VALUE", "'sdk'")]
    [InlineData(
        """{ "key": "a", "job": "x", "workflow": "y" }""",
        "workflow",
        "FIELD_NOT_ALLOWED",
        "not for a node of the kind job, which has key,"
    )]
    [InlineData("""{ "key": "a", "kind": "workflow" }""", "workflow", "MISSING_FIELD", "'workflow'")]
    [InlineData("""{ "key": "a", "kind": "workflow", "workflow": "flow" }""", "workflow", "WORKFLOW_CYCLE", "flow → flow")]
    [InlineData("""{ "key": "a", "kind": "workflow", "workflow": "x", "job": "y" }""", "job", "FIELD_NOT_ALLOWED", "of the kind workflow")]
    [InlineData("""{ "job": "x" }""", "key", "MISSING_FIELD", "'key'")]
    [InlineData("""{ "key": "", "job": "x" }""", "key", "INVALID_NODE_KEY", "1 to 64 letters")]
    [InlineData("""{ "key": "a.b", "job": "x" }""", "key", "INVALID_NODE_KEY", "'a.b'")]
    [InlineData("""{ "key": "a", "job": "x", "runWhen": "allsucceeded" }""", "runWhen", "INVALID_VALUE", "'allSucceeded'")]
    [InlineData("""{ "key": "a", "job": "x", "timeout": "99ms" }""", "timeout", "OUT_OF_RANGE", "100ms to 366d")]
    [InlineData("""{ "key": "a", "job": "x", "timout": "10m" }""", "timout", "UNKNOWN_FIELD", "Did you mean 'timeout'?")]
    [InlineData("""{ "key": "a", "job": "x", "params": { "b": ["${1 +}"] } }""", "params.b[0]", "INVALID_EXPRESSION", "position")]
    [InlineData("""{ "key": "a", "job": "x", "params": ["${1 +}"] }""", "params[0]", "INVALID_EXPRESSION", "position")]
    public void Read_NodeThatIsWrong_IsRefused(string node, string field, string code, string message) =>
        ReadGraph(node).OnlyError().ShouldBeError($"nodes[0].{field}", code, message);

    [Theory]
    [InlineData("job", "\"x\"")]
    [InlineData("processor", """{ "name": "x" }""")]
    [InlineData("delivery", "\"atLeastOnce\"")]
    [InlineData("workflow", "\"x\"")]
    [InlineData("params", "{}")]
    [InlineData("timeout", "\"10m\"")]
    [InlineData("retry", """{ "max": 3 }""")]
    public void Read_FieldThatADecisionHasNot_IsRefusedByName(string field, string value) =>
        ReadGraph($$"""{ "key": "a", "kind": "decision", {{Branches}}, "{{field}}": {{value}} }, {{Job("b")}}""", Follow)
            .OnlyError()
            .ShouldBeError(
                $"nodes[0].{field}",
                ErrorCodes.FieldNotAllowed,
                "which has key, kind, branches, default, enabled, runWhen, skipOnFailure"
            );

    [Theory]
    [InlineData("""{ "on": ["failed"] }""", "max", "MISSING_FIELD", "'max'")]
    [InlineData("""{ "max": 101 }""", "max", "OUT_OF_RANGE", "0 to 100")]
    [InlineData("""{ "max": 1, "on": ["fail"] }""", "on[0]", "INVALID_VALUE", "Did you mean 'failed'?")]
    [InlineData("""{ "max": 1, "on": [] }""", "on", "INVALID_VALUE", "one at least")]
    [InlineData("""{ "max": 1, "backoff": { "initial": "99ms" } }""", "backoff.initial", "OUT_OF_RANGE", "100ms to 1d")]
    [InlineData("""{ "max": 1, "backoff": { "initial": "25h" } }""", "backoff.initial", "OUT_OF_RANGE", "100ms to 1d")]
    [InlineData("""{ "max": 1, "backoff": { "max": "31d" } }""", "backoff.max", "OUT_OF_RANGE", "100ms to 30d")]
    [InlineData("""{ "max": 1, "backoff": { "initial": "10s", "max": "5s" } }""", "backoff.max", "OUT_OF_RANGE", "10s at least")]
    [InlineData("""{ "max": 1, "backoff": { "factor": 0.5 } }""", "backoff.factor", "OUT_OF_RANGE", "1 to 100")]
    [InlineData("""{ "max": 1, "backoff": { "factor": 1e999 } }""", "backoff.factor", "OUT_OF_RANGE", "1 to 100")]
    [InlineData("""{ "max": 1, "backoff": { "jitter": 1.1 } }""", "backoff.jitter", "OUT_OF_RANGE", "0 to 1")]
    [InlineData("""{ "max": 1, "backoff": { "jitter": "0.1" } }""", "backoff.jitter", "WRONG_TYPE", "a number")]
    [InlineData(
        """{ "max": 1, "backoff": { "kind": "fixed", "factor": 3 } }""",
        "backoff.factor",
        "FIELD_NOT_ALLOWED",
        "kind, initial and jitter"
    )]
    [InlineData(
        """{ "max": 1, "backoff": { "kind": "fixed", "max": "3s" } }""",
        "backoff.max",
        "FIELD_NOT_ALLOWED",
        "kind, initial and jitter"
    )]
    public void Read_RetryThatIsWrong_IsRefused(string retry, string field, string code, string message) =>
        ReadGraph(Job("a", $"\"retry\": {retry}")).OnlyError().ShouldBeError($"nodes[0].retry.{field}", code, message);

    [Fact]
    public void Read_FirstPauseBeyondTheDefaultLongest_IsTheLongest()
    {
        var reading = ReadGraph(Job("a", """ "retry": { "max": 1, "backoff": { "initial": "10m" } } """));
        reading.Errors.ShouldBeEmpty();
        reading.Definition!.Graph!.Nodes[0].Retry.Backoff.Max.ShouldBe(Duration.FromMinutes(10));
    }

    [Fact]
    public void Read_RetryOfWhatIsDeliveredOnce_IsRefused() =>
        ReadGraph("""{ "key": "a", "processor": { "name": "x" }, "delivery": "atMostOnce", "retry": { "max": 1 } }""")
            .OnlyError()
            .ShouldBeError("nodes[0].retry", ErrorCodes.FieldNotAllowed, "atMostOnce");

    [Theory]
    [InlineData("""[]""", "branches", "OUT_OF_RANGE", "1 to 50")]
    [InlineData("""{}""", "branches", "WRONG_TYPE", "an array")]
    [InlineData("""[ { "label": "yes" } ]""", "branches[0].when", "MISSING_FIELD", "'when'")]
    [InlineData("""[ { "label": "yes", "when": true } ]""", "branches[0].when", "WRONG_TYPE", "such as \"results.fetch.total > 100\"")]
    [InlineData("""[ { "label": "yes", "when": "1 >" } ]""", "branches[0].when", "INVALID_EXPRESSION", "position")]
    [InlineData("""[ { "label": "yes", "when": "true" }, { "when": "true" } ]""", "branches[1].label", "MISSING_FIELD", "'label'")]
    [InlineData(
        """[ { "label": "yes", "when": "true" }, { "label": "yes", "when": "true" } ]""",
        "branches[1].label",
        "DUPLICATE_NAME",
        "'yes'"
    )]
    [InlineData("""[ { "label": "yes", "when": "true" }, 3 ]""", "branches[1]", "WRONG_TYPE", "an object")]
    [InlineData("""[ { "label": "yes", "when": "true", "then": "x" } ]""", "branches[0].then", "UNKNOWN_FIELD", "label, when")]
    public void Read_BranchesThatAreWrong_AreRefused(string branches, string field, string code, string message) =>
        ReadGraph($$"""{ "key": "a", "kind": "decision", "branches": {{branches}} }, {{Job("b")}}""", Follow)
            .OnlyError()
            .ShouldBeError($"nodes[0].{field}", code, message);

    [Fact]
    public void Read_EdgeOfABranchWithoutAName_TellsTheNameAlone() =>
        ReadGraph(
                $$"""{ "key": "a", "kind": "decision", "branches": [ { "label": "> 3", "when": "true" } ] }, {{Job("b")}}""",
                """{ "from": "a", "to": "b", "branch": "> 3" }"""
            )
            .OnlyError()
            .ShouldBeError("nodes[0].branches[0].label", ErrorCodes.InvalidName, "'> 3'");

    [Theory]
    [InlineData("\"timeout\": \"50ms\"", "timeout", "OUT_OF_RANGE", "100ms to 366d")]
    [InlineData("\"onFailure\": \"stop\"", "onFailure", "INVALID_VALUE", "finish, cancel")]
    [InlineData("\"output\": \"${1 +}\"", "output", "INVALID_EXPRESSION", "position")]
    [InlineData("\"delivery\": \"atMostOnce\"", "delivery", "UNKNOWN_FIELD", "nodes")]
    [InlineData("\"execution\": \"standalone\"", "execution", "UNKNOWN_FIELD", "nodes")]
    [InlineData("\"processor\": { \"name\": \"echo\" }", "processor", "UNKNOWN_FIELD", "nodes")]
    public void Read_FieldOfTheWorkflowThatIsWrong_IsRefused(string fields, string field, string code, string message) =>
        ReadGraph(Job("a"), "", fields).OnlyError().ShouldBeError(field, code, message);

    [Fact]
    public void Read_MoreThanTheLimits_IsRefusedWithBoth()
    {
        var nodes = string.Join(", ", Enumerable.Range(0, WorkflowLimits.MostNodes + 1).Select(index => Job($"n{index}")));
        ReadGraph(nodes).OnlyError().ShouldBeError("nodes", ErrorCodes.OutOfRange, "1001 nodes; expected 1 to 1000");
        ReadGraph("").OnlyError().ShouldBeError("nodes", ErrorCodes.OutOfRange, "0 nodes; expected 1 to 1000");
        var edges = string.Join(", ", Enumerable.Repeat(Edge("a>b"), WorkflowLimits.MostEdges + 1));
        ReadGraph(Job("a"), edges).OnlyError().ShouldBeError("edges", ErrorCodes.OutOfRange, "5001 edges; expected 0 to 5000");
        var branches = string.Join(", ", Enumerable.Range(0, 51).Select(index => $$"""{ "label": "l{{index}}", "when": "true" }"""));
        ReadGraph($$"""{ "key": "a", "kind": "decision", "branches": [ {{branches}} ] }""")
            .OnlyError()
            .ShouldBeError("nodes[0].branches", ErrorCodes.OutOfRange, "51 branches; expected 1 to 50");
        Read("""{ "name": "flow" }""").OnlyError().ShouldBeError("nodes", ErrorCodes.MissingField, "'nodes'");
    }

    [Fact]
    public void Doors_OfJobsAndWorkflows_AreTwoForUsersAndOneForTheStore()
    {
        const string flow = """{ "name": "flow", "nodes": [ { "key": "a", "job": "hello" } ] }""";
        SomeJobs.Read(flow).Definition!.Graph.ShouldNotBeNull();
        SomeJobs.Read("""{ "name": "job", "processor": { "name": "echo" } }""").Definition!.Graph.ShouldBeNull();
        using var json = System.Text.Json.JsonDocument.Parse(flow);
        JobDefinitionReader
            .ReadJob(json.RootElement)
            .Errors.Select(error => (error.Field, error.Code))
            .ShouldBe([("nodes", ErrorCodes.UnknownField), ("processor", ErrorCodes.MissingField)]);
    }

    private const string Follow = """{ "from": "a", "to": "b", "branch": "yes" }""";
}
