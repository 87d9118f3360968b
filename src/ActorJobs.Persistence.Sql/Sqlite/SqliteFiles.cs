using ActorJobs.Errors;

namespace ActorJobs.Persistence.Sql.Sqlite;

/// <summary>The files of an embedded store. They hold users' params, and are for their owner only.</summary>
internal static class SqliteFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Less than this is gone at once.</summary>
    private const long LeastRoom = 4L << 20;

    /// <summary>To hold a file alone; it is made if it is missing.</summary>
    public static FileStreamOptions Exclusive => Options(FileShare.None);

    /// <summary>Makes the folder and the file if they are missing, and refuses a place where nothing can be written, or where locks and syncs do not hold.</summary>
    /// <exception cref="StoreOpenException">The place cannot serve.</exception>
    public static void Prepare(string path)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full) || Path.GetDirectoryName(full) is not { } folder || Path.GetFileName(full).Length == 0)
        {
            throw Refusal(
                $"{full} is a folder, and the database has to be a file. Give the path of a file in it, such as {Path.Combine(full, "actorjobs.db")}."
            );
        }

        CheckPlace(folder);
        try
        {
            MakeFolder(folder);
            CheckRoom(folder);
            // The log and its index are made beside the database later; that the file itself can be written is not enough.
            WritableFolder.Probe(folder);
            new FileStream(full, Options(FileShare.ReadWrite | FileShare.Delete)).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Refusal(Words(error, full, folder));
        }
    }

    /// <summary>Looks at the file system, at the nearest folder above that exists.</summary>
    private static void CheckPlace(string folder)
    {
        var existing = folder;
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } above)
        {
            existing = above;
        }

        if (MountTable.Of(existing) is { } mount)
        {
            Check(mount, folder);
        }
        else if (new DriveInfo(existing) is { DriveType: DriveType.Network, DriveFormat: var format })
        {
            throw NotLocal(folder, format);
        }
    }

    /// <summary>Refuses a mount that cannot hold a database.</summary>
    /// <exception cref="StoreOpenException">It is of a network, or read-only.</exception>
    public static void Check(Mount mount, string folder)
    {
        if (mount.IsOfNetwork)
        {
            throw NotLocal(folder, mount.Format);
        }

        if (mount.IsReadOnly)
        {
            throw Refusal(
                $"The folder {folder} lies on a file system that is mounted read-only ({mount.Folder}). Mount it for writing, or put the database elsewhere."
            );
        }
    }

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    private static void CheckRoom(string folder)
    {
        var room = new DriveInfo(folder).AvailableFreeSpace;
        if (room < LeastRoom)
        {
            throw Refusal(
                $"The disk of {folder} has {room >> 20} MiB left, and {LeastRoom >> 20} MiB is the least to start with. Make room, or put the database elsewhere."
            );
        }
    }

    private static string Words(Exception error, string file, string folder)
    {
        if (error is UnauthorizedAccessException)
        {
            return $"The user {Environment.UserName} may not write {(File.Exists(file) ? $"{file}, or in its folder" : $"in {folder}")}. Give him the right, or "
                + "put the database elsewhere.";
        }

        for (var above = folder; above is not null; above = Path.GetDirectoryName(above))
        {
            if (File.Exists(above))
            {
                return $"{above} is a file, and {file} needs a folder there. Choose another path, or move the file away.";
            }
        }

        return $"{file} cannot be written: {error.Message} Choose another path, or mend the disk.";
    }

    private static StoreOpenException NotLocal(string folder, string format) =>
        new(
            ErrorCodes.StoreNotLocal,
            $"The folder {folder} lies on a network file system ({format}), whose locks do not hold. Put the SQLite database on a local disk, or use PostgreSQL."
        );

    private static StoreOpenException Refusal(string message) => new(ErrorCodes.StoreFolderUnusable, message);

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
