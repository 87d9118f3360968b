using ActorJobs.Core.Workers;

namespace ActorJobs.Core.Apps;

/// <summary>What one turn of an app group leaves behind: writes for one commit, and what may leave only after it.</summary>
public sealed class AppEffects
{
    private readonly List<AppWrite> _writes = [];
    private readonly List<WorkerOrder> _orders = [];
    private readonly List<AppNotice> _notices = [];

    /// <summary>The changes for the store, in their order.</summary>
    public IReadOnlyList<AppWrite> Writes => _writes;

    /// <summary>The messages to workers, in their order.</summary>
    public IReadOnlyList<WorkerOrder> Orders => _orders;

    /// <summary>What an operator should read in the log.</summary>
    public IReadOnlyList<AppNotice> Notices => _notices;

    /// <summary>Whether a notification is due with this turn.</summary>
    public bool HasDueNotification { get; internal set; }

    internal void Write(AppWrite write) => _writes.Add(write);

    internal void Order(WorkerOrder order) => _orders.Add(order);

    internal void Notice(AppNoticeLevel level, string text) => _notices.Add(new AppNotice(level, text));
}

/// <summary>A line for the log of the server.</summary>
/// <param name="Level">How grave it is.</param>
/// <param name="Text">What happened.</param>
public sealed record AppNotice(AppNoticeLevel Level, string Text);

/// <summary>How grave an <see cref="AppNotice"/> is.</summary>
public enum AppNoticeLevel
{
    /// <summary>The usual course of things.</summary>
    Information,

    /// <summary>Someone should look at it.</summary>
    Warning,
}
