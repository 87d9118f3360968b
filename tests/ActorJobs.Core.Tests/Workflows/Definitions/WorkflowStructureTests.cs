using ActorJobs.Core.Tests.Jobs;
using ActorJobs.Core.Workflows.Definitions;
using ActorJobs.Errors;
using static ActorJobs.Core.Tests.Workflows.Definitions.SomeWorkflows;

namespace ActorJobs.Core.Tests.Workflows.Definitions;

public class WorkflowStructureTests
{
    private const string Decision =
        """{ "key": "size", "kind": "decision", "branches": [ { "label": "large", "when": "true" }, { "label": "huge", "when": "true" } ], "default": "small" }""";

    [Fact]
    public void Read_TwoNodesOfOneKey_NamesTheOther() =>
        ReadChain("a b a", "a>b").OnlyError().ShouldBeError("nodes[2].key", ErrorCodes.DuplicateNode, "nodes[0] has the key 'a', too");

    [Fact]
    public void Read_EdgeFromNowhere_NamesNearKeysAndWhatIsBehind()
    {
        var reading = ReadChain("fetch ship", "fecth>ship");
        reading.Errors.Count.ShouldBe(2);
        reading
            .Errors[0]
            .ShouldBeError(
                "edges[0].from",
                ErrorCodes.UnknownNode,
                "'fecth'; expected the key of a node of this workflow. Did you mean 'fetch'?"
            );
        reading
            .Errors[1]
            .ShouldBeError("nodes[1].key", ErrorCodes.UnreachableNode, "refused, or that come from nodes which can never start: edges[0].");
    }

    [Fact]
    public void Read_EdgeToNowhere_IsRefused() =>
        ReadChain("fetch ship", "fetch>ship ship>end").OnlyError().ShouldBeError("edges[1].to", ErrorCodes.UnknownNode, "'end'");

    [Theory]
    [InlineData("""{ "to": "a" }""", "edges[0].from", "MISSING_FIELD")]
    [InlineData("""{ "from": "", "to": "a" }""", "edges[0].from", "INVALID_NODE_KEY")]
    [InlineData("""{ "from": "a", "to": "" }""", "edges[0].to", "INVALID_NODE_KEY")]
    [InlineData("""{ "from": "a", "to": 3 }""", "edges[0].to", "WRONG_TYPE")]
    [InlineData("""{ "from": "a", "to": "a" }""", "edges[0]", "WORKFLOW_CYCLE")]
    [InlineData("""{ "from": "a", "to": "b", "if": "x" }""", "edges[0].if", "UNKNOWN_FIELD")]
    [InlineData("""{ "from": "a", "to": "b", "when": "a =" }""", "edges[0].when", "INVALID_EXPRESSION")]
    [InlineData("""{ "from": "a", "to": "b", "branch": "large" }""", "edges[0].branch", "FIELD_NOT_ALLOWED")]
    [InlineData("3", "edges[0]", "WRONG_TYPE")]
    public void Read_EdgeThatIsWrong_IsRefused(string edge, string field, string code)
    {
        var reading = ReadGraph($"{Job("a")}, {Job("b")}", edge);
        reading.Succeeded.ShouldBeFalse();
        var error = reading.Errors.Where(error => error.Code != ErrorCodes.UnreachableNode).ShouldHaveSingleItem();
        (error.Field, error.Code).ShouldBe((field, code), error.Message);
    }

    [Fact]
    public void Read_DoubledEdges_NamesTheOther()
    {
        ReadChain("a b", "a>b a>b").OnlyError().ShouldBeError("edges[1]", ErrorCodes.DuplicateEdge, "edges[0] leads from 'a' to 'b', too");
        ReadDecision("large", "huge", "small", "large")
            .OnlyError()
            .ShouldBeError("edges[3]", ErrorCodes.DuplicateEdge, "edges[0] leads from 'size' to 'b' with the branch 'large', too");
    }

    [Fact]
    public void Read_SeveralBranchesToOneNode_IsFine() => ReadDecision("large", "huge", "small").Errors.ShouldBeEmpty();

    [Fact]
    public void Read_EdgeWithoutOneOfTheBranches_IsRefused()
    {
        ReadDecision("large", "huge", "small", "lagre")
            .OnlyError()
            .ShouldBeError("edges[3].branch", ErrorCodes.UnknownBranch, "expected one of large, huge, small. Did you mean 'large'?");
        ReadGraph($"{Decision}, {Job("b")}", $"{BranchEdges("large", "huge", "small")}, {Edge("size>b")}")
            .OnlyError()
            .ShouldBeError("edges[3].branch", ErrorCodes.MissingField, "expected one of large, huge, small");
    }

