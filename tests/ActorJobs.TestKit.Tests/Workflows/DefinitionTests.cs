using ActorJobs.Errors;
using ActorJobs.TestKit.Jobs;

namespace ActorJobs.TestKit.Tests.Workflows;

public sealed class DefinitionTests : IDisposable
{
    private const string Outer = """
        { "name": "outer", "nodes": [
          { "key": "inner", "kind": "workflow", "workflow": "inner" }, { "key": "stored", "job": "stored" } ] }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("kit-definitions-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task SaveWorkflow_Wrong_ThrowsAllErrorsOfTheServer()
    {
        await using var kit = await JobTestKit.StartAsync();
        const string wrong = """
            name: wrong
            nodes:
              - { key: a, processor: { name: x }, params: { day: "${results.b.day}" } }
              - { key: b, kind: workflow }
            edges:
              - { from: a, to: c }
            """;
        var thrown = await Should.ThrowAsync<InvalidDefinitionException>(kit.SaveWorkflowAsync(wrong));
        thrown.Errors.Select(error => error.Field).ShouldBe(["nodes[1].workflow", "edges[0].to"], ignoreOrder: true);
        thrown.Message.ShouldContain("- edges[0].to: ");
        (await Should.ThrowAsync<InvalidDefinitionException>(kit.SaveWorkflowAsync("""{ "name": "x", """)))
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe(ErrorCodes.InvalidJson);
        (await Should.ThrowAsync<InvalidDefinitionException>(kit.SaveWorkflowAsync("name: [x")))
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe(ErrorCodes.InvalidYaml);
    }

    [Fact]
    public async Task SaveWorkflow_ThatNeedsAJobThatIsNotThere_IsRefused()
    {
        await using var kit = await JobTestKit.StartAsync();
        await kit.SaveWorkflowAsync("""{ "name": "inner", "nodes": [ { "key": "a", "processor": { "name": "x" } } ] }""");
        await kit.SaveJobAsync("""{ "name": "storred", "processor": { "name": "x" } }""");
        var refused = await Should.ThrowAsync<RefusalException>(kit.SaveWorkflowAsync(Outer));
        (refused.Code, refused.Field).ShouldBe((ErrorCodes.UnknownJob, "nodes[1].job"));
        refused.Candidates.ShouldBe(["storred"]);
    }

    [Fact]
    public async Task Load_OfFilesThatNeedEachOther_SavesThemInTheirOrder()
    {
        await using var kit = await JobTestKit.StartAsync();
        await kit.LoadAsync(
            Write("outer.json", Outer),
            Write("inner.yaml", "{ name: inner, nodes: [ { key: a, job: stored } ] }"),
            Write("stored.yml", "name: stored\nprocessor: { name: x }\n")
        );
        await kit.FakeAsync("x", TestKit.Workers.Work.Succeeds());
        (await kit.StartInstanceAsync("outer")).ShouldBe(Core.Runs.RunState.Succeeded);
    }

    [Fact]
    public async Task Load_OfWorkflowsWithinEachOther_IsRefusedWithTheirNames()
    {
        await using var kit = await JobTestKit.StartAsync();
        var refused = await Should.ThrowAsync<RefusalException>(
            kit.LoadAsync(
                Write("a.yaml", "{ name: a, nodes: [ { key: n, kind: workflow, workflow: b } ] }"),
                Write("b.yaml", "{ name: b, nodes: [ { key: n, kind: workflow, workflow: a } ] }")
            )
        );
        refused.Code.ShouldBe(ErrorCodes.WorkflowRecursion);
        refused.Message.ShouldContain("a, b");
    }

    [Fact]
    public async Task Load_OfAWrongFile_NamesIt()
    {
        await using var kit = await JobTestKit.StartAsync();
        var file = Write("wrong.yaml", "name: wrong\nnods: []\n");
        var wrong = await Should.ThrowAsync<InvalidDefinitionException>(kit.LoadAsync(file));
        wrong.Message.ShouldContain($"The definition in {file} is wrong:");
        wrong.Errors.ShouldContain(error => error.Field == "nods");
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}
