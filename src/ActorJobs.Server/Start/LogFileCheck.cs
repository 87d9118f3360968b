using ActorJobs.Errors;
using ActorJobs.Persistence.Sql;
using ActorJobs.Server.Settings;

namespace ActorJobs.Server.Start;

/// <summary>Looks whether the log file can be written. The log itself would lose its lines in silence.</summary>
internal static class LogFileCheck
{
    /// <summary>Makes the folder, and tries to write in it, since the log makes a file for each day.</summary>
    /// <exception cref="StartException">It cannot be written.</exception>
    public static void Check(string path)
    {
        try
        {
            var full = Path.GetFullPath(path);
            var folder = Path.GetDirectoryName(full) ?? throw new IOException("It names a folder, not a file.");
            Directory.CreateDirectory(folder);
            if (Path.GetFileName(full).Length == 0)
            {
                throw new IOException("It names a folder, not a file.");
            }

            WritableFolder.Probe(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new StartException(
                StartFailure.Machine,
                ErrorCodes.LogFileUnusable,
                $"{SettingKeys.LogFile} is '{path}', which cannot be written: {error.Message} Choose another file, or none: --set {SettingKeys.LogFile}=",
                error
            );
        }
    }
}
