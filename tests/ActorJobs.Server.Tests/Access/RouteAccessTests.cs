using ActorJobs.Core.Access;
using ActorJobs.Errors;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ActorJobs.Server.Tests.Access;

/// <summary>Every route, and who may not use it.</summary>
public sealed class RouteAccessTests(GuardedServer server) : IClassFixture<GuardedServer>
{
    private static readonly string[] OpenRoutes =
    [
        "GET /healthz/live",
        "GET /healthz/ready",
        "GET /healthz/started",
        "POST /api/v1/tokens:init",
        " /link/v1/worker",
    ];

    private IEnumerable<(string Method, string Path, RouteAccess? Access)> Routes =>
        server.Routes.SelectMany(route =>
            (route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [""]).Select(method =>
                (method, OpenApiDocument.PathOf(route), route.Metadata.GetMetadata<RouteAccess>())
            )
        );

    private IEnumerable<(string Method, string Path, RouteAccess.ByRole Access)> Guarded =>
        Routes
            .Where(route => route.Access is RouteAccess.ByRole)
            .Select(route => (route.Method, Path(route.Path, "ghost"), (RouteAccess.ByRole)route.Access!));

    [Fact]
    public void Routes_OfTheServer_AllSayWhoMayUseThem() => Routes.Where(route => route.Access is null).ShouldBeEmpty();

    [Fact]
    public void Routes_ThatAreOpen_AreTheseAndNoOthers() =>
        Routes
            .Where(route => route.Access is RouteAccess.Open)
            .Select(route => $"{route.Method} {route.Path}")
            .ShouldBe(OpenRoutes, ignoreOrder: true);

    /// <summary>What only looks needs the least role, and what changes needs more, but for these.</summary>
    [Fact]
    public void Roles_OfRoutes_FollowTheirMethods()
    {
        string[] exceptions =
        [
            "GET /api/v1/apps/{app}/secrets",
            "GET /api/v1/audit",
            "GET /api/v1/log",
            "GET /api/v1/tokens",
            "POST /api/v1/schedules:preview",
        ];

        Routes
            .Where(route => route.Access is RouteAccess.ByRole)
            .Where(route => (route.Method == "GET") != (((RouteAccess.ByRole)route.Access!).Least == Role.Viewer))
            .Select(route => $"{route.Method} {route.Path}")
            .Except(exceptions)
            .ShouldBeEmpty();
    }

    [Fact]
    public void Route_WithoutARole_CannotBeMapped()
    {
        var builder = WebApplication.CreateSlimBuilder();
        using var app = (IDisposable)builder.Build();
        var routes = (IEndpointRouteBuilder)app;
        routes.MapGuarded().MapGet("/naked", () => "anything");

        Should
            .Throw<InvalidOperationException>(() => routes.DataSources.SelectMany(source => source.Endpoints).ToList())
            .Message.ShouldContain("/naked does not say who may use it");
    }

    [Fact]
    public async Task Route_WithoutToken_IsRefused()
    {
        foreach (var (method, path, _) in Guarded)
        {
            var answer = await server.SendAsAsync(null, method, path);

            answer.ShouldBeProblem(401, ErrorCodes.TokenRequired);
            answer.Headers["WWW-Authenticate"].ShouldStartWith("Bearer ");
            answer["detail"]!.ShouldContain("Authorization: Bearer");
        }
    }

    [Fact]
    public async Task Route_WithAWrongOrARevokedToken_IsRefused()
    {
        var (name, revoked) = await server.NewTokenAsync("admin");
        (await server.SendAsAsync(revoked, "GET", "/api/v1/apps")).Status.ShouldBe(200);
        (await server.SendAsync("DELETE", $"/api/v1/tokens/{name}")).Status.ShouldBe(204);
        foreach (var (method, path, _) in Guarded)
        {
            (await server.SendAsAsync("ajt_wrong", method, path)).ShouldBeProblem(401, ErrorCodes.TokenWrong);
            (await server.SendAsAsync(revoked, method, path)).ShouldBeProblem(401, ErrorCodes.TokenWrong);
        }
    }

    [Fact]
    public async Task Route_OfAnotherApp_IsRefusedAlikeWhetherThereIsSuchAnAppOrNot()
    {
        await server.SendAsync("PUT", "/api/v1/apps/own");
        await server.SendAsync("PUT", "/api/v1/apps/other");
        var (_, token) = await server.NewTokenAsync("admin", "own");
        foreach (var (method, path, access) in Guarded.Where(route => route.Access.Reach != Reach.Anything))
        {
            var ofNone = (await server.SendAsAsync(token, method, path)).ShouldBeProblem(403, ErrorCodes.TokenOfOneApp);
            var ofOther = (
                await server.SendAsAsync(token, method, path.Replace("ghost", "other", StringComparison.Ordinal))
            ).ShouldBeProblem(403, ErrorCodes.TokenOfOneApp);
            ofOther["detail"].ShouldBe(ofNone["detail"]!.Replace("ghost", "other", StringComparison.Ordinal));
            if (access.Reach == Reach.Everything)
            {
                (await server.SendAsAsync(token, method, path.Replace("ghost", "own", StringComparison.Ordinal))).ShouldBeProblem(
                    403,
                    ErrorCodes.TokenOfOneApp
                );
            }
        }
    }

    [Fact]
    public async Task Route_WithALowerRole_IsRefusedAndWithItsOwnIsNot()
    {
        var tokens = new Dictionary<Role, string>();
        foreach (var role in Enum.GetValues<Role>())
        {
            tokens[role] = (await server.NewTokenAsync($"{role}".ToLowerInvariant())).Text;
        }

        foreach (var (method, path, access) in Guarded)
        {
            (await server.SendAsAsync(tokens[access.Least], method, path)).Status.ShouldNotBeOneOf(401, 403);
            if (access.Least > Role.Viewer)
            {
                var refused = await server.SendAsAsync(tokens[access.Least - 1], method, path);

                refused.ShouldBeProblem(403, ErrorCodes.RoleTooLow);
                refused["detail"]!.ShouldContain($"needs the role {access.Least}".ToLowerInvariant());
                refused["detail"]!.ShouldContain($"has the role {access.Least - 1}".ToLowerInvariant());
            }
        }
    }

    [Theory]
    [InlineData("GET", "/nothing")]
    [InlineData("GET", "/api/v1/nothing")]
    [InlineData("POST", "/api/v1/apps")]
    public async Task Place_WhereNothingIs_NeedsATokenAsWell(string method, string path)
    {
        using var client = new HttpClient { BaseAddress = server.Address };
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await client.SendAsync(request);

        ((int)answer.StatusCode).ShouldBe(401);
    }

    [Fact]
    public async Task Health_WithoutToken_Answers() => (await server.SendAsAsync(null, "GET", "/healthz/live")).Status.ShouldBe(200);

    private static string Path(string pattern, string app) =>
        pattern
            .Replace("{app}", app, StringComparison.Ordinal)
            .Replace("{run}", "0199c2a5-1c00-8f3a-9d2b-5e6f7a8b9c0d", StringComparison.Ordinal)
            .Replace("{version}", "1", StringComparison.Ordinal)
            .Replace('{', 'a')
            .Replace('}', 'b');
}
