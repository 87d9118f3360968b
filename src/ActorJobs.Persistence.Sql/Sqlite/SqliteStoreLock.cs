using System.Text;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Persistence.Sql.Sqlite;

/// <summary>A lock of the operating system on a file beside the database. The system releases it when its holder dies, however that happens.</summary>
internal sealed class SqliteStoreLock(SqliteDatabase database) : IStoreLock
{
    private readonly LockOwner _owner = new(database);

    public async ValueTask<IHeldStoreLock> AcquireAsync(string owner, CancellationToken cancellationToken = default)
    {
        var path = $"{database.Path}.lock";
        FileStream file;
        try
        {
            file = new FileStream(path, SqliteFiles.Exclusive);
        }
        catch (IOException error) when (error is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new StoreLockedException(
                $"The store {database.Path} is in use by another server: {await _owner.ReadAsync(cancellationToken)}. Stop "
                    + $"that one first, or give this one a store of its own ({error.Message})"
            );
        }
        try
        {
            file.SetLength(0);
            await file.WriteAsync(Encoding.UTF8.GetBytes($"{owner}\n"), cancellationToken);
            await file.FlushAsync(cancellationToken);
            await _owner.WriteAsync(owner, cancellationToken);
            return new Held(file);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private sealed class Held(FileStream file) : IHeldStoreLock
    {
        /// <summary>Never cancelled: the system takes the lock from a process only when it ends.</summary>
        public CancellationToken Lost => CancellationToken.None;

        public ValueTask DisposeAsync() => file.DisposeAsync();
    }
}
