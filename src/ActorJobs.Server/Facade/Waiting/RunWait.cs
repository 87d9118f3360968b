using ActorJobs.Actors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Server.Facade.Waiting;

/// <summary>Waits for the ends of runs: the owner of the app says when one has ended, so that nobody looks again and again.</summary>
internal sealed class RunWait(IAppOwners owners, IStoreQueries queries, IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>Before an owner is asked again that has moved, or was loaded anew.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Ends when the run has ended, is not there (any more), the patience is over, or the server is about to stop.</summary>
    /// <exception cref="OperationCanceledException">Whoever waits has gone.</exception>
    public async ValueTask UntilEndedAsync(string app, string run, TimeSpan patience, CancellationToken cancellationToken = default)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        var started = time.GetTimestamp();
        var message = new AppGroupMessage { AwaitRun = new AwaitRun { Run = run } };
        try
        {
            while (patience - time.GetElapsedTime(started) is var left && left > TimeSpan.Zero)
            {
                if (await IsAnsweredAsync(app, message, left, over.Token))
                {
                    return;
                }

                await Task.Delay(Pause, time, over.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The server is about to stop: the answer is how things stand.
        }
    }

    private async ValueTask<bool> IsAnsweredAsync(
        string app,
        AppGroupMessage message,
        TimeSpan patience,
        CancellationToken cancellationToken
    )
    {
        try
        {
            // That the run is not open is an answer, too: it has ended already.
            await owners.AwaitAsync(app, message, patience, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return true;
        }
        catch (OutcomeUnknownException)
        {
            return false;
        }
        catch (EntityUnavailableException)
        {
            return await IsGoneAsync(app, cancellationToken);
        }
    }

    /// <summary>An app that was deleted has no owner any more; one whose store is away gets it back.</summary>
    private async ValueTask<bool> IsGoneAsync(string app, CancellationToken cancellationToken)
    {
        try
        {
            return await queries.FindAppAsync(app, cancellationToken) is null;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }
}
