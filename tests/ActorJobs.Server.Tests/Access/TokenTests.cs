using System.Net.Http.Headers;
using ActorJobs.Client;
using ActorJobs.Client.Access;
using ActorJobs.Errors;

namespace ActorJobs.Server.Tests.Access;

/// <summary>Tokens: made, used, listed, revoked.</summary>
public sealed class TokenTests(GuardedServer server) : IClassFixture<GuardedServer>
{
    private const string Tokens = "/api/v1/tokens";

    [Fact]
    public async Task Token_MadeUsedAndListed_IsNowhereToBeReadAgain()
    {
        var (name, text) = await server.NewTokenAsync("viewer");
        text.ShouldStartWith("ajt_");
        text.Length.ShouldBe("ajt_".Length + 43);

        (await server.SendAsAsync(text, "GET", "/api/v1/apps")).Status.ShouldBe(200);
        await server.SendAsAsync($"{text}x", "GET", "/api/v1/apps");

        var list = await server.SendAsync("GET", Tokens);
        var listed = list.Body.GetProperty("items").EnumerateArray().Single(token => token.GetProperty("name").GetString() == name);
        listed.GetProperty("role").GetString().ShouldBe("viewer");
        listed.GetProperty("createdBy").GetString().ShouldBe("configured");
        listed.TryGetProperty("app", out _).ShouldBeFalse();
        listed.TryGetProperty("lastUsedAt", out _).ShouldBeTrue();
        var written = server.EverythingWritten();
        written.ShouldContain(name);
        foreach (var secret in new[] { text, text["ajt_".Length..], GuardedServer.AdminToken })
        {
            (list.Body.ToString().Contains(secret, StringComparison.Ordinal), written.Contains(secret, StringComparison.Ordinal)).ShouldBe(
                (false, false)
            );
        }
    }

    [Fact]
    public async Task Token_OfOneApp_SeesThatAppAlone()
    {
        await server.SendAsync("PUT", "/api/v1/apps/mine");
        await server.SendAsync("PUT", "/api/v1/apps/theirs");
        var (_, admin) = await server.NewTokenAsync("admin", "mine");

        (await server.SendAsAsync(admin, "GET", "/api/v1/apps")).Items("name").ShouldBe(["mine"]);
        (await server.SendAsAsync(admin, "GET", "/api/v1/apps/mine")).Status.ShouldBe(200);
        (await server.SendAsAsync(admin, "POST", "/api/v1/apps/mine/jobs", """{"name":"a","processor":{"name":"b"}}""")).Status.ShouldBe(
            201
        );
        (await server.SendAsAsync(admin, "POST", Tokens, """{"name":"for-mine","role":"viewer","app":"mine"}""")).Status.ShouldBe(201);
        (await server.SendAsAsync(admin, "POST", Tokens, """{"name":"no","role":"viewer"}""")).ShouldBeProblem(
            403,
            ErrorCodes.TokenOfOneApp,
            "app"
        );
        (await server.SendAsAsync(admin, "POST", Tokens, """{"name":"no","role":"viewer","app":"theirs"}""")).ShouldBeProblem(
            403,
            ErrorCodes.TokenOfOneApp,
            "app"
        );
        var (foreign, _) = await server.NewTokenAsync("viewer", "theirs");
        (await server.SendAsAsync(admin, "GET", Tokens)).Items("app").Distinct().ShouldBe(["mine"]);
        (await server.SendAsAsync(admin, "DELETE", $"{Tokens}/{foreign}")).ShouldBeProblem(404, ErrorCodes.TokenNotFound, "token");
        (await server.SendAsAsync(admin, "DELETE", $"{Tokens}/for-mine")).Status.ShouldBe(204);
    }

    [Fact]
    public async Task Token_OfOneApp_PreviewsWithItsCalendarsAlone()
    {
        const string weekends = """{"calendars":{"weekends":{"weekdays":["sat","sun"]}}}""";
        await server.SendAsync("PUT", "/api/v1/apps/planned");
        await server.SendAsync("PUT", "/api/v1/apps/hidden");
        await server.SendAsync("PUT", "/api/v1/apps/planned/settings", weekends);
        await server.SendAsync("PUT", "/api/v1/apps/hidden/settings", weekends);
        var (_, viewer) = await server.NewTokenAsync("viewer", "planned");

        (await server.SendAsAsync(viewer, "POST", "/api/v1/schedules:preview", Preview("planned"))).Status.ShouldBe(200);
        (await server.SendAsAsync(viewer, "POST", "/api/v1/schedules:preview", Preview("hidden"))).ShouldBeProblem(
            403,
            ErrorCodes.TokenOfOneApp,
            "app"
        );

        static string Preview(string app) =>
            $$"""{"schedule":{"kind":"cron","expression":"@daily","calendar":"weekends"},"app":"{{app}}"}""";
    }

