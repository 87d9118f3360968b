using ActorJobs.Core.Errors;

namespace ActorJobs.Persistence.Sql.Sqlite;

/// <summary>The files of an embedded store. They hold users' params, and are for their owner only.</summary>
internal static class SqliteFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly HashSet<string> NetworkFormats = new(StringComparer.OrdinalIgnoreCase)
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "afs",
        "ncp",
        "9p",
        "v9fs",
    };

    /// <summary>To hold a file alone; it is made if it is missing.</summary>
    public static FileStreamOptions Exclusive => Options(FileShare.None);

    /// <summary>Makes the folder and the file if they are missing, and refuses a place where locks and syncs do not hold.</summary>
    /// <exception cref="StoreOpenException">The folder is on a network file system.</exception>
    public static void Prepare(string path)
    {
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full) ?? throw new ArgumentException($"'{path}' names no file in a folder.", nameof(path));
        if (!Directory.Exists(folder))
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
            }
        }
        var drive = new DriveInfo(folder);
        if (drive.DriveType == DriveType.Network || NetworkFormats.Contains(drive.DriveFormat))
        {
            throw new StoreOpenException(
                ErrorCodes.StoreNotLocal,
                $"The folder {folder} lies on a network file system ({drive.DriveFormat}), whose locks do not hold. Put the "
                    + "SQLite database on a local disk, or use PostgreSQL."
            );
        }
        if (!File.Exists(full))
        {
            new FileStream(full, Options(FileShare.ReadWrite)).Dispose();
        }
    }

    private static FileStreamOptions Options(FileShare share)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = share,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }
        return options;
    }
}
