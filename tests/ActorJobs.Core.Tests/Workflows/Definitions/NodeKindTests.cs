using ActorJobs.Core.Access;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Definitions;
using ActorJobs.Errors;
using NodaTime;
using static ActorJobs.Core.Tests.Workflows.Definitions.SomeWorkflows;

namespace ActorJobs.Core.Tests.Workflows.Definitions;

/// <summary>Nodes that wait, ask for approval, run for each item of a list, or compensate others, as users write them.</summary>
public class NodeKindTests
{
    [Fact]
    public void Read_EveryFieldOfTheKinds_IsTaken()
    {
        var reading = ReadGraph(
            """
            { "key": "ok", "kind": "approval", "prompt": "Ship ${trigger.params.id}?", "role": "admin", "due": "24h", "onDue": "reject", "skipOnFailure": true },
            { "key": "pause", "kind": "wait", "duration": "10m", "runWhen": "always" },
            { "key": "later", "kind": "wait", "until": "${trigger.params.at}" },
            { "key": "paid", "kind": "wait", "signal": "payment", "timeout": "1h", "enabled": false },
            { "key": "each", "kind": "forEach", "items": "${trigger.params.lines}", "job": "reserve", "params": { "n": "${index}", "sku": "${item.sku}" },
              "concurrency": 7, "toleratedFailures": 2, "timeout": "5s", "retry": { "max": 2 } },
            { "key": "nested", "kind": "forEach", "items": [1, 2], "workflow": "other" },
            { "key": "undo", "processor": { "name": "echo" }, "compensates": "each", "params": { "all": "${results.each}" } }
            """,
            fields: "\"compensateOn\": [\"failed\", \"cancelled\"]"
        );
        reading.Errors.ShouldBeEmpty();
        var graph = reading.Definition!.Graph!;
        graph.CompensateOn.ShouldBe([RunState.Failed, RunState.Cancelled]);
        graph.FlowCount.ShouldBe(6);
        graph.CompensationOf("each").ShouldBe(graph.Nodes[6]);
        var ok = graph.Nodes[0].Work.ShouldBeOfType<ApprovalWork>();
        (ok.Prompt!.ToString(), ok.Role, ok.Due, ok.OnDue).ShouldBe(
            ("\"Ship ${trigger.params.id}?\"", Role.Admin, Duration.FromHours(24), DueAction.Reject)
        );
        graph.Nodes[1].Work.ShouldBeOfType<WaitWork>().Duration!.ToString().ShouldBe("\"10m\"");
        graph.Nodes[2].Work.ShouldBeOfType<WaitWork>().Until!.ToString().ShouldBe("\"${trigger.params.at}\"");
        graph.Nodes[3].Work.ShouldBe(new WaitWork(null, null, "payment"));
        (graph.Nodes[3].Timeout, graph.Nodes[3].Enabled).ShouldBe((Duration.FromHours(1), false));
        var each = graph.Nodes[4].Work.ShouldBeOfType<ForEachWork>();
        (each.Items.ToString(), each.Body, each.Concurrency, each.ToleratedFailures).ShouldBe(
            ("\"${trigger.params.lines}\"", new JobWork("reserve"), 7, 2)
        );
        (graph.Nodes[4].Timeout, graph.Nodes[4].Retry.Max).ShouldBe((Duration.FromSeconds(5), 2));
        graph.Nodes[5].Work.ShouldBeOfType<ForEachWork>().Body.ShouldBe(new SubWorkflowWork("other"));
        graph.Nodes[6].Compensates.ShouldBe("each");
        graph.Nodes[6].RunWork.ShouldBe(new InlineJobWork(new ProcessorReference("sdk", "echo"), Delivery.AtLeastOnce));
    }

    [Fact]
    public void Read_OnlyWhatMustBe_GetsTheDefaults()
    {
        var graph = ReadGraph(
            """{ "key": "ok", "kind": "approval" }, { "key": "each", "kind": "forEach", "items": [], "job": "x" }"""
        ).Definition!.Graph!;
        graph.Nodes[0].Work.ShouldBe(new ApprovalWork(null, Role.Operator, null, DueAction.Fail));
        var each = graph.Nodes[1].Work.ShouldBeOfType<ForEachWork>();
        (each.Concurrency, each.ToleratedFailures).ShouldBe((WorkflowLimits.UsualConcurrency, 0));
    }

