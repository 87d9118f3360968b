namespace ActorJobs.Client.Access;

/// <summary>What a token lets its holder do; each role has the rights of those before it.</summary>
public enum Role
{
    /// <summary>Looks.</summary>
    Viewer,

    /// <summary>Runs, cancels, switches on and off.</summary>
    Operator,

    /// <summary>Makes, changes and deletes jobs.</summary>
    Developer,

    /// <summary>Makes and deletes apps, tokens and secrets.</summary>
    Admin,
}

/// <summary>A token, without its text.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Role">What it lets its holder do.</param>
/// <param name="App">The one app that it is for; null: all of them.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">The token by which it was made, or what stood in for one.</param>
/// <param name="LastUsedAt">To some minutes; null if it was never used.</param>
public sealed record Token(string Name, Role Role, string? App, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? LastUsedAt);

/// <summary>What a token is asked for with.</summary>
/// <param name="Name">Its name, unique among all tokens.</param>
/// <param name="Role">What it lets its holder do.</param>
/// <param name="App">The one app that it is for; null: all of them.</param>
public sealed record TokenRequest(string Name, Role Role, string? App = null);

/// <summary>A token that was just made.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Role">What it lets its holder do.</param>
/// <param name="App">The one app that it is for; null: all of them.</param>
/// <param name="Text">What requests carry. The server shows it this one time.</param>
public sealed record TokenMade(
    string Name,
    Role Role,
    string? App,
    [property: System.Text.Json.Serialization.JsonPropertyName("token")] string Text
);
