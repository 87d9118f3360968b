using ActorJobs.Core.Access;
using ActorJobs.Scheduler.Stores;
using NodaTime;

namespace ActorJobs.Server.Facade.Views;

/// <summary>A token, without its text.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Role">What it lets its holder do.</param>
/// <param name="App">The one app that it is for; null: all of them.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">The token by which it was made, or what stood in for one.</param>
/// <param name="LastUsedAt">To some minutes; null if it was never used.</param>
internal sealed record TokenView(string Name, Role Role, string? App, Instant CreatedAt, string CreatedBy, Instant? LastUsedAt)
{
    /// <summary>The view of what the store has.</summary>
    public static TokenView Of(AccessToken token) =>
        new(token.Name, token.Role, token.App, token.CreatedAt, token.CreatedBy, token.LastUsedAt);
}

/// <summary>A token that was just made.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Role">What it lets its holder do.</param>
/// <param name="App">The one app that it is for; null: all of them.</param>
/// <param name="Token">Its text, which is shown this one time.</param>
internal sealed record TokenMadeView(string Name, Role Role, string? App, string Token);
