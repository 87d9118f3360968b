using ActorJobs.Protocol;
using Microsoft.Data.Sqlite;

namespace ActorJobs.Server.Tests.Facade;

/// <summary>An instance whose journal somebody has spoilt in the store.</summary>
public class BrokenJournalTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    [Theory]
    [InlineData("no JSON")]
    [InlineData("""{"type":"nodeTurnedIntoAFrog","at":"2026-01-01T00:00:00Z"}""")]
    public async Task Instance_WhoseJournalCannotBeRead_IsRefusedInWordsLoggedAndCancelled(string entry)
    {
        var workflow = await TestWorkflow.CreateAsync(server);
        var instance = await workflow.StartAsync();
        var id = instance.Split('/')[^1];
        var child = (await workflow.NodeAsync(instance, "fetch")).GetProperty("run").GetString()!;
        var sound = await workflow.StartAsync();

        await server.RestartAsync(file => SpoilAsync(file, id, entry));

        foreach (var path in (string[])[instance, $"{instance}/graph", $"{instance}/history"])
        {
            var detail = (await server.SendAsync("GET", path)).ShouldBeProblem(409, "WORKFLOW_STATE_CONFLICT")["detail"]!;
            detail.ShouldStartWith($"The journal of instance {id} cannot be read: ");
            detail.ShouldEndWith(" It can be cancelled.");
        }

        (await workflow.OperateAsync(instance, "pause")).ShouldBeProblem(409, "WORKFLOW_STATE_CONFLICT")["detail"]!.ShouldContain(
            "its journal cannot be read"
        );
        server.Log.Errors.Where(line => line.Contains(id)).ShouldHaveSingleItem().ShouldContain("is set aside: its journal cannot be read");
        (await workflow.StatesAsync(sound)).ShouldStartWith("Running ");

        (await workflow.OperateAsync(instance, "cancel", """{"reason":"it is broken"}"""))["state"].ShouldBe("Cancelled");

        var run = await server.SendAsync("GET", $"{workflow.App}/runs/{id}");
        (run["state"], run["stop"]!.Contains("it is broken")).ShouldBe(("Cancelled", true));
        run = await server.SendAsync("GET", $"{workflow.App}/runs/{child}");
        (run["state"], run["stop"]!.Contains("it is broken")).ShouldBe(("Stopping", true));
        var worker = new FakeWorker(server, workflow.App, "w1");
        await worker.JoinAsync(8, "echo");
        await worker.ReportAsync(child, Outcome.Cancelled);

        // The owner answers only when it has heard the report.
        (await workflow.StatesAsync(sound)).ShouldStartWith("Running ");
        (await server.SendAsync("GET", $"{workflow.App}/runs/{child}"))["state"].ShouldBe("Cancelled");
        (await server.SendAsync("GET", $"{workflow.App}/workflow-instances?state=Cancelled")).Items("id").ShouldBe([id]);
        (await server.SendAsync("GET", instance)).ShouldBeProblem(409, "WORKFLOW_STATE_CONFLICT")["detail"]!.ShouldContain(
            " It is Cancelled; "
        );
    }

    private static async Task SpoilAsync(string file, string instance, string entry)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = """
            UPDATE workflow_event SET event = $entry
            WHERE instance_id = $instance AND position = (SELECT max(position) FROM workflow_event WHERE instance_id = $instance)
            """;
        command.Parameters.AddWithValue("$entry", entry);
        command.Parameters.AddWithValue("$instance", instance);
        (await command.ExecuteNonQueryAsync()).ShouldBe(1);
    }
}