    [Theory]
    [InlineData("""{ "key": "a", "kind": "wait" }""", "nodes[0].duration", "MISSING_FIELD")]
    [InlineData("""{ "key": "a", "kind": "wait", "duration": "1m", "signal": "go" }""", "nodes[0].signal", "FIELD_NOT_ALLOWED")]
    [InlineData("""{ "key": "a", "kind": "wait", "duration": "soon" }""", "nodes[0].duration", "INVALID_DURATION")]
    [InlineData("""{ "key": "a", "kind": "wait", "duration": "1ms" }""", "nodes[0].duration", "OUT_OF_RANGE")]
    [InlineData("""{ "key": "a", "kind": "wait", "duration": "${1 +}" }""", "nodes[0].duration", "INVALID_EXPRESSION")]
    [InlineData("""{ "key": "a", "kind": "wait", "until": "tomorrow" }""", "nodes[0].until", "INVALID_TIME")]
    [InlineData("""{ "key": "a", "kind": "wait", "until": "${results.b.at}" }""", "nodes[0].until", "UNKNOWN_NODE")]
    [InlineData("""{ "key": "a", "kind": "wait", "signal": "no name" }""", "nodes[0].signal", "INVALID_NAME")]
    [InlineData("""{ "key": "a", "kind": "wait", "duration": "1m", "timeout": "1h" }""", "nodes[0].timeout", "FIELD_NOT_ALLOWED")]
    [InlineData("""{ "key": "a", "kind": "wait", "signal": "go", "retry": { "max": 1 } }""", "nodes[0].retry", "FIELD_NOT_ALLOWED")]
    [InlineData("""{ "key": "a", "kind": "approval", "onDue": "approve" }""", "nodes[0].onDue", "FIELD_NOT_ALLOWED")]
    [InlineData("""{ "key": "a", "kind": "approval", "role": "viewer" }""", "nodes[0].role", "INVALID_VALUE")]
    [InlineData("""{ "key": "a", "kind": "approval", "prompt": 7 }""", "nodes[0].prompt", "WRONG_TYPE")]
    [InlineData("""{ "key": "a", "kind": "approval", "prompt": "${item}" }""", "nodes[0].prompt", "UNKNOWN_REFERENCE")]
    [InlineData("""{ "key": "a", "kind": "forEach", "job": "x" }""", "nodes[0].items", "MISSING_FIELD")]
    [InlineData("""{ "key": "a", "kind": "forEach", "items": [] }""", "nodes[0].job", "MISSING_FIELD")]
    [InlineData("""{ "key": "a", "kind": "forEach", "items": {}, "job": "x" }""", "nodes[0].items", "WRONG_TYPE")]
    [InlineData("""{ "key": "a", "kind": "forEach", "items": "results.list", "job": "x" }""", "nodes[0].items", "INVALID_VALUE")]
    [InlineData("""{ "key": "a", "kind": "forEach", "items": "${item}", "job": "x" }""", "nodes[0].items", "UNKNOWN_REFERENCE")]
    [InlineData("""{ "key": "a", "kind": "forEach", "items": [], "job": "x", "workflow": "y" }""", "nodes[0].job", "FIELD_NOT_ALLOWED")]
    [InlineData("""{ "key": "a", "kind": "forEach", "items": [], "job": "x", "concurrency": 0 }""", "nodes[0].concurrency", "OUT_OF_RANGE")]
    [InlineData("""{ "key": "a", "kind": "forEach", "items": [], "workflow": "flow" }""", "nodes[0].workflow", "WORKFLOW_CYCLE")]
    [InlineData("""{ "key": "a", "job": "x", "params": "${index}" }""", "nodes[0].params", "UNKNOWN_REFERENCE")]
    [InlineData("""{ "key": "a", "job": "x", "compensates": "b" }""", "nodes[0].compensates", "UNKNOWN_NODE")]
    [InlineData("""{ "key": "a", "job": "x", "compensates": "a" }""", "nodes[0].compensates", "FIELD_NOT_ALLOWED")]
    [InlineData(
        """{ "key": "w", "kind": "wait", "duration": "1m" }, { "key": "a", "job": "x", "compensates": "w" }""",
        "nodes[1].compensates",
        "FIELD_NOT_ALLOWED"
    )]
    [InlineData(
        """{ "key": "b", "job": "x" }, { "key": "a", "job": "x", "compensates": "b", "runWhen": "always" }""",
        "nodes[1].runWhen",
        "FIELD_NOT_ALLOWED"
    )]
    [InlineData(
        """{ "key": "b", "job": "x" }, { "key": "a", "job": "x", "compensates": "b" }, { "key": "c", "job": "x", "compensates": "b" }""",
        "nodes[2].compensates",
        "FIELD_NOT_ALLOWED"
    )]
    public void Read_NodeThatIsWrong_IsRefused(string nodes, string field, string code)
    {
        var error = ReadGraph(nodes).Errors.ShouldHaveSingleItem();
        (error.Field, error.Code).ShouldBe((field, code));
    }

    [Fact]
    public void Read_EdgesOfWhatCompensates_AreRefused() =>
        ReadGraph($"{Job("a")}, {Job("b")}, {Job("undo", "\"compensates\": \"a\"")}", $"{Edge("a>undo")}, {Edge("undo>b")}")
            .Errors.Select(error => (error.Field, error.Code))
            .ShouldContain(("edges[0].to", ErrorCodes.FieldNotAllowed));

    [Fact]
    public void Read_EndsThatAreNone_AreRefused() =>
        ReadGraph(Job("a"), fields: "\"compensateOn\": [\"succeeded\"]").Errors.ShouldHaveSingleItem().Field.ShouldBe("compensateOn[0]");

    [Fact]
    public void Read_CompensateOnWithoutWhatCompensates_IsRefused() =>
        ReadGraph(Job("a"), fields: "\"compensateOn\": [\"failed\"]").Errors.ShouldHaveSingleItem().Field.ShouldBe("compensateOn");

    [Fact]
    public void Read_ListOfMoreItemsThanANodeRunsFor_IsRefused()
    {
        var items = string.Join(',', Enumerable.Range(0, 10_001));
        var error = ReadGraph($$"""{ "key": "a", "kind": "forEach", "job": "x", "items": [{{items}}] }""").Errors.ShouldHaveSingleItem();
        (error.Field, error.Code).ShouldBe(("nodes[0].items", ErrorCodes.OutOfRange));
    }

    [Theory]
    [InlineData("each[0]", "each", 0)]
    [InlineData("each[9999]", "each", 9999)]
    [InlineData("each", null, 0)]
    [InlineData("each[01]", null, 0)]
    [InlineData("each[-1]", null, 0)]
    [InlineData("each[]", null, 0)]
    [InlineData("[1]", null, 0)]
    [InlineData("each[1]]", null, 0)]
    public void ItemKey_OfAKey_IsReadOneWayOnly(string key, string? node, int index) =>
        ItemKey.Of(key).ShouldBe(node is null ? null : new ItemKey(node, index));
}
