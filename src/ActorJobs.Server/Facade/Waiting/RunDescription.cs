using ActorJobs.Core.Runs;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Server.Facade.Problems;
using ActorJobs.Server.Facade.Views;

namespace ActorJobs.Server.Facade.Waiting;

/// <summary>Shows runs as they are: the store's row, and for an open run its owner's words.</summary>
internal sealed class RunDescription(StoreLookup lookup, AppGroups groups)
{
    /// <summary>A run with everything that is known of it.</summary>
    /// <exception cref="RefusalException">There is no such run.</exception>
    public async ValueTask<RunDetails> ShowAsync(string app, string run, CancellationToken cancellationToken = default)
    {
        var record = await lookup.RunAsync(app, run, cancellationToken);
        if (record.Run.State.IsEnd())
        {
            return RunDetails.Alone(record, null);
        }

        var (state, wait) = await AskWaitAsync(app, record.Run.Id, cancellationToken);
        if (state is not null && state != record.Run.State.ToString())
        {
            // It moved on between the two looks, and the store has that, since an owner answers after its commit.
            record = await lookup.RunAsync(app, run, cancellationToken);
        }

        var stillHolds = state is null || state == record.Run.State.ToString();
        return RunDetails.Alone(record, stillHolds ? wait : null);
    }

    /// <summary>How the owner sees an open run. That it cannot be asked is no reason to hide what the store knows.</summary>
    private async Task<(string? State, string? Wait)> AskWaitAsync(string app, RunId run, CancellationToken cancellationToken)
    {
        try
        {
            var describe = new AppGroupMessage { DescribeRun = new DescribeRun { Run = run.ToString() } };
            var reply = await groups.AskAsync(app, describe, cancellationToken);
            return (reply.Run.State, reply.Run.Wait.Length == 0 ? null : reply.Run.Wait);
        }
        catch (RefusalException refusal) when (refusal.Code == ErrorCodes.RunNotOpen)
        {
            return ("", null);
        }
        catch (RefusalException refusal) when (ProblemStatus.Of(refusal.Code) == StatusCodes.Status503ServiceUnavailable)
        {
            return (null, $"not known just now: {refusal.Message}");
        }
    }
}
