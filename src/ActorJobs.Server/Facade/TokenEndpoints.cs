using System.Net;
using ActorJobs.Core.Access;
using ActorJobs.Errors;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;
using ActorJobs.Server.Settings;

namespace ActorJobs.Server.Facade;

/// <summary>Tokens: made, listed, revoked. An admin of one app does this for the tokens of that app.</summary>
internal static class TokenEndpoints
{
    private const string Token = "/tokens/{token:noAction}";

    /// <summary>What a proxy adds. A server behind one on its own machine would take the whole world for that machine.</summary>
    private static readonly string[] HeadersOfProxies = ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"];

    /// <summary>Maps <c>/tokens</c>.</summary>
    public static void MapTokens(this IEndpointRouteBuilder api)
    {
        api.MapGet("/tokens", ListAsync)
            .Describes("listTokens", "The tokens, by name, without their texts.")
            .Needs(Role.Admin, Reach.Anything)
            .Answers<Page<TokenView>>();
        api.MapPost("/tokens", CreateAsync)
            .Describes("createToken", "Makes a token, and shows its text this one time.")
            .Needs(Role.Admin, Reach.Anything)
            .Takes("TokenRequest", TokenBody.Example)
            .Answers<TokenMadeView>(StatusCodes.Status201Created)
            .Refuses(ErrorCodes.TokenExists, ErrorCodes.AppNotFound);
        api.MapPost("/tokens:init", InitAsync)
            .Describes("initTokens", "Makes the first admin's token, from the server's own machine and as long as there is none.")
            .IsOpen()
            .MayTake("FirstTokenRequest", TokenBody.FirstExample)
            .Answers<TokenMadeView>(StatusCodes.Status201Created)
            .Refuses(ErrorCodes.TokenExists, ErrorCodes.AdminTokenExists, ErrorCodes.NotFromLoopback, ErrorCodes.StoreUnavailable);
        api.MapDelete(Token, DeleteAsync)
            .Describes("deleteToken", "Revokes a token, within 2 s on every node.")
            .Needs(Role.Admin, Reach.Anything)
            .AnswersNothing(StatusCodes.Status204NoContent)
            .Refuses(ErrorCodes.TokenConfigured);
    }

    private static async Task<IResult> ListAsync(HttpContext context, Tokens tokens, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(context);
        var all = await tokens.ListAsync(cancellationToken);
        return FacadeJson.Answer(new Page<TokenView>([.. all.Where(token => IsFor(caller, token)).Select(TokenView.Of)], null));
    }

    private static async Task<IResult> CreateAsync(
        HttpRequest request,
        Tokens tokens,
        StoreLookup lookup,
        CancellationToken cancellationToken
    )
    {
        var caller = Caller.Of(request.HttpContext);
        var body = await TokenBody.ReadAsync(request, cancellationToken);
        if (!caller.MaySee(body.App))
        {
            throw new RefusalException(
                ErrorCodes.TokenOfOneApp,
                $"The token '{caller.Name}' is for app {caller.App} alone, and makes tokens for that app only; send \"app\":\"{caller.App}\".",
                "app"
            );
        }

        var text = AccessText.Make(AccessText.TokenPrefix);
        var addition = await tokens.AddAsync(body.ToToken(text, caller.Name), cancellationToken);
        return addition == TokenAddition.NoApp ? throw await lookup.NoAppAsync(body.App!, cancellationToken) : Answer(addition, body, text);
    }

    private static async Task<IResult> InitAsync(HttpRequest request, Tokens tokens, CancellationToken cancellationToken)
    {
        RefuseBeyondLoopback(request);
        var body = await TokenBody.ReadFirstAsync(request, cancellationToken);
        var text = AccessText.Make(AccessText.TokenPrefix);
        var addition = await tokens.AddFirstAdminAsync(body.ToToken(text, "init"), cancellationToken);
        return addition == TokenAddition.NotFirst
            ? throw new RefusalException(
                ErrorCodes.AdminTokenExists,
                "There is an admin's token already, and only the first one is made in this way. Make others with it: POST /api/v1/tokens. If it is lost, "
                    + $"set {SettingKeys.AccessAdminToken}, and start the server again."
            )
            : Answer(addition, body, text);
    }

    private static async Task<IResult> DeleteAsync(string token, HttpContext context, Tokens tokens, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(context);
        if (token == Tokens.ConfiguredName && tokens.HasConfigured && caller.App is null)
        {
            throw new RefusalException(
                ErrorCodes.TokenConfigured,
                $"The token '{token}' stands in the configuration. Take {SettingKeys.AccessAdminToken} out of it, and start the server again.",
                "token"
            );
        }

        var names = (await tokens.ListAsync(cancellationToken)).Where(one => IsFor(caller, one)).Select(one => one.Name).ToList();
        return names.Contains(token, StringComparer.Ordinal) && await tokens.DeleteAsync(token, cancellationToken)
            ? Results.NoContent()
            : throw new RefusalException(
                ErrorCodes.TokenNotFound,
                $"There is no token {token}.{NearMatches.Hint(token, names)} GET /api/v1/tokens lists those that there are.",
                "token",
                NearMatches.Of(token, names)
            );
    }

    private static bool IsFor(Caller caller, AccessToken token) => caller.App is null || caller.App == token.App;

    private static IResult Answer(TokenAddition addition, TokenBody body, string text) =>
        addition == TokenAddition.Added
            ? FacadeJson.Answer(new TokenMadeView(body.Name, body.Role, body.App, text), StatusCodes.Status201Created)
            : throw new RefusalException(
                ErrorCodes.TokenExists,
                $"There is a token '{body.Name}' already; its text cannot be shown again. Choose another name, or revoke it first: DELETE /api/v1/tokens/{body.Name}.",
                "name"
            );

    /// <summary>
    /// The other end of the connection counts, and no header: anybody can write one. But a header of a proxy tells that the other end is not the one who asks.
    /// </summary>
    private static void RefuseBeyondLoopback(HttpRequest request)
    {
        var address = request.HttpContext.Connection.RemoteIpAddress;
        var proxy = Array.Find(HeadersOfProxies, request.Headers.ContainsKey);
        if (address is null || !IPAddress.IsLoopback(address) || proxy is not null)
        {
            throw new RefusalException(
                ErrorCodes.NotFromLoopback,
                $"The request came {(proxy is null ? $"from {address}" : $"through a proxy (its header {proxy})")}; the first admin's token "
                    + $"is made from the server's own machine only, over a loopback address such as 127.0.0.1. Ask there, or set {SettingKeys.AccessAdminToken}."
            );
        }
    }
}
