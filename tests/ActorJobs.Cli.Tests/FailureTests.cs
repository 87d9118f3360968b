namespace ActorJobs.Cli.Tests;

/// <summary>Why a run failed, as pbm shows it.</summary>
public sealed class FailureTests
{
    private const string Id = "01a1fa99-069e-870b-9f43-a9fbda5ce8d5";

    [Fact]
    public async Task Failure_WithCausesOfCauses_IsShownWithAllOfThem()
    {
        await using var api = await FakeApi.StartAsync();
        api.On(
            $"GET /api/v1/apps/shop/runs/{Id}",
            $$$"""
            {"id":"{{{Id}}}","job":"hello","state":"Failed","failure":{"type":"Outer","message":"no orders","stack":"   at A()","causes":[
             {"type":"Middle","message":"no data","stack":"   at B()","causes":[{"type":"Inner","message":"no network","stack":"","causes":[]}]},
             {"type":"Other","message":"no disk","stack":"   at C()","causes":[]}]}}
            """
        );

        var shown = (await api.RunAsync("run", "show", Id, "--app", "shop")).ShouldBeDone().Output.ReplaceLineEndings("\n");

        string[] lines =
        [
            "failure  Outer: no orders",
            "            at A()",
            "         cause 1: Middle: no data",
            "            at B()",
            "         cause 1.1: Inner: no network",
            "         cause 2: Other: no disk",
            "            at C()",
        ];
        shown.ShouldEndWith(string.Join('\n', lines) + "\n");
    }
}
