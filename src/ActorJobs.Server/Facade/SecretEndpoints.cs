using ActorJobs.Core.Access;
using ActorJobs.Core.Text;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;

namespace ActorJobs.Server.Facade;

/// <summary>The secrets of an app that params name. Their values are never answered.</summary>
internal static class SecretEndpoints
{
    private const string All = "/apps/{app}/secrets";
    private const string One = All + "/{secret:noAction}";

    /// <summary>Maps <c>/apps/{app}/secrets</c>.</summary>
    public static void MapSecrets(this IEndpointRouteBuilder api)
    {
        api.MapGet(All, ListAsync)
            .Describes("listSecrets", "The secrets of the app that params may name, by name, without their values.")
            .Needs(Role.Developer)
            .Answers<Page<SecretView>>();
        api.MapPut(One, SetAsync)
            .Describes("setSecret", "Makes a secret that params may name, or gives it another value.")
            .Needs(Role.Admin)
            .Takes("SecretRequest", SecretBody.Example)
            .AnswersNothing(StatusCodes.Status204NoContent)
            .Refuses(ErrorCodes.TooManySecrets, ErrorCodes.SecretsKeyMissing, ErrorCodes.SecretsKeyDiffers);
        api.MapDelete(One, DeleteAsync)
            .Describes("deleteSecret", "Deletes a secret that params may name. Runs that name it fail from then on.")
            .Needs(Role.Admin)
            .AnswersNothing(StatusCodes.Status204NoContent)
            .Refuses(ErrorCodes.SecretNotFound);
    }

    private static async Task<IResult> ListAsync(string app, ISecretStore secrets, StoreLookup lookup, CancellationToken cancellationToken)
    {
        await lookup.AppAsync(app, cancellationToken);
        var all = await secrets.ListAsync(app, cancellationToken);
        return FacadeJson.Answer(new Page<SecretView>([.. all.Select(SecretView.Of)], null));
    }

    private static async Task<IResult> SetAsync(
        string app,
        string secret,
        HttpRequest request,
        SecretSeal seal,
        AppGroups groups,
        CancellationToken cancellationToken
    )
    {
        if (!NameText.IsValid(secret))
        {
            throw new RefusalException(ErrorCodes.InvalidName, $"Found '{secret}'; {NameText.Expected}.", "secret");
        }

        var body = await SecretBody.ReadAsync(request, cancellationToken);
        var set = seal.Seal(app, secret, body.Value, RequestOrigin.Of(request));
        await groups.AskAsync(app, new AppGroupMessage { SetSecret = set }, cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> DeleteAsync(string app, string secret, AppGroups groups, CancellationToken cancellationToken)
    {
        await groups.AskAsync(app, new AppGroupMessage { DeleteSecret = new DeleteSecret { Name = secret } }, cancellationToken);
        return Results.NoContent();
    }
}
