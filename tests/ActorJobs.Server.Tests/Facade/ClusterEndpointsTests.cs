namespace ActorJobs.Server.Tests.Facade;

/// <summary>The cluster of a server that is alone.</summary>
public sealed class ClusterEndpointsTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    [Fact]
    public async Task Nodes_OfAServerThatIsAlone_AreItselfWithEverything()
    {
        var app = await server.NewAppAsync();

        var nodes = (await server.SendAsync("GET", "/api/v1/cluster/nodes")).Body;
        var shards = (await server.SendAsync("GET", "/api/v1/cluster/shards")).Body;

        nodes.GetProperty("engine").GetString().ShouldBe("local");
        var node = nodes.GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        node.GetProperty("name").GetString().ShouldBe("n1");
        node.GetProperty("address").GetString().ShouldBe(server.Address.ToString());
        node.GetProperty("isHere").GetBoolean().ShouldBeTrue();
        var shard = shards.GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        shard.GetProperty("owner").GetString().ShouldBe("n1");
        shard.GetProperty("apps").EnumerateArray().Select(name => name.GetString()).ShouldContain(app.Split('/')[^1]);
        (await server.SendAsync("GET", app)).Body.GetProperty("shard").GetInt32().ShouldBe(0);
    }

    [Theory]
    [InlineData("nodes/n1:leave", null)]
    [InlineData("nodes/n1:down", null)]
    [InlineData("nodes:down-unreachable", null)]
    [InlineData("shards/0:move", """{"to":"n2"}""")]
    [InlineData("shards:rebalance", null)]
    public async Task Operations_OnAServerThatIsAlone_AreRefused(string path, string? body)
    {
        var answer = await server.SendAsync("POST", $"/api/v1/cluster/{path}", body);

        answer.ShouldBeProblem(409, "NOT_A_CLUSTER");
    }

    [Theory]
    [InlineData("{}", "MISSING_FIELD", "to")]
    [InlineData("""{"to":5}""", "WRONG_TYPE", "to")]
    [InlineData("""{"node":"n2"}""", "UNKNOWN_FIELD", "node")]
    public async Task Move_WithAWrongBody_SaysWhatIsWrong(string body, string code, string field) =>
        (await server.SendAsync("POST", "/api/v1/cluster/shards/0:move", body)).ShouldBeProblem(400, code, field);
}
