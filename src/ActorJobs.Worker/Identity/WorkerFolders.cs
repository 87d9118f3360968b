namespace ActorJobs.Worker.Identity;

/// <summary>Where workers keep what has to outlive their processes: a folder for each app, with one for each worker in it.</summary>
internal static class WorkerFolders
{
    /// <summary>The folder of the workers of an app.</summary>
    public static string OfApp(WorkerOptions options) => Path.Combine(Root(options), Uri.EscapeDataString(options.App));

    /// <summary>Where logs are kept in the folder of a worker.</summary>
    public static string LogsIn(string worker) => Path.Combine(worker, "logs");

    private static string Root(WorkerOptions options) =>
        options.DataFolder.Length > 0
            ? options.DataFolder
            : Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
                "actorjobs",
                "workers"
            );
}
