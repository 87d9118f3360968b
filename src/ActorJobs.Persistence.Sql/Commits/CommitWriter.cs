using System.Threading.Channels;
using ActorJobs.Scheduler.Stores;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Persistence.Sql.Commits;

/// <summary>The group-committing writer: while one transaction is under way the commits of all apps gather, and the next transaction takes them together. So the
/// cost of a durable commit is shared by as many as wait for it, and nobody waits for company.</summary>
internal sealed partial class CommitWriter : IAsyncDisposable
{
    private readonly IGroupTransaction _transaction;
    private readonly CommitWriterOptions _options;
    private readonly TimeProvider _clock;
    private readonly StoreInstruments _instruments;
    private readonly ILogger _logger;
    private readonly Channel<PendingCommit> _queue = Channel.CreateUnbounded<PendingCommit>(
        new UnboundedChannelOptions { SingleReader = true }
    );
    private readonly List<PendingCommit> _taken = [];
    private readonly List<PendingCommit> _deferred = [];
    private readonly Task _loop;

    public CommitWriter(
        IGroupTransaction transaction,
        CommitWriterOptions options,
        TimeProvider clock,
        StoreInstruments instruments,
        ILogger logger
    )
    {
        _transaction = transaction;
        _options = options;
        _clock = clock;
        _instruments = instruments;
        _logger = logger;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Queues a commit and waits for its end. A commit in the queue cannot be taken back: the outcome would be unknown.</summary>
    public async ValueTask<AppCommitResult> CommitAsync(AppCommit commit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var pending = new PendingCommit(commit, _clock.GetTimestamp());
        if (!_queue.Writer.TryWrite(pending))
        {
            return new AppCommitResult.RolledBack(new StoreUnavailableException("The store is closed: this server is shutting down."));
        }

        var result = await pending.Result;
        _instruments.Ended(result);
        return result;
    }

    /// <summary>Commits what is queued, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        await _transaction.DisposeAsync();
    }

    private async Task RunAsync()
    {
        while (await TakeAsync())
        {
            var units = CommitUnit.Group(_taken);
            try
            {
                await ApplyAsync(units);
            }
            catch (Exception error)
            {
                // A fault of the writer itself must not leave commits without an answer.
                LogFault(error);
                Complete(units, new UnitOutcome.InDoubt(error));
            }
        }
    }

    /// <summary>Takes what waits, the deferred commits first, up to the bound of a group.</summary>
    private async ValueTask<bool> TakeAsync()
    {
        _taken.Clear();
        if (_deferred.Count > 0)
        {
            await Task.Delay(_options.DeferredPause, _clock);
            _taken.AddRange(_deferred);
            _deferred.Clear();
        }
        else if (!await _queue.Reader.WaitToReadAsync())
        {
            return false;
        }
        var writes = 0;
        while (writes < _options.MaxGroupWrites && _queue.Reader.TryRead(out var pending))
        {
            writes += 1 + pending.Commit.Writes.Count;
            _taken.Add(pending);
        }
        return true;
    }

    private async ValueTask ApplyAsync(List<CommitUnit> units)
    {
        var started = _clock.GetTimestamp();
        var outcome = await _transaction.ApplyAsync(units);
        _instruments.Applied(units.Sum(static unit => unit.Commits.Count), _clock.GetElapsedTime(started));
        switch (outcome)
        {
            case GroupOutcome.Applied applied:
                for (var index = 0; index < units.Count; index++)
                {
                    Settle(units[index], applied.Units[index]);
                }
                break;
            case GroupOutcome.Refused refused:
                LogRefused(units.Count, refused.Cause.Message);
                await RetryApartAsync(units, refused.Cause);
                break;
            case GroupOutcome.Unreachable unreachable:
                LogUnreachable(unreachable.Cause.Message);
                Complete(units, new UnitOutcome.RolledBack(unreachable.Cause));
                break;
            case GroupOutcome.Lost lost:
                LogLost(units.Count, lost.Cause.Message);
                Complete(units, new UnitOutcome.InDoubt(lost.Cause));
                break;
        }
    }

    /// <summary>After an error the apps go one by one, and the commits of an app, too, so that the failure hits only the one that causes it. This ends with its
    /// time: when each try runs into a time-out, the apps behind it must not wait for all of them.</summary>
    private async ValueTask RetryApartAsync(List<CommitUnit> units, Exception cause)
    {
        if (units is [{ Commits.Count: 1 }])
        {
            Complete(units, new UnitOutcome.RolledBack(cause));
            return;
        }
        var started = _clock.GetTimestamp();
        var apart = units.Count == 1 ? units[0].Split() : units;
        foreach (var unit in apart)
        {
            if (_clock.GetElapsedTime(started) > _options.MaxRetryTime)
            {
                unit.Complete(new UnitOutcome.RolledBack(cause));
            }
            else
            {
                await ApplyAsync([unit]);
            }
        }
    }

    private void Settle(CommitUnit unit, UnitOutcome outcome)
    {
        if (outcome is not UnitOutcome.Deferred)
        {
            unit.Complete(outcome);
        }
        else if (_clock.GetElapsedTime(unit.Commits[0].QueuedAt) < _options.LockTimeout)
        {
            _deferred.AddRange(unit.Commits);
        }
        else
        {
            unit.Complete(
                new UnitOutcome.RolledBack(
                    new StoreUnavailableException(
                        $"Another session of the database has held the row of app '{unit.App}' for {_options.LockTimeout.TotalSeconds:0.#} s. Claim the app again."
                    )
                )
            );
        }
    }

    private static void Complete(IEnumerable<CommitUnit> units, UnitOutcome outcome)
    {
        foreach (var unit in units)
        {
            unit.Complete(outcome);
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "The writer has failed on a group; its commits are in doubt")]
    private partial void LogFault(Exception error);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "A group of {Units} apps was refused and goes app by app: {Cause}")]
    private partial void LogRefused(int units, string cause);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "{Cause}")]
    private partial void LogUnreachable(string cause);

    [LoggerMessage(
        EventId = 4,
        Level = LogLevel.Warning,
        Message = "The answer to a group of {Units} apps is missing, and their commits are in doubt: {Cause}"
    )]
    private partial void LogLost(int units, string cause);
}
