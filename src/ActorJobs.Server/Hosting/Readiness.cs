using ActorJobs.Actors;
using ActorJobs.Server.Facade;

namespace ActorJobs.Server.Hosting;

/// <summary>The server is started when its apps have been handed to their owners, and ready while it owns apps or reaches their owners.</summary>
internal sealed class Readiness : IReadiness
{
    private volatile IEngine? _engine;
    private volatile string _waitsFor = "the store is being opened";

    /// <inheritdoc/>
    public bool IsStarted => _engine is not null;

    /// <inheritdoc/>
    public bool IsReady => _engine is { Obstacle: null };

    /// <inheritdoc/>
    public IReadOnlyList<string> Reasons =>
        _engine switch
        {
            null => [_waitsFor],
            { Obstacle: { } obstacle } => [obstacle],
            _ => [],
        };

    /// <summary>What the start waits for, in words.</summary>
    public void NoteWaiting(string reason) => _waitsFor = reason;

    /// <summary>The apps have been handed to their owners.</summary>
    public void NoteStarted(IEngine engine) => _engine = engine;
}
