using ActorJobs.Core.Runs;

namespace ActorJobs.Scheduler.Stores;

/// <summary>
/// The logs of runs. Lines of a run have positions in the order in which they came; those of one attempt come in the order of their numbers. What is too old or too
/// much is removed by <see cref="TendAsync"/>.
/// </summary>
public interface ILogStore
{
    /// <summary>
    /// Adds lines, and passes over those that it has had; they are durable when this returns. Of a run that has too much already only the ends of attempts are
    /// taken. A gap in the numbers counts as lines that were left out.
    /// </summary>
    /// <param name="app">Of which app the runs are. Lines of one that there is not go nowhere.</param>
    /// <param name="lines">Those of one attempt in the order of their numbers.</param>
    /// <param name="cancellationToken">Gives it up; some may have been added then.</param>
    /// <exception cref="StoreUnavailableException">The storage is full or away; try the same again later.</exception>
    ValueTask AppendAsync(string app, IReadOnlyList<RunLine> lines, CancellationToken cancellationToken = default);

    /// <summary>The lines behind a position, up to a number of them, or fewer if they are long. The ends of attempts are among them, whatever is asked for.</summary>
    /// <param name="app">Of which app the run is.</param>
    /// <param name="run">Which run; one without a log has no lines.</param>
    /// <param name="filter">Which lines.</param>
    /// <param name="after">A position that an earlier answer gave; 0: from the beginning.</param>
    /// <param name="limit">How many at most; 1 or more.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="StoreUnavailableException">The storage is away.</exception>
    ValueTask<RunLogPage> ReadAsync(
        string app,
        RunId run,
        RunLogFilter filter,
        long after,
        int limit,
        CancellationToken cancellationToken = default
    );

    /// <summary>The position before the newest lines.</summary>
    /// <param name="app">Of which app the run is.</param>
    /// <param name="run">Which run.</param>
    /// <param name="filter">Which lines count.</param>
    /// <param name="lines">How many; 0 or more.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="StoreUnavailableException">The storage is away.</exception>
    ValueTask<long> FindTailAsync(string app, RunId run, RunLogFilter filter, int lines, CancellationToken cancellationToken = default);

    /// <summary>The positions of the newest lines of some runs; those without a log are left out.</summary>
    /// <exception cref="StoreUnavailableException">The storage is away.</exception>
    ValueTask<IReadOnlyDictionary<RunId, long>> PositionsAsync(
        string app,
        IReadOnlyCollection<RunId> runs,
        CancellationToken cancellationToken = default
    );

    /// <summary>Makes room ahead, and removes what is too old or too much, for the server, for an app or for a job.</summary>
    /// <exception cref="StoreUnavailableException">Nothing can be stored now.</exception>
    ValueTask TendAsync(CancellationToken cancellationToken = default);
}
