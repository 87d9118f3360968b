using ActorJobs.Core.Apps;

namespace ActorJobs.Scheduler.Measures;

/// <summary>An app that this node owns, as its owner showed it last. Written by the owner's turns, read by whoever measures.</summary>
public sealed class OwnedApp
{
    private volatile AppFigures _figures;

    internal OwnedApp(string name, long epoch, AppFigures figures)
    {
        Name = name;
        Epoch = epoch;
        _figures = figures;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The epoch of the ownership.</summary>
    public long Epoch { get; }

    /// <summary>The app in numbers, as they were at the end of the owner's last turn.</summary>
    public AppFigures Figures => _figures;

    internal void Show(AppFigures figures) => _figures = figures;
}
