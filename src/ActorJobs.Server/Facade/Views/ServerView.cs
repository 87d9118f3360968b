using System.Diagnostics;
using System.Reflection;
using ActorJobs.Server.Settings;
using NodaTime;

namespace ActorJobs.Server.Facade.Views;

/// <summary>The server that answers.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Version">Of its software.</param>
/// <param name="Executable">The program.</param>
/// <param name="Pid">Its process.</param>
/// <param name="StartedAt">Since when it runs.</param>
/// <param name="Configuration">The files of settings that it was started with.</param>
/// <param name="Store">sqlite or postgres.</param>
/// <param name="DataFolder">Where its data is; null if a database has it.</param>
/// <param name="LogFile">Where its log goes, one file a day; null if to the console only.</param>
internal sealed record ServerView(
    string Node,
    string Version,
    string Executable,
    int Pid,
    Instant StartedAt,
    IReadOnlyList<string> Configuration,
    string Store,
    string? DataFolder,
    string? LogFile
)
{
    /// <summary>The view of this process.</summary>
    public static ServerView Of(ServerSettings settings)
    {
        var assembly = Assembly.GetExecutingAssembly();
        using var process = Process.GetCurrentProcess();
        var data = settings.Store is StoreSettings.Sqlite sqlite ? Path.GetDirectoryName(Path.GetFullPath(sqlite.Path)) : null;
        return new ServerView(
            settings.NodeName,
            assembly.GetName().Version!.ToString(3),
            assembly.Location,
            process.Id,
            Instant.FromDateTimeUtc(process.StartTime.ToUniversalTime()),
            [.. settings.Files.Select(Path.GetFullPath)],
            settings.Store is StoreSettings.Sqlite ? "sqlite" : "postgres",
            data,
            settings.LogFile.Length == 0 ? null : Path.GetFullPath(settings.LogFile)
        );
    }
}
