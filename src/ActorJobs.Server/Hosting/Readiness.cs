using ActorJobs.Actors;
using ActorJobs.Server.Facade;

namespace ActorJobs.Server.Hosting;

/// <summary>The server is started when its apps have been handed to their owners, and ready while it holds the store's lock.</summary>
internal sealed class Readiness(LocalEngine engine) : IReadiness
{
    private volatile bool _isStarted;

    /// <inheritdoc/>
    public bool IsStarted => _isStarted;

    /// <inheritdoc/>
    public bool IsReady => _isStarted && engine.IsOwner;

    /// <inheritdoc/>
    public IReadOnlyList<string> Reasons =>
        [
            .. _isStarted ? Array.Empty<string>() : ["the apps have not been started yet"],
            .. engine.IsOwner ? Array.Empty<string>() : ["this server does not hold the store's lock just now, and seeks it"],
        ];

    /// <summary>The apps have been handed to their owners.</summary>
    public void NoteStarted() => _isStarted = true;
}
