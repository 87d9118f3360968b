using ActorJobs.Server.Settings;

namespace ActorJobs.Server.Access;

/// <summary>Who may come in: its services, and the gate in front of all routes.</summary>
internal static class AccessExtensions
{
    /// <summary>Adds what the gate needs.</summary>
    public static void AddAccess(this IServiceCollection services, AccessSettings settings, AuditSettings audit)
    {
        services.AddSingleton(settings);
        services.AddSingleton<Guesses>();
        services.AddSingleton<Tokens>();
        services.AddSingleton<WorkerSecrets>();
        services.AddSingleton<ClusterSecret>();
        services.AddSingleton(audit);
        services.AddSingleton<AuditTrail>();
    }

    /// <summary>Puts the gate in front of all routes.</summary>
    public static void UseAccess(this WebApplication app) => app.UseMiddleware<AccessGate>();
}
