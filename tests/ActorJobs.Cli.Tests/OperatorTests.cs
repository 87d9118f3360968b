namespace ActorJobs.Cli.Tests;

/// <summary>Commands for a cluster and for tokens, against prepared answers.</summary>
public sealed class OperatorTests
{
    private const string Nodes = """
        {"engine":"cluster","coordinator":"n1","coordinatorEpoch":3,"items":[
         {"name":"n1","address":"http://10.0.0.1:7700","incarnation":"a","standing":"member","isLive":true,"leaseLeft":"4s200ms",
          "shards":43,"apps":7,"isCoordinator":true,"isHere":true},
         {"name":"n2","address":"http://10.0.0.2:7700","incarnation":"b","standing":"member","isLive":false,"leaseLeft":"0s",
          "shards":21,"apps":2,"isCoordinator":false,"isHere":false}]}
        """;

    private const string Shards =
        """{"items":[{"id":0,"epoch":3,"owner":"n1","wanted":"n1","isPinned":false,"apps":["shop"]},{"id":1,"epoch":1,"isPinned":false,"apps":[]}]}""";

    [Theory]
    [InlineData("POST /api/v1/cluster/nodes/n2:leave", 202, "", "cluster leave n2", "Node n2 hands over")]
    [InlineData("POST /api/v1/cluster/nodes/n2:down", 204, "", "cluster down n2", "Node n2 is out")]
    [InlineData(
        "POST /api/v1/cluster/nodes:down-unreachable",
        200,
        """{"items":["n2"]}""",
        "cluster down-unreachable",
        "Out of the cluster: n2."
    )]
    [InlineData("POST /api/v1/cluster/shards/0:move", 202, "", "sharding move shop n2", "Shard 0 moves to node n2")]
    [InlineData("POST /api/v1/cluster/shards/1:move", 202, "", "sharding move 1 n2", "Shard 1 moves to node n2")]
    [InlineData("POST /api/v1/cluster/shards:rebalance", 202, "", "sharding rebalance", "spread anew")]
    [InlineData(
        "POST /api/v1/tokens",
        200,
        """{"name":"ci","role":"operator","app":"shop","token":"t-1"}""",
        "token create ci --role operator --app shop",
        "t-1"
    )]
    [InlineData("DELETE /api/v1/tokens/ci", 204, "", "token delete ci", "Token ci is taken back.")]
    [InlineData("DELETE /api/v1/apps/shop/secrets/bank", 204, "", "secret delete bank --app shop", "Secret bank of app shop is deleted.")]
    [InlineData(
        "GET /api/v1/apps/shop/secrets",
        200,
        """{"items":[{"name":"bank","setAt":"2026-01-01T00:00:00.000Z","setBy":"ann"}]}""",
        "secret list --app shop",
        "ann"
    )]
    [InlineData("POST /api/v1/tokens:init", 200, """{"name":"admin","role":"admin","token":"t-0"}""", "init", "t-0")]
    [InlineData("POST /api/v1/apps/shop:new-secret", 200, """{"secret":"s-1"}""", "app new-secret shop --keep-old-for 1h", "s-1")]
    [InlineData(
        "GET /api/v1/tokens",
        200,
        """{"items":[{"name":"ci","role":"operator","createdAt":"2026-01-01T00:00:00.000Z","createdBy":"admin"}]}""",
        "token list",
        "never"
    )]
    [InlineData(
        "GET /api/v1/audit?app=shop&from=2026-01-01T00%3A00%3A00.000Z",
        200,
        """{"items":[{"at":"2026-01-01T00:00:00.000Z","token":"ci","address":"::1","method":"PUT","path":"/api/v1/apps/shop","status":201,"app":"shop"}]}""",
        "audit --app shop --from 2026-01-01T00:00:00Z",
        "/api/v1/apps/shop"
    )]
    public async Task Command_ThatTheServerDoes_SendsItsRequestAndTells(string call, int status, string body, string line, string told)
    {
        await using var api = await FakeApi.StartAsync();
        api.On(call, body, status).On("GET /api/v1/cluster/shards", Shards);

        var result = await api.RunAsync(line.Split(' '));

        result.ShouldBeDone().Output.ShouldContain(told);
        api.Requests.Last().Call.ShouldBe(call);
    }

    [Fact]
    public async Task Requests_WithBodies_SayWhatTheLineSays()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("POST /api/v1/cluster/shards/7:move", "", 202)
            .On("POST /api/v1/tokens", """{"name":"ci","role":"viewer","token":"t"}""")
            .On("POST /api/v1/apps/shop:new-secret", """{"secret":"s"}""");

        await api.RunAsync("sharding", "move", "7", "n2");
        await api.RunAsync("token", "create", "ci", "--role", "viewer");
        await api.RunAsync("app", "new-secret", "shop", "--keep-old-for", "1h");