    [Fact]
    public async Task Token_OfAnAppThatIsDeleted_GoesWithIt()
    {
        await server.SendAsync("PUT", "/api/v1/apps/short-lived");
        var (_, token) = await server.NewTokenAsync("viewer", "short-lived");
        (await server.SendAsAsync(token, "GET", "/api/v1/apps/short-lived")).Status.ShouldBe(200);

        await server.SendAsync("DELETE", "/api/v1/apps/short-lived");
        await server.SendAsync("PUT", "/api/v1/apps/short-lived");

        for (var tries = 0; (await server.SendAsAsync(token, "GET", "/api/v1/apps/short-lived")).Status != 401; tries++)
        {
            tries.ShouldBeLessThan(200, "It works over 2 s after its app is gone.");
            await Task.Delay(GuardedServer.AgainAfter);
        }
    }

    [Theory]
    [InlineData("""{"name":"a b","role":"viewer"}""", 400, ErrorCodes.InvalidName, "name")]
    [InlineData("""{"name":"configured","role":"viewer"}""", 400, ErrorCodes.InvalidName, "name")]
    [InlineData("""{"name":"x","role":"root"}""", 400, ErrorCodes.InvalidValue, "role")]
    [InlineData("""{"name":"x"}""", 400, ErrorCodes.MissingField, "role")]
    [InlineData("""{"name":"x","role":"viewer","app":"nowhere"}""", 404, ErrorCodes.AppNotFound, "app")]
    public async Task Token_ThatCannotBe_IsRefused(string body, int status, string code, string field) =>
        (await server.SendAsync("POST", Tokens, body)).ShouldBeProblem(status, code, field);

    [Fact]
    public async Task Token_OfANameThatIsTaken_IsRefused()
    {
        var (name, _) = await server.NewTokenAsync("viewer");

        (await server.SendAsync("POST", Tokens, $$"""{"name":"{{name}}","role":"admin"}""")).ShouldBeProblem(
            409,
            ErrorCodes.TokenExists,
            "name"
        );
    }

    [Fact]
    public async Task Token_OfTheConfiguration_IsAnAdminThatCannotBeRevoked()
    {
        (await server.SendAsync("DELETE", $"{Tokens}/configured")).ShouldBeProblem(409, ErrorCodes.TokenConfigured, "token");
        (await server.SendAsAsync(null, "POST", $"{Tokens}:init")).ShouldBeProblem(409, ErrorCodes.AdminTokenExists);
    }

    [Fact]
    public async Task Run_ByAToken_TellsItsName()
    {
        var app = await server.NewAppWithJobAsync();
        var (name, token) = await server.NewTokenAsync("operator");

        var run = await server.SendAsAsync(token, "POST", $"{app}/jobs/hello/runs");

        var shown = await server.SendAsync("GET", $"{app}/runs/{run["id"]}");
        shown.Body.GetProperty("trigger").GetProperty("name").GetString().ShouldBe(name);
    }

    [Fact]
    public async Task Header_InAnyCase_IsTaken()
    {
        using var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("bEARER", GuardedServer.AdminToken);

        (await client.GetAsync("/api/v1/apps")).IsSuccessStatusCode.ShouldBeTrue();
    }

    [Fact]
    public async Task Client_WithAToken_MakesListsAndRevokesOthers()
    {
        using var admin = new ActorJobsClient(server.Address, new ActorJobsClientOptions { Token = GuardedServer.AdminToken });
        var made = await admin.CreateTokenAsync(new TokenRequest("of-the-client", Role.Viewer));
        using var viewer = new ActorJobsClient(server.Address, new ActorJobsClientOptions { Token = made.Text });

        (await viewer.ListAppsAsync().CountAsync()).ShouldBeGreaterThanOrEqualTo(0);
        (await Should.ThrowAsync<ProblemException>(() => viewer.App("x").CreateAsync())).Code.ShouldBe(ErrorCodes.RoleTooLow);
        (await admin.ListTokensAsync().SingleAsync(token => token.Name == made.Name)).Role.ShouldBe(Role.Viewer);
        await admin.DeleteTokenAsync(made.Name);
        (await Should.ThrowAsync<ProblemException>(async () => await viewer.ListAppsAsync().CountAsync())).Code.ShouldBe(
            ErrorCodes.TokenWrong
        );
    }
}
