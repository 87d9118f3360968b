using ActorJobs.Architecture.Tests.Projects;

namespace ActorJobs.Architecture.Tests.Purity;

/// <summary>What pure projects may not use, said a second time and apart from BannedSymbols.txt, so that a slip in that file is seen.</summary>
internal static class Bans
{
    private static readonly HashSet<string> Types =
    [
        "System.Random",
        "System.Diagnostics.Stopwatch",
        "System.Security.Cryptography.RandomNumberGenerator",
        "System.Threading.Thread",
        "System.Threading.Timer",
        "NodaTime.SystemClock",
    ];

    private static readonly HashSet<string> Members =
    [
        "System.DateTime.get_Now",
        "System.DateTime.get_UtcNow",
        "System.DateTime.get_Today",
        "System.DateTimeOffset.get_Now",
        "System.DateTimeOffset.get_UtcNow",
        "System.TimeProvider.get_System",
        "System.Guid.NewGuid",
        "System.Guid.CreateVersion7",
        "System.Threading.Tasks.Task.Run",
    ];

    /// <summary>Whether the member is banned.</summary>
    public static bool Concern(UsedMember member)
    {
        var name = $"{member.Type}.{member.Name}";
        return Types.Contains(member.Type)
            || Members.Contains(name)
            // The compiler itself reads the thread's id in every iterator.
            || (member.Type == "System.Environment" && member.Name != "get_CurrentManagedThreadId")
            || (IsTask(member.Type) && member.Name == "ConfigureAwait" && member.Parameters is ["System.Boolean"])
            || (TakesTheSystemsTimer(name, member) && !member.Parameters.Contains("System.TimeProvider"));
    }

    private static bool IsTask(string type) =>
        type
            is "System.Threading.Tasks.Task"
                or "System.Threading.Tasks.Task`1"
                or "System.Threading.Tasks.ValueTask"
                or "System.Threading.Tasks.ValueTask`1";

    private static bool TakesTheSystemsTimer(string name, UsedMember member) =>
        name is "System.Threading.Tasks.Task.Delay" or "System.Threading.PeriodicTimer..ctor"
        || (IsTask(member.Type) && member.Name == "WaitAsync" && member.Parameters.Contains("System.TimeSpan"))
        || (name == "System.Threading.CancellationTokenSource..ctor" && member.Parameters.Length > 0);
}
