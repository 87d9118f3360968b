using ActorJobs.Core.Runs;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Server.RunLogs;

/// <summary>
/// Tells those who follow logs at this node that there is more. What this node stores it tells at once; for what others store it looks, twice a second, with one query
/// for each app, however many follow.
/// </summary>
internal sealed class LogFollowers(ILogStore store, TimeProvider time)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string App, RunId Run), Followed> _followed = [];

    /// <summary>Begins to follow a log.</summary>
    public Following Follow(string app, RunId run)
    {
        lock (_gate)
        {
            if (!_followed.TryGetValue((app, run), out var followed))
            {
                _followed.Add((app, run), followed = new Followed());
            }

            followed.Followers++;
            return new Following(this, (app, run), followed);
        }
    }

    /// <summary>There is more in some logs.</summary>
    public void Nudge(string app, IEnumerable<RunId> runs)
    {
        lock (_gate)
        {
            if (_followed.Count == 0)
            {
                return;
            }

            foreach (var run in runs)
            {
                if (_followed.TryGetValue((app, run), out var followed))
                {
                    followed.Signal();
                }
            }
        }
    }

    /// <summary>Looks for what other nodes have stored.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            foreach (var (app, runs) in Apps())
            {
                try
                {
                    Compare(app, await store.PositionsAsync(app, runs, cancellationToken));
                }
                catch (StoreUnavailableException)
                {
                    // It looks again, and the outage is told by those who store.
                }
            }
        }
    }

    private List<(string App, List<RunId> Runs)> Apps()
    {
        lock (_gate)
        {
            return
            [
                .. _followed
                    .Keys.GroupBy(static key => key.App, static key => key.Run, StringComparer.Ordinal)
                    .Select(static app => (app.Key, app.ToList())),
            ];
        }
    }

    private void Compare(string app, IReadOnlyDictionary<RunId, long> positions)
    {
        lock (_gate)
        {
            foreach (var (run, position) in positions)
            {
                if (_followed.TryGetValue((app, run), out var followed) && followed.Position != position)
                {
                    followed.Position = position;
                    followed.Signal();
                }
            }
        }
    }

    private void Leave((string App, RunId Run) key, Followed followed)
    {
        lock (_gate)
        {
            if (--followed.Followers == 0)
            {
                _followed.Remove(key);
            }
        }
    }

    /// <summary>One who follows a log.</summary>
    public sealed class Following : IDisposable
    {
        private readonly LogFollowers _followers;
        private readonly (string App, RunId Run) _key;
        private readonly Followed _followed;

        internal Following(LogFollowers followers, (string App, RunId Run) key, Followed followed) =>
            (_followers, _key, _followed) = (followers, key, followed);

        /// <summary>Ends when there may be more than there was when this was asked.</summary>
        public Task More => _followed.More;

        /// <inheritdoc/>
        public void Dispose() => _followers.Leave(_key, _followed);
    }

    /// <summary>A log that is followed.</summary>
    internal sealed class Followed
    {
        private TaskCompletionSource _more = NewSignal();

        public int Followers { get; set; }

        public long Position { get; set; }

        public Task More => Volatile.Read(ref _more).Task;

        public void Signal() => Interlocked.Exchange(ref _more, NewSignal()).SetResult();

        private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
