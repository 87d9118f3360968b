using ActorJobs.Core.Access;
using ActorJobs.Core.Text;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;

namespace ActorJobs.Server.Facade;

/// <summary>The secrets that the workers of an app come in with.</summary>
internal static class WorkerSecretEndpoints
{
    /// <summary>Maps <c>/apps/{app}:new-secret</c>.</summary>
    public static void MapWorkerSecrets(this IEndpointRouteBuilder api) =>
        api.MapPost("/apps/{app}:new-secret", ReplaceAsync)
            .Describes("newSecret", "Gives the workers of an app a new secret, and shows it this one time.")
            .Needs(Role.Admin)
            .MayTake("WorkerSecretRequest", WorkerSecretBody.Example)
            .Answers<WorkerSecretView>();

    private static async Task<IResult> ReplaceAsync(
        string app,
        HttpRequest request,
        WorkerSecrets secrets,
        StoreLookup lookup,
        CancellationToken cancellationToken
    )
    {
        var body = await WorkerSecretBody.ReadAsync(request, cancellationToken);
        var secret = NameText.IsValid(app) ? await secrets.ReplaceAsync(app, body.KeepOldFor, cancellationToken) : null;
        return secret is null ? throw await lookup.NoAppAsync(app, cancellationToken) : FacadeJson.Answer(new WorkerSecretView(secret));
    }

    private sealed record WorkerSecretView(string Secret);
}
