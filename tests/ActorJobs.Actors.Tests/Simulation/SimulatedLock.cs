namespace ActorJobs.Actors.Tests.Simulation;

/// <summary>The one lock of the simulated store. It can be taken away from its holder, who learns of it at once, later, or only by being fenced.</summary>
internal sealed class SimulatedLock
{
    private string? _holder;
    private CancellationTokenSource? _held;

    public IOwnership For(string node) => new Seeker(this, node);

    /// <summary>Takes the lock from its holder. The way in which the holder learns of it is called when it is to learn.</summary>
    public Action TakeAway()
    {
        var held = _held;
        _holder = null;
        _held = null;
        return () => held?.Cancel();
    }

    private bool IsHeldBy(string node) => string.Equals(_holder, node, StringComparison.Ordinal);

    private sealed class Seeker(SimulatedLock shared, string node) : IOwnership
    {
        public ValueTask<CancellationToken?> TryAcquireAsync(CancellationToken cancellationToken)
        {
            if (shared._holder is null)
            {
                shared._holder = node;
                shared._held = new CancellationTokenSource();
            }

            return ValueTask.FromResult(shared.IsHeldBy(node) ? shared._held!.Token : default(CancellationToken?));
        }

        public ValueTask ReleaseAsync()
        {
            if (shared.IsHeldBy(node))
            {
                shared.TakeAway()();
            }

            return ValueTask.CompletedTask;
        }
    }
}
