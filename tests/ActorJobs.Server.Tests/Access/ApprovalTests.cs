using System.Text.Json;
using ActorJobs.Errors;

namespace ActorJobs.Server.Tests.Access;

/// <summary>Who may approve what a workflow instance waits for.</summary>
public sealed class ApprovalTests(GuardedServer server) : IClassFixture<GuardedServer>
{
    private const string Definition = """
        { "name": "release", "nodes": [ { "key": "ok", "kind": "approval", "role": "developer", "prompt": "Release?", "due": "1h" } ] }
        """;

    [Theory]
    [InlineData("approve", """{"node":"ok","note":"tested"}""", "Succeeded")]
    [InlineData("reject", """{"node":"ok"}""", "Failed")]
    [InlineData("mark-succeeded", """{"node":"ok"}""", "Succeeded")]
    [InlineData("skip", """{"node":"ok"}""", "Succeeded")]
    public async Task Approval_OfATokenOfALesserRole_IsRefused_AndOfTheRoleDone(string operation, string body, string state)
    {
        var app = $"/api/v1/apps/approvals-{operation}";
        await server.SendAsync("PUT", app);
        (await server.SendAsync("POST", $"{app}/workflows", Definition)).Status.ShouldBe(201);
        var instance = (await server.SendAsync("POST", $"{app}/workflows/release/instances")).Headers["Location"];
        var (low, lesser) = await server.NewTokenAsync("operator");
        var (name, enough) = await server.NewTokenAsync("developer");

        var refused = await server.SendAsAsync(lesser, "POST", $"{instance}:{operation}", body);
        refused.ShouldBeProblem(403, ErrorCodes.RoleTooLow, "node")["detail"]!.ShouldContain($"{low} has the role operator");
        NodeOf(await server.SendAsync("GET", instance))
            .GetProperty("awaits")
            .GetRawText()
            .ShouldBe("""{"for":"approval","prompt":"Release?","role":"developer"}""");

        (await server.SendAsAsync(enough, "POST", $"{instance}:{operation}", body)).Status.ShouldBe(200);
        (await server.SendAsync("GET", instance))["state"].ShouldBe(state);
        (await server.SendAsync("GET", $"{instance}/history")).Items("text").ShouldContain(text => text.Contains(name));
    }

    private static JsonElement NodeOf(Tests.Facade.Answer instance) => instance.Body.GetProperty("nodes")[0];
}
