using ActorJobs.Protocol;
using ActorJobs.Scheduler.Sessions;

namespace ActorJobs.Server.Links;

/// <summary>The socket of a worker, as its session sees it; and the one way in which a worker is refused, before its session stands and within it.</summary>
internal sealed class WorkerLink(
    FrameLink<ServerMessage, WorkerMessage> link,
    string address,
    RefusedWorkers refused,
    LinkSettings settings,
    TimeProvider time
) : IWorkerLink
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _closing = Task.CompletedTask;
    private bool _isRefused;

    /// <summary>How the worker introduced itself; null if it has not.</summary>
    public Hello? Hello { get; set; }

    /// <inheritdoc/>
    public void Send(ServerMessage message) => link.Send(message);

    /// <inheritdoc/>
    public void Refuse(Refused refusal)
    {
        if (!Interlocked.Exchange(ref _isRefused, true))
        {
            refused.Note(Hello, address, refusal);
            link.Send(new ServerMessage { Refused = refusal });
            _closing = CloseAsync();
        }
    }

    /// <summary>The worker has closed, or can be read no further.</summary>
    /// <returns>When what was sent before has left, or could not.</returns>
    public Task EndedAsync()
    {
        _ended.TrySetResult();
        return _closing;
    }

    /// <summary>Gives the worker the time to read why, and to close; but no more of it.</summary>
    private async Task CloseAsync()
    {
        using var limit = new CancellationTokenSource(settings.CloseWithin, time);
        await link.CloseAsync(limit.Token);
        await _ended.Task.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        link.Break("The worker was refused, and did not close its link.");
    }
}
