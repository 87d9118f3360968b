namespace ActorJobs.Persistence.Sql;

/// <summary>Looks whether files can be made and written in a folder. That one which is there can be written does not say so.</summary>
public static class WritableFolder
{
    /// <summary>Makes a file, writes it through to the disk, and removes it.</summary>
    /// <param name="folder">A folder that exists.</param>
    /// <exception cref="IOException">It cannot be done, for instance as the disk is full or is mounted read-only.</exception>
    /// <exception cref="UnauthorizedAccessException">The user of this process may not do it.</exception>
    public static void Probe(string folder)
    {
        using var file = new FileStream(
            Path.Combine(folder, $".{Guid.NewGuid():N}"),
            FileMode.CreateNew,
            FileAccess.Write,
            FileShare.None,
            bufferSize: 1,
            FileOptions.DeleteOnClose
        );
        file.WriteByte(0);
        file.Flush(flushToDisk: true);
    }
}
