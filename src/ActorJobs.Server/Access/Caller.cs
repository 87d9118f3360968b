using ActorJobs.Core.Access;

namespace ActorJobs.Server.Access;

/// <summary>Who sent a request.</summary>
/// <param name="Name">The name of the token, or what stands in for one.</param>
/// <param name="Role">What it may do.</param>
/// <param name="App">The one app that it may do it to; null: all of them.</param>
internal sealed record Caller(string Name, Role Role, string? App)
{
    /// <summary>Whoever reaches a server that only its own machine can reach, and that asks for no tokens.</summary>
    public static Caller Loopback { get; } = new("loopback", Role.Admin, null);

    /// <summary>Whether it may see an app.</summary>
    public bool MaySee(string? app) => App is null || App == app;

    /// <summary>Who sent a request.</summary>
    public static Caller Of(HttpContext context) =>
        context.Features.Get<Caller>()
        ?? throw new InvalidOperationException($"Nobody has looked who sends {context.Request.Path}: {nameof(AccessGate)} is missing.");
}
