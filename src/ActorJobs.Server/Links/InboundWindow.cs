namespace ActorJobs.Server.Links;

/// <summary>
/// Bounds what a worker has said and the owner of its app has not yet taken: beyond it the link is not read, and TCP holds the worker back. It counts bytes, and
/// now and then sends a question behind them, whose answer says that all before it was taken; so it costs nothing while the owner keeps up.
/// </summary>
/// <param name="askOwner">Ends when the owner has taken what was sent to it before; it must not throw.</param>
internal sealed class InboundWindow(Func<Task> askOwner)
{
    /// <summary>After so many bytes a question is sent; the next one waits for its answer.</summary>
    public const long Bytes = 8 * 1024 * 1024;

    private Task _taken = Task.CompletedTask;
    private long _asked;

    /// <summary>Notes what came, and waits if the owner is too far behind.</summary>
    /// <param name="received">All bytes that came over the link so far.</param>
    public async ValueTask PassAsync(long received)
    {
        if (received - _asked >= Bytes)
        {
            _asked = received;
            await _taken;
            _taken = askOwner();
        }
    }
}
