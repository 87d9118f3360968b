using System.Collections.Concurrent;
using ActorJobs.Protocol;
using ActorJobs.Server.Facade;

namespace ActorJobs.Server.Tests.Facade;

/// <summary>Owners that answer, unless they were told to fail.</summary>
internal sealed class FaultyOwners(IAppOwners owners) : IAppOwners
{
    private readonly ConcurrentDictionary<string, Exception> _faults = new();

    /// <summary>From now on every question to the owner of the app fails so.</summary>
    public void Fail(string path, Exception fault) => _faults[path.Split('/')[^1]] = fault;

    public ValueTask<AppGroupReply> AskAsync(string app, AppGroupMessage message, CancellationToken cancellationToken = default) =>
        _faults.TryGetValue(app, out var fault)
            ? ValueTask.FromException<AppGroupReply>(fault)
            : owners.AskAsync(app, message, cancellationToken);

    public ValueTask<AppGroupReply> AwaitAsync(
        string app,
        AppGroupMessage message,
        TimeSpan patience,
        CancellationToken cancellationToken = default
    ) =>
        _faults.TryGetValue(app, out var fault)
            ? ValueTask.FromException<AppGroupReply>(fault)
            : owners.AwaitAsync(app, message, patience, cancellationToken);

    public void Start(string app) => owners.Start(app);

    public ValueTask StopAsync(string app, CancellationToken cancellationToken = default) => owners.StopAsync(app, cancellationToken);
}