        api.Requests.Select(request => request.Body)
            .ShouldBe(["""{"to":"n2"}""", """{"name":"ci","role":"viewer"}""", """{"keepOldFor":"PT1H"}"""]);
    }

    [Theory]
    [InlineData("s3cr3t", "s3cr3t")]
    [InlineData("two\nlines\n", "two\nlines")]
    [InlineData("windows\r\n", "windows")]
    public async Task Secret_OfTheStandardInput_IsSentWithoutTheBreakAtItsEnd(string input, string value)
    {
        await using var api = await FakeApi.StartAsync();
        api.On("PUT /api/v1/apps/shop/secrets/bank", "", 204);

        var result = await new PbmRun { Server = api.Address, Input = input }.RunAsync("secret", "set", "bank", "--app", "shop");

        result.ShouldBeDone().Output.ShouldContain("Secret bank of app shop is set.");
        using var body = System.Text.Json.JsonDocument.Parse(api.Requests.Single().Body);
        body.RootElement.GetProperty("value").GetString().ShouldBe(value);
    }

    [Fact]
    public async Task Cluster_WithADeadNode_IsShownWithIt()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("GET /api/v1/cluster/nodes", Nodes).On("GET /api/v1/cluster/shards", Shards);

        var status = (await api.RunAsync("cluster", "status")).ShouldBeDone().Output;

        status.ShouldContain("1 live of 2");
        status.ShouldMatch(@"not live\s+n2");
        (await api.RunAsync("cluster", "show")).ShouldBeDone().Output.ShouldMatch(@"n1 .*member +yes +4\.2s +43 +7 +yes +yes");
        (await api.RunAsync("sharding", "shards")).ShouldBeDone().Output.ShouldMatch(@"(?m)^1 +nobody +1$");
        (await api.RunAsync("cluster", "show", "-o", "json")).ShouldBeDone().Output.Trim().ShouldBe(Nodes.Trim());
    }

    [Fact]
    public async Task Tail_OfTheCluster_TellsOnlyWhatChanges()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("GET /api/v1/cluster/nodes", Nodes).On("GET /api/v1/cluster/shards", Shards);
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var output = new SignallingWriter(text =>
        {
            if (text.Contains("2 nodes, 2 shards", StringComparison.Ordinal))
            {
                api.On("GET /api/v1/cluster/nodes", Nodes.Replace("\"isLive\":false", "\"isLive\":true", StringComparison.Ordinal))
                    .On("GET /api/v1/cluster/shards", Shards.Replace("\"owner\":\"n1\"", "\"owner\":\"n2\"", StringComparison.Ordinal));
            }

            if (text.Contains("from n1 to n2", StringComparison.Ordinal))
            {
                enough.Cancel();
            }
        });

        await Should.ThrowAsync<OperationCanceledException>(() =>
            new PbmRun { Server = api.Address, Output = output }.RunAsync(["cluster", "tail"], enough.Token)
        );

        output.Text.ShouldMatch(@"Z 2 nodes, 2 shards\n.*Z node n2 is live\n.*Z shard\(s\) 0 went from n1 to n2\n");
    }

    [Fact]
    public async Task Token_OfAFileOrAVariable_GoesWithEachRequestAndTheFileCounts()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("GET /api/v1/tokens", """{"items":[]}""");
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "from-file\n");
        var pbm = new PbmRun { Server = api.Address, Variables = { ["PBM_TOKEN"] = "from-variable" } };

        (await pbm.RunAsync("token", "list")).ShouldBeDone();
        (await pbm.RunAsync("token", "list", "--token-file", file)).ShouldBeDone();
        await File.WriteAllTextAsync(file, "two words\n");
        (await pbm.RunAsync("token", "list", "--token-file", file)).ShouldFail(2, "holds no token");
        File.Delete(file);
        (await pbm.RunAsync("token", "list", "--token-file", file)).ShouldFail(2, "INPUT_UNUSABLE");

        api.Requests.Select(request => request.Authorization).ShouldBe(["Bearer from-variable", "Bearer from-file"]);
    }

    [Fact]
    public async Task Answer_OfSomethingElse_IsToldAsSuch()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("GET /api/v1/apps", "<html>\u001b[31mproxy", 200, "text/html");

        var result = (await api.RunAsync("app", "list")).ShouldFail(3, "UNEXPECTED_ANSWER");

        result.Errors.ShouldContain("text/html");
        result.Errors.ShouldNotContain("\u001b");
    }

    [Fact]
    public async Task Names_WithControlCharacters_DoNotReachTheTerminal()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("GET /api/v1/apps", """{"items":[{"name":"a\u001b[2J","epoch":1,"createdAt":"2026-01-01T00:00:00.000Z"}]}""");

        foreach (var columns in (int?[])[null, 80])
        {
            var result = await new PbmRun
            {
                Server = api.Address,
                Columns = columns,
                Variables = { ["NO_COLOR"] = "1" },
            }.RunAsync("app", "list");
            result.ShouldBeDone().Output.ShouldNotContain("\u001b");
        }
    }

    [Fact]
    public async Task Table_OnATerminal_HasABorderUnlessColoursAreUnwanted()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("GET /api/v1/apps", """{"items":[{"name":"a","epoch":1,"createdAt":"2026-01-01T00:00:00.000Z"}]}""");

        (await new PbmRun { Server = api.Address, Columns = 80 }.RunAsync("app", "list")).Output.ShouldContain("╭");
        (await new PbmRun { Server = api.Address }.RunAsync("app", "list")).Output.ShouldBe(
            "APP  EPOCH  CREATED\na    1      2026-01-01T00:00:00Z\n".ReplaceLineEndings()
        );
    }
}
