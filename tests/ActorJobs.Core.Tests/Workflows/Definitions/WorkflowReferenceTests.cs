using ActorJobs.Core.Jobs;
using ActorJobs.Core.Tests.Jobs;
using ActorJobs.Core.Workflows.Definitions;
using ActorJobs.Errors;
using static ActorJobs.Core.Tests.Workflows.Definitions.SomeWorkflows;

namespace ActorJobs.Core.Tests.Workflows.Definitions;

public class WorkflowReferenceTests
{
    [Theory]
    [InlineData("results.a.total")]
    [InlineData("results['a-2'].x")]
    [InlineData("results")]
    [InlineData("nodes.a.state")]
    [InlineData("nodes['a-2'].failure")]
    [InlineData("trigger.params.vip")]
    [InlineData("trigger.name")]
    [InlineData("context.anything.at.all")]
    [InlineData("instance.id")]
    [InlineData("results[trigger.params.key]")]
    public void Read_ReferenceToWhatComesBefore_IsFine(string expression) => ReadParams(expression).Errors.ShouldBeEmpty();

    [Theory]
    [InlineData(
        "1 + result.a",
        "UNKNOWN_REFERENCE",
        "At position 7: There is no 'result'; expected one of trigger, context, results, nodes, instance. Did you mean 'results'?"
    )]
    [InlineData("triger.params", "UNKNOWN_REFERENCE", "'trigger'")]
    [InlineData(
        "trigger.parms",
        "UNKNOWN_REFERENCE",
        "There is no 'parms' in trigger; expected one of params, kind, name, planned. Did you mean 'params'?"
    )]
    [InlineData("instance.nme", "UNKNOWN_REFERENCE", "in instance")]
    [InlineData("nodes.a.stat", "UNKNOWN_REFERENCE", "There is no 'stat' in nodes.a; expected one of state,")]
    [InlineData("results.aa.x", "UNKNOWN_NODE", "There is no node 'aa'; expected the key of a node of this workflow.")]
    [InlineData("nodes['a-3'].state", "UNKNOWN_NODE", "Did you mean 'a-2'")]
    [InlineData(
        "results.c",
        "NOT_AN_ANCESTOR",
        "'c', which need not have ended by then, because no edges lead from it to here; expected one that comes before: a, a-2."
    )]
    [InlineData("nodes.d.state", "NOT_AN_ANCESTOR", "'d'")]
    [InlineData("results.b", "NOT_AN_ANCESTOR", "'b'")]
    public void Read_ReferenceToWhatIsNotThere_IsRefusedWithItsPlace(string expression, string code, string message) =>
        ReadParams(expression).OnlyError().ShouldBeError("nodes[2].params.x[0].y", code, message);

    [Theory]
    [InlineData("results.a.ok", null)]
    [InlineData("results.b.ok", null)]
    [InlineData("results.c.ok", "NOT_AN_ANCESTOR")]
    [InlineData("results.x.ok", "UNKNOWN_NODE")]
    public void Read_ConditionOfAnEdge_MayReadOfTheSourceAndWhatComesBefore(string condition, string? code)
    {
        var reading = ReadGraph(
            $"{Job("a")}, {Job("b")}, {Job("c")}",
            $$"""{{Edge("a>b")}}, { "from": "b", "to": "c", "when": "{{condition}}" }"""
        );
        reading.Errors.Select(error => (error.Field, error.Code)).ShouldBe(code is null ? [] : [("edges[1].when", code)]);
    }

    [Theory]
    [InlineData("results.a > 1", null)]
    [InlineData("results.size > 1", "NOT_AN_ANCESTOR")]
    [InlineData("results.b > 1", "NOT_AN_ANCESTOR")]
    public void Read_ConditionOfABranch_MayReadOfWhatComesBefore(string condition, string? code)
    {
        var reading = ReadGraph(
            $$"""{{Job("a")}}, { "key": "size", "kind": "decision", "branches": [ { "label": "yes", "when": "{{condition}}" } ] }, {{Job("b")}}""",
            $$"""{{Edge("a>size")}}, { "from": "size", "to": "b", "branch": "yes" }"""
        );
        reading.Errors.Select(error => (error.Field, error.Code)).ShouldBe(code is null ? [] : [("nodes[1].branches[0].when", code)]);
    }

    [Fact]
    public void Read_Output_MayReadOfEveryNode()
    {
        ReadGraph($"{Job("a")}, {Job("b")}", "", "\"output\": [\"${results.a}\", \"${results.b}\"]").Errors.ShouldBeEmpty();
        ReadGraph(Job("a"), "", "\"output\": [\"${results.b}\"]").OnlyError().ShouldBeError("output[0]", ErrorCodes.UnknownNode, "'b'");
    }

    [Fact]
    public void Read_ReferencesInAGraphThatIsBroken_TellsOnlyWhatDoesNotFollowFromIt() =>
        ReadGraph($"{Job("a")}, {Job("b", "\"params\": \"${results.a}${results.zzz}\"")}", """{ "from": "a", "to": "b", "branch": "x" }""")
            .Errors.Select(error => (error.Field, error.Code))
            .ShouldBe([
                ("edges[0].branch", ErrorCodes.FieldNotAllowed),
                ("nodes[1].key", ErrorCodes.UnreachableNode),
                ("nodes[1].params", ErrorCodes.UnknownNode),
            ]);

    [Fact]
    public void Read_LargestWorkflow_TakesNoLongTime()
    {
        var nodes = Enumerable
            .Range(0, WorkflowLimits.MostNodes)
            .Select(index => Job($"n{index}", index == 0 ? "" : $"\"params\": \"${{results.n{index - 1}}}\""));
        var edges = Enumerable
            .Range(0, WorkflowLimits.MostNodes)
            .SelectMany(to => Enumerable.Range(1, 5).Where(back => back <= to).Select(back => Edge($"n{to - back}>n{to}")));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        ReadGraph(string.Join(", ", nodes), string.Join(", ", edges)).Errors.ShouldBeEmpty();
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    // a → b, a-2 → b, b → c; d stands alone.
    private static JobDefinitionReading ReadParams(string expression) =>
        ReadGraph(
            $$"""{{Job("a")}}, {{Job("a-2")}}, {{Job("b", $$"""
                "params": { "x": [ { "y": "${{{expression}}}" } ] }
                """)}}, {{Job("c")}}, {{Job("d")}}""",
            $"{Edge("a>b")}, {Edge("a-2>b")}, {Edge("b>c")}"
        );
}
