using ActorJobs.Client;
using ActorJobs.Errors;
using ActorJobs.Server.Tests.Facade;

namespace ActorJobs.Server.Tests.Access;

/// <summary>The secrets of apps that params name, over HTTP.</summary>
public sealed class SecretTests(GuardedServer server) : IClassFixture<GuardedServer>
{
    private const string Value = "a value that nobody else has, 4711";

    [Fact]
    public async Task Secret_Set_IsListedWithoutItsValueAndNowhereToBeRead()
    {
        var app = await server.NewAppAsync();
        using var client = Client();
        var secrets = client.App(app.Split('/')[^1]);

        await secrets.SetSecretAsync("bank", Value);
        await secrets.SetSecretAsync("Mail", Value);

        var listed = await secrets.ListSecretsAsync().ToListAsync();
        listed.Select(secret => (secret.Name, secret.SetBy)).ShouldBe([("Mail", "configured"), ("bank", "configured")]);
        listed[0].SetAt.ShouldBe(server.Clock.GetUtcNow(), TimeSpan.FromMinutes(1));
        (await server.SendAsync("GET", $"{app}/secrets")).Body.ToString().ShouldNotContain("4711");
        var audited = await server.AuditAsync(app.Split('/')[^1], 2, record => record.Path.Contains("/secrets/", StringComparison.Ordinal));
        audited.Select(record => $"{record.Method} {record.Path}").ShouldContain($"PUT {app}/secrets/bank");
        var written = server.EverythingWritten();
        written.ShouldContain("bank");
        written.ShouldNotContain(Value);

        await secrets.DeleteSecretAsync("bank");
        (await secrets.ListSecretsAsync().Select(secret => secret.Name).ToListAsync()).ShouldBe(["Mail"]);
    }

    [Theory]
    [InlineData("operator", "GET", 403)]
    [InlineData("developer", "GET", 200)]
    [InlineData("developer", "PUT", 403)]
    [InlineData("developer", "DELETE", 403)]
    [InlineData("admin", "PUT", 204)]
    public async Task Secrets_AskedForInARole_AreForAdminsAndListedForDevelopers(string role, string method, int status)
    {
        var app = await server.NewAppAsync();
        var (_, token) = await server.NewTokenAsync(role, app.Split('/')[^1]);

        var answer = await server.SendAsAsync(
            token,
            method,
            method == "GET" ? $"{app}/secrets" : $"{app}/secrets/bank",
            method == "PUT" ? $$"""{"value":"{{Value}}"}""" : null
        );

        answer.Status.ShouldBe(status, answer.Body.ToString());
    }

    [Fact]
    public async Task Value_OfAWrongLengthOrType_IsRefusedAndNotShown()
    {
        var app = await server.NewAppAsync();
        var longest = new string('ä', 16_384);

        (await server.SendAsync("PUT", $"{app}/secrets/a", """{"value":""}""")).ShouldBeProblem(400, ErrorCodes.OutOfRange, "value");
        (await server.SendAsync("PUT", $"{app}/secrets/a", "{}")).ShouldBeProblem(400, ErrorCodes.MissingField, "value");
        var tooLong = await server.SendAsync("PUT", $"{app}/secrets/a", $$"""{"value":"{{longest}}x"}""");
        tooLong.ShouldBeProblem(400, ErrorCodes.OutOfRange, "value").Body.ToString().ShouldNotContain("ä");
        var number = await server.SendAsync("PUT", $"{app}/secrets/a", """{"value":471147114711}""");
        number.ShouldBeProblem(400, ErrorCodes.WrongType, "value").Body.ToString().ShouldNotContain("4711");
        (await server.SendAsync("PUT", $"{app}/secrets/a", $$"""{"value":"{{longest}}"}""")).Status.ShouldBe(204);
    }

    [Fact]
    public async Task Names_ThatAreNone_AreRefused()
    {
        var app = await server.NewAppAsync();
        await server.SendAsync("PUT", $"{app}/secrets/bank", $$"""{"value":"{{Value}}"}""");

        (await server.SendAsync("PUT", $"{app}/secrets/-a", $$"""{"value":"{{Value}}"}""")).ShouldBeProblem(
            400,
            ErrorCodes.InvalidName,
            "secret"
        );
        var missing = await server.SendAsync("DELETE", $"{app}/secrets/banc");
        missing.ShouldBeProblem(404, ErrorCodes.SecretNotFound, "secret").Body.ToString().ShouldContain("Did you mean 'bank'?");
        (await server.SendAsync("GET", "/api/v1/apps/nowhere/secrets")).ShouldBeProblem(404, ErrorCodes.AppNotFound, "app");
        (await server.SendAsync("PUT", "/api/v1/apps/nowhere/secrets/a", $$"""{"value":"{{Value}}"}""")).ShouldBeProblem(
            404,
            ErrorCodes.AppNotFound,
            "app"
        );
    }

    private ActorJobsClient Client() => new(server.Address, new ActorJobsClientOptions { Token = GuardedServer.AdminToken });
}

/// <summary>A server without a key, as one on PostgreSQL is that was not given any.</summary>
public sealed class SecretWithoutKeyTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    [Fact]
    public async Task Secret_OfAServerWithoutAKey_IsRefusedByTheNameOfTheSetting()
    {
        var app = await server.NewAppAsync();

        var refused = await server.SendAsync("PUT", $"{app}/secrets/bank", """{"value":"something"}""");

        refused.ShouldBeProblem(409, ErrorCodes.SecretsKeyMissing).Body.ToString().ShouldContain("actorjobs.secrets.key");
    }
}