    [Fact]
    public void Read_BranchesWithoutAnEdge_AreNamed()
    {
        var reading = ReadDecision("large");
        reading.Errors.Count.ShouldBe(2);
        reading.Errors[0].ShouldBeError("nodes[0].branches[1].label", ErrorCodes.BranchWithoutTarget, "'huge'");
        reading.Errors[1].ShouldBeError("nodes[0].default", ErrorCodes.BranchWithoutTarget, "'small'");
    }

    [Fact]
    public void Read_Cycle_NamesItFromItsFirstNodeAndTheEdgeThatCloses() =>
        ReadChain("start a b c end", "start>a b>c c>a a>b c>end")
            .OnlyError()
            .ShouldBeError("edges[2]", ErrorCodes.WorkflowCycle, "a → b → c → a;");

    [Fact]
    public void Read_SeveralCycles_AreAllTold()
    {
        var reading = ReadChain("a b c d e", "a>b b>a b>c c>b d>e e>d");
        reading.Errors.Select(error => error.Code).Distinct().ShouldBe([ErrorCodes.WorkflowCycle]);
        reading.Errors.Count.ShouldBe(3);
        reading.Errors[0].ShouldBeError("edges[1]", ErrorCodes.WorkflowCycle, "a → b → a;");
        reading.Errors[1].ShouldBeError("edges[3]", ErrorCodes.WorkflowCycle, "b → c → b;");
        reading.Errors[2].ShouldBeError("edges[5]", ErrorCodes.WorkflowCycle, "d → e → d;");
    }

    [Fact]
    public void Read_NodesBehindACycleAlone_TellsTheFirst()
    {
        var reading = ReadChain("a b c d", "a>b b>a b>c c>d");
        reading.Errors.Count.ShouldBe(2);
        reading.Errors[0].Code.ShouldBe(ErrorCodes.WorkflowCycle);
        reading.Errors[1].ShouldBeError("nodes[2].key", ErrorCodes.UnreachableNode, "'c'");
    }

    [Fact]
    public void Read_NodeWithAnotherWayIn_IsReachable() =>
        ReadChain("a b c", "a>c x>c b>c").OnlyError().ShouldBeError("edges[1].from", ErrorCodes.UnknownNode, "'x'");

    [Fact]
    public void Read_RandomGraphWithAnEdgeTurnedBack_FindsTheCycle()
    {
        var found = 0;
        for (var seed = 0; seed < 200; seed++)
        {
            var edges = SomeWorkflows.Random(seed).Edges.Select(edge => $"{edge.From}>{edge.To}").Distinct().ToList();
            if (edges.Count == 0)
            {
                continue;
            }

            var (first, last) = (edges[0].Split('>')[0], edges[0].Split('>')[1]);
            var keys = string.Join(' ', SomeWorkflows.Random(seed).Nodes.Select(node => node.Key));
            var reading = ReadChain(keys, $"{string.Join(' ', edges)} {last}>{first}");
            reading.Errors.ShouldContain(error => error.Code == ErrorCodes.WorkflowCycle && error.Message.Contains(first), $"seed {seed}");
            found++;
        }

        found.ShouldBeGreaterThan(150);
    }

    [Fact]
    public void Read_LargestWorkflowOfWrongEdges_EndsSoon()
    {
        var keys = Enumerable.Range(0, WorkflowLimits.MostNodes).Select(index => $"n{index:0000}{new string('x', 59)}").ToList();
        var edges = Enumerable
            .Range(0, WorkflowLimits.MostEdges)
            .Select(index => Edge($"y{keys[index % 1000][1..]}>{keys[index * 7 % 1000]}"));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var reading = ReadGraph(string.Join(", ", keys.Select(key => Job(key))), string.Join(", ", edges));
        reading.Errors.Count.ShouldBeGreaterThan(WorkflowLimits.MostEdges);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    private static Core.Jobs.JobDefinitionReading ReadDecision(params string[] branches) =>
        ReadGraph($"{Decision}, {Job("b")}", BranchEdges(branches));

    private static string BranchEdges(params string[] branches) =>
        string.Join(", ", branches.Select(branch => $$"""{ "from": "size", "to": "b", "branch": "{{branch}}" }"""));
}
