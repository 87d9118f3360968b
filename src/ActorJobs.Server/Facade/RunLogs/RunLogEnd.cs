using ActorJobs.Core.Runs;
using ActorJobs.Errors;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Facade.Waiting;

namespace ActorJobs.Server.Facade.RunLogs;

/// <summary>Waits for the end of a run whose log is followed.</summary>
internal sealed class RunLogEnd(RunWait wait, StoreLookup lookup)
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMinutes(1);

    /// <summary>Ends when the run has ended, or is there no more.</summary>
    /// <returns>The number of its last attempt; 0: it had none.</returns>
    public async Task<int> OfAsync(string app, RunId run, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var found = await lookup.RunAsync(app, $"{run}", cancellationToken);
                if (found.Run.State.IsEnd())
                {
                    return found.Run.Attempt;
                }
            }
            catch (RefusalException)
            {
                return 0;
            }
            catch (StoreUnavailableException)
            {
                // It is asked again.
            }

            cancellationToken.ThrowIfCancellationRequested();
            await wait.UntilEndedAsync(app, $"{run}", LookAgainAfter, cancellationToken);
        }
    }
}
