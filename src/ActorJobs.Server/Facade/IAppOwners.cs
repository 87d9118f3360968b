using ActorJobs.Actors;
using ActorJobs.Protocol;

namespace ActorJobs.Server.Facade;

/// <summary>Reaches the owners of apps.</summary>
internal interface IAppOwners
{
    /// <summary>Asks the owner of an app, wherever it is.</summary>
    /// <exception cref="TimeoutException">No reply in time; the message may still take effect.</exception>
    /// <exception cref="OutcomeUnknownException">The message may or may not have taken effect.</exception>
    /// <exception cref="EntityUnavailableException">Nothing took effect.</exception>
    ValueTask<AppGroupReply> AskAsync(string app, AppGroupMessage message, CancellationToken cancellationToken = default);

    /// <summary>Asks the owner of an app for something that it answers when it comes about.</summary>
    /// <exception cref="TimeoutException">It did not come about in time.</exception>
    /// <exception cref="OutcomeUnknownException">The owner has forgotten the question.</exception>
    /// <exception cref="EntityUnavailableException">The owner is not there.</exception>
    ValueTask<AppGroupReply> AwaitAsync(
        string app,
        AppGroupMessage message,
        TimeSpan patience,
        CancellationToken cancellationToken = default
    );

    /// <summary>Lets an app that was just made begin its life.</summary>
    void Start(string app);

    /// <summary>Ends the life of an app that was just deleted.</summary>
    ValueTask StopAsync(string app, CancellationToken cancellationToken = default);
}
