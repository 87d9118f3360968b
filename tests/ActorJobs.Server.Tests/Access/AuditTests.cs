using ActorJobs.Errors;

namespace ActorJobs.Server.Tests.Access;

/// <summary>Who changed what.</summary>
public sealed class AuditTests(GuardedServer server) : IClassFixture<GuardedServer>
{
    [Fact]
    public async Task Changes_DoneAndRefused_AreRecordedAndLooksAndRunsAreNot()
    {
        var path = await server.NewAppWithJobAsync();
        var app = path.Split('/')[^1];
        var (name, token) = await server.NewTokenAsync("operator", app);
        await server.SendAsAsync(token, "POST", $"{path}/jobs/hello:disable");
        await server.SendAsAsync(token, "GET", $"{path}/jobs/hello");
        await server.SendAsAsync(token, "POST", $"{path}/jobs/hello/runs", """{"params":{"text":"the secret of the run"}}""");
        await server.SendAsAsync(token, "POST", $"{path}/jobs/nothing:disable");
        await server.SendAsAsync(token, "DELETE", $"{path}/jobs/hello?cascade=true");
        await server.SendAsAsync(null, "DELETE", path);
        await server.SendAsync("DELETE", $"{path}/jobs/hello?cascade=true");

        var records = await server.AuditAsync(app, 6);

        records
            .Select(record => (record.Caller, record.Method, record.Path, record.Status))
            .ShouldBe([
                ("configured", "DELETE", $"{path}/jobs/hello", 204),
                ("nobody", "DELETE", path, 401),
                (name, "DELETE", $"{path}/jobs/hello", 403),
                (name, "POST", $"{path}/jobs/hello:disable", 200),
                ("configured", "POST", $"{path}/jobs", 201),
                ("configured", "PUT", path, 201),
            ]);
        records.ShouldAllBe(record => record.Address == "127.0.0.1" && record.App == app);
    }

    [Fact]
    public async Task Audit_OfManyChanges_IsReadByPageAndTimeAndByTheAdminOfTheApp()
    {
        var path = await server.NewAppAsync();
        var app = path.Split('/')[^1];
        for (var number = 0; number < 3; number++)
        {
            await server.SendAsync("POST", $"{path}:new-secret");
        }

        var all = await server.AuditAsync(app, 4);

        var first = await server.SendAsync("GET", $"/api/v1/audit?app={app}&limit=3");
        var second = await server.SendAsync("GET", $"/api/v1/audit?app={app}&limit=3&cursor={first["next"]}");
        first.Items("path").Count.ShouldBe(3);
        second.Items("method").ShouldBe(["PUT"]);
        var at = Uri.EscapeDataString($"{all[1].At:O}");
        (await server.SendAsync("GET", $"/api/v1/audit?app={app}&from={at}")).Items("path").Count.ShouldBe(2);
        (await server.SendAsync("GET", $"/api/v1/audit?app={app}&to={at}")).Items("path").Count.ShouldBe(2);
        var (_, admin) = await server.NewTokenAsync("admin", app);
        (await server.SendAsAsync(admin, "GET", "/api/v1/audit")).Items("app").Distinct().ShouldBe([app]);
        (await server.SendAsAsync(admin, "GET", "/api/v1/audit?app=other")).ShouldBeProblem(403, ErrorCodes.TokenOfOneApp, "app");
    }
}
