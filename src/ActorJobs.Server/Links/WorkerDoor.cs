using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Settings;

namespace ActorJobs.Server.Links;

/// <summary>
/// Lets a worker in who has the secret of an app, before the protocol begins. Who has none is refused by the answer to the upgrade, whose headers say why, and is listed
/// as refused, under the names that it gives itself in headers of its own.
/// </summary>
internal sealed class WorkerDoor(AccessSettings settings, WorkerSecrets secrets, Guesses guesses, RefusedWorkers refused)
{
    /// <summary>Looks at the secret that an upgrade carries.</summary>
    /// <returns>The app whose workers have it; null if no secret is asked for.</returns>
    /// <exception cref="RefusalException">There is none, or a wrong one.</exception>
    public async ValueTask<string?> AdmitAsync(HttpContext context)
    {
        if (!settings.IsRequired)
        {
            return null;
        }

        try
        {
            return await FindAsync(context);
        }
        catch (RefusalException refusal)
        {
            var hello = new Hello
            {
                App = NameIn(context, ProtocolVersions.AppHeader),
                Worker = NameIn(context, ProtocolVersions.WorkerHeader),
            };
            refused.Note(hello, RequestOrigin.AddressOf(context), Refusal.Final(refusal.Code, refusal.Message));
            throw;
        }
    }

    /// <summary>Looks whether a worker is of the app that it was let in for.</summary>
    /// <returns>Why it is refused; null if it is not.</returns>
    public static Refused? Check(Hello hello, string? admitted) =>
        admitted is null || admitted == hello.App
            ? null
            : Refusal.Final(
                ErrorCodes.WorkerSecretWrong,
                $"The worker is of app '{hello.App}', and its secret is one of another app. Give it that of its own: "
                    + $"POST /api/v1/apps/{hello.App}:new-secret makes one."
            );

    private static string NameIn(HttpContext context, string header) => Uri.UnescapeDataString($"{context.Request.Headers[header]}");

    private async ValueTask<string> FindAsync(HttpContext context)
    {
        var text =
            AccessText.Bearer(context.Request)
            ?? throw new RefusalException(
                ErrorCodes.WorkerSecretRequired,
                "The worker sent no secret, and this server asks for that of the worker's app. Set ACTORJOBS_SECRET, or the option Secret, to what "
                    + "POST /api/v1/apps/NAME:new-secret answers."
            );
        WorkerSecret? found;
        try
        {
            found = await guesses.TryAsync(context.Connection.RemoteIpAddress, text, secrets.FindAsync, context.RequestAborted);
        }
        catch (StoreUnavailableException away)
        {
            throw new RefusalException(ErrorCodes.StoreUnavailable, $"The store does not answer: {away.Message} Try again.");
        }

        return found?.App
            ?? throw new RefusalException(
                ErrorCodes.WorkerSecretWrong,
                "The worker's secret is that of no app, or was replaced. Set ACTORJOBS_SECRET, or the option Secret, to what POST /api/v1/apps/NAME:new-secret answers."
            );
    }
}
