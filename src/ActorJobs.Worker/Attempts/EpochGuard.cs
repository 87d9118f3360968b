namespace ActorJobs.Worker.Attempts;

/// <summary>
/// Knows the newest owner of the app. Epochs order owners within one store; an order of an older owner than the newest that was heard of is void.
/// </summary>
internal sealed class EpochGuard
{
    private string _store = "";

    /// <summary>The highest epoch that was seen in the present store.</summary>
    public long Highest { get; private set; }

    /// <summary>Names the store behind a new session; the epochs of another store mean nothing here.</summary>
    public void Enter(string store)
    {
        if (!string.Equals(store, _store, StringComparison.Ordinal))
        {
            _store = store;
            Highest = 0;
        }
    }

    /// <summary>Judges an order, and learns from it.</summary>
    /// <returns>False when the order comes from an owner that was replaced.</returns>
    public bool Admit(long epoch)
    {
        Highest = Math.Max(Highest, epoch);
        return epoch == Highest;
    }
}
