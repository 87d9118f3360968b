using ActorJobs.Actors;
using ActorJobs.Core.Text;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Server.Facade;

/// <summary>Asks app groups on behalf of a request, and turns whatever goes wrong into a refusal with its code.</summary>
internal sealed class AppGroups(IAppOwners owners, StoreLookup lookup)
{
    /// <summary>Asks the owner of an app.</summary>
    /// <returns>Never a problem.</returns>
    /// <exception cref="RefusalException">The owner refused, cannot be reached, did not answer, or there is no such app.</exception>
    public async ValueTask<AppGroupReply> AskAsync(string app, AppGroupMessage message, CancellationToken cancellationToken = default)
    {
        if (!NameText.IsValid(app))
        {
            throw await lookup.NoAppAsync(app, cancellationToken);
        }

        var reply = await AskOwnerAsync(app, message, cancellationToken);
        return reply.Problem is { } problem ? throw RefusalOf(problem) : reply;
    }

    /// <summary>The refusal that a problem is the wire form of.</summary>
    public static RefusalException RefusalOf(Problem problem) =>
        new(problem.Code, problem.Detail, problem.Field.Length == 0 ? null : problem.Field, [.. problem.Candidates]);

    /// <summary>The app in numbers, with its workers.</summary>
    /// <exception cref="RefusalException">As with <see cref="AskAsync"/>.</exception>
    public async ValueTask<AppDescription> DescribeAsync(string app, CancellationToken cancellationToken = default) =>
        (await AskAsync(app, new AppGroupMessage { DescribeApp = new DescribeApp() }, cancellationToken)).App;

    private async ValueTask<AppGroupReply> AskOwnerAsync(string app, AppGroupMessage message, CancellationToken cancellationToken)
    {
        try
        {
            return await owners.AskAsync(app, message, cancellationToken);
        }
        catch (EntityUnavailableException unavailable) when (unavailable.InnerException is StoreUnavailableException store)
        {
            throw new RefusalException(ErrorCodes.StoreUnavailable, $"Nothing was done: {store.Message} Try again.");
        }
        catch (EntityUnavailableException unavailable)
        {
            await lookup.AppAsync(app, cancellationToken);
            throw new RefusalException(
                ErrorCodes.OwnerUnavailable,
                $"Nothing was done: the owner of app {app} is not there just now. Try again. ({unavailable.Message})"
            );
        }
        catch (OutcomeUnknownException unknown)
        {
            throw new RefusalException(
                ErrorCodes.OutcomeUnknown,
                $"The request may or may not have taken effect. "
                    + $"Repeat it if it has an Idempotency-Key, which makes that safe; otherwise look at how things stand first. ({unknown.Message})"
            );
        }
        catch (TimeoutException)
        {
            throw new RefusalException(
                ErrorCodes.OwnerTimeout,
                $"The owner of app {app} did not answer in time. The request may still take effect: "
                    + "repeat it if it has an Idempotency-Key, which makes that safe; otherwise look at how things stand first."
            );
        }
    }
}
