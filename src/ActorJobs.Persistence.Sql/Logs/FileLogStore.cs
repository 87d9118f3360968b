using ActorJobs.Core.Runs;
using ActorJobs.Persistence.Sql.Rows;
using ActorJobs.Persistence.Sql.Sqlite;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Persistence.Sql.Logs;

/// <summary>
/// The logs of runs in files, beside an embedded database: a folder for each app, in it one for each day, in it a file for each run that wrote its first line on that
/// day. The position of a line is where it ends in its file. Of which job a run is, and when it ended, the database knows.
/// </summary>
internal sealed class FileLogStore(SqliteDatabase database, string folder, LogLimits limits, TimeProvider clock) : ILogStore
{
    private const int RunsOfQuestion = 1000;

    private readonly string _ended = $"""
        SELECT id, job_id, ended_at FROM run WHERE app_id = @app AND {database.IsOneOf("id", "@runs")} AND ended_at IS NOT NULL
        """;

    private readonly AppRetentions _retentions = new(database);
    private readonly LogFiles _files = new(folder, limits, clock);

    /// <inheritdoc/>
    public async ValueTask AppendAsync(string app, IReadOnlyList<RunLine> lines, CancellationToken cancellationToken = default) =>
        await OnDiskAsync(
            () =>
            {
                // Many small files are flushed to disk faster side by side than one after the other.
                Parallel.ForEach(
                    lines.GroupBy(static line => line.Attempt.Run),
                    new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken },
                    of => _files.Append(app, of.Key, [.. of])
                );
                return lines.Count;
            },
            cancellationToken
        );

    /// <inheritdoc/>
    public ValueTask<RunLogPage> ReadAsync(
        string app,
        RunId run,
        RunLogFilter filter,
        long after,
        int limit,
        CancellationToken cancellationToken = default
    ) =>
        OnDiskAsync(
            () =>
                _files.Find(app, run) is { } path ? LogFile.Read(path, run, filter, after, limit) : new RunLogPage([], after, IsLast: true),
            cancellationToken
        );

    /// <inheritdoc/>
    public ValueTask<long> FindTailAsync(
        string app,
        RunId run,
        RunLogFilter filter,
        int lines,
        CancellationToken cancellationToken = default
    ) => OnDiskAsync(() => _files.Find(app, run) is { } path ? LogFile.FindTail(path, run, filter, lines) : 0, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<RunId, long>> PositionsAsync(
        string app,
        IReadOnlyCollection<RunId> runs,
        CancellationToken cancellationToken = default
    ) =>
        OnDiskAsync<IReadOnlyDictionary<RunId, long>>(
            () =>
                runs.Select(run => (Run: run, Path: _files.Find(app, run)))
                    .Where(static found => found.Path is not null)
                    .ToDictionary(static found => found.Run, static found => new FileInfo(found.Path!).Length),
            cancellationToken
        );

    /// <inheritdoc/>
    public async ValueTask TendAsync(CancellationToken cancellationToken = default)
    {
        await OnDiskAsync(
            () =>
            {
                Directory.CreateDirectory(folder);
                WritableFolder.Probe(folder);
                _files.Clean(cancellationToken);
                return true;
            },
            cancellationToken
        );
        foreach (var retention in await _retentions.ReadAsync(cancellationToken))
        {
            await RetainAsync(retention, cancellationToken);
        }
    }

    /// <summary>Removes the logs of an app that was deleted. What cannot be removed now goes when it is too old.</summary>
    public ValueTask ForgetAsync(string app) =>
        new(
            Task.Run(() =>
            {
                try
                {
                    _files.Forget(app);
                }
                catch (Exception error) when (IsOfDisk(error))
                {
                    // The app is gone all the same, and nobody can ask for its logs.
                }
            })
        );

    private async ValueTask RetainAsync(AppRetention retention, CancellationToken cancellationToken)
    {
        var files = await OnDiskAsync(() => _files.List(retention.Name), cancellationToken);
        var logs = new List<EndedLog>();
        foreach (var runs in files.Keys.Chunk(RunsOfQuestion))
        {
            logs.AddRange(await EndedAsync(retention.Id, runs, files, cancellationToken));
        }
        var beyond = retention.Beyond(logs, await database.NowAsync(cancellationToken));
        await OnDiskAsync(
            () =>
            {
                _files.Remove(retention.Name, beyond.Select(run => files[run]));
                return true;
            },
            cancellationToken
        );
    }

    /// <summary>Those of the runs that have ended.</summary>
    private ValueTask<List<EndedLog>> EndedAsync(
        long app,
        IReadOnlyCollection<RunId> runs,
        Dictionary<RunId, FileInfo> files,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync(
            (connection, token) =>
                connection
                    .Command(_ended, ("@app", app), ("@runs", database.Parameter([.. runs.Select(static run => run.ToString())])))
                    .ListAsync(
                        row =>
                        {
                            var run = new RunId(row.GetGuid(0));
                            return new EndedLog(run, row.GetInt64(1), row.Time(2), files[run].Length);
                        },
                        token
                    ),
            cancellationToken
        );

    /// <summary>Files are read and written by blocking calls, which are not for the caller's thread.</summary>
    private async ValueTask<T> OnDiskAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(work, cancellationToken);
        }
        catch (AggregateException many) when (many.InnerExceptions.All(IsOfDisk))
        {
            throw Unavailable(many.InnerExceptions[0]);
        }
        catch (Exception error) when (IsOfDisk(error))
        {
            throw Unavailable(error);
        }
    }

    private StoreUnavailableException Unavailable(Exception error) => new($"{folder} cannot be used: {error.Message}", error);

    private static bool IsOfDisk(Exception error) => error is IOException or UnauthorizedAccessException;
}
