using ActorJobs.Core.Access;
using ActorJobs.Errors;
using ActorJobs.Server.Facade.Problems;
using ActorJobs.Server.Settings;

namespace ActorJobs.Server.Access;

/// <summary>Lets a request pass if whoever sends it may use its route, and notes who it is.</summary>
internal sealed class AccessGate(RequestDelegate next, AccessSettings settings, Guesses guesses, AuditTrail audit)
{
    private const string AppOfPath = "app";

    /// <summary>Serves a request, and has it noted if it changes something.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await PassAsync(context);
        }
        catch (RefusalException refusal)
        {
            audit.Note(context, ProblemStatus.Of(refusal.Code));
            throw;
        }

        audit.Note(context, context.Response.StatusCode);
    }

    private async Task PassAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        var access = endpoint?.Metadata.GetMetadata<RouteAccess>();
        if (access is null && endpoint is RouteEndpoint)
        {
            throw new InvalidOperationException($"{endpoint.DisplayName} does not say who may use it.");
        }

        if (access is not RouteAccess.Open)
        {
            // What is at no path needs a token, too: nobody shall learn without one what there is.
            var caller = settings.IsRequired ? await FindAsync(context) : Caller.Loopback;
            context.Features.Set(caller);
            if (access is RouteAccess.ByRole role)
            {
                Check(caller, role, context);
            }
        }

        await next(context);
    }

    private async ValueTask<Caller> FindAsync(HttpContext context)
    {
        var text =
            AccessText.Bearer(context.Request)
            ?? throw new RefusalException(
                ErrorCodes.TokenRequired,
                $"{context.Request.Method} {context.Request.Path} needs a token: send it as the header Authorization: Bearer {AccessText.TokenPrefix}…. "
                    + "An admin makes one with POST /api/v1/tokens; the first one comes from POST /api/v1/tokens:init on the server's own machine, or from the setting "
                    + $"{SettingKeys.AccessAdminToken}."
            );
        // Not earlier: health checks pass while the store is not open yet.
        var tokens = context.RequestServices.GetRequiredService<Tokens>();
        return await guesses.TryAsync(context.Connection.RemoteIpAddress, text, tokens.FindAsync, context.RequestAborted)
            ?? throw new RefusalException(
                ErrorCodes.TokenWrong,
                "There is no such token: it is mistyped, has been revoked, or is one of another installation. An admin makes a new one with POST /api/v1/tokens."
            );
    }

    private static void Check(Caller caller, RouteAccess.ByRole needed, HttpContext context)
    {
        var request = $"{context.Request.Method} {context.Request.Path}";
        if (caller.Role < needed.Least)
        {
            throw new RefusalException(
                ErrorCodes.RoleTooLow,
                $"{request} needs the role {needed.Least.Word()}, and the token '{caller.Name}' has the role {caller.Role.Word()}. "
                    + $"Use a token with the role {needed.Least.Word()}, which an admin makes with POST /api/v1/tokens."
            );
        }

        if (caller.App is { } own && needed.Reach != Reach.Anything && !Reaches(own, needed, context))
        {
            throw new RefusalException(
                ErrorCodes.TokenOfOneApp,
                $"The token '{caller.Name}' is for app {own} alone, and {request} is beyond it. Use a token of that app, or one without an app."
            );
        }
    }

    private static bool Reaches(string app, RouteAccess.ByRole needed, HttpContext context) =>
        needed.Reach == Reach.ThePath && context.GetRouteValue(AppOfPath) is string named && named == app;
}
