namespace ActorJobs.Client.Servers;

/// <summary>The server that answered.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Version">Of its software.</param>
/// <param name="Executable">The program.</param>
/// <param name="Pid">Its process.</param>
/// <param name="StartedAt">Since when it runs.</param>
/// <param name="Configuration">The files of settings that it was started with.</param>
/// <param name="Store">sqlite or postgres.</param>
/// <param name="DataFolder">Where its data is; null if a database has it.</param>
/// <param name="LogFile">Where its log goes, one file a day; null if to the console only.</param>
public sealed record ServerInfo(
    string Node,
    string Version,
    string Executable,
    int Pid,
    DateTimeOffset StartedAt,
    IReadOnlyList<string> Configuration,
    string Store,
    string? DataFolder,
    string? LogFile
);
