using ActorJobs.Core.Apps;
using ActorJobs.Core.Runs;
using ActorJobs.Scheduler.Stores;
using ActorJobs.TestKit.Stores;

namespace ActorJobs.Scheduler.Tests.Simulation;

/// <summary>A store that keeps the contract of <see cref="IAppStore"/>, on good days and on bad ones: commits take a while, some roll back, some give no answer and take
/// effect at once, late, or never, and some meet a newer claim.</summary>
internal sealed class TroubledAppStore(TimeProvider time, Random chance, Action<string> trace) : IAppStore
{
    public const string RollbackText = "The commit was rolled back.";

    private readonly Dictionary<string, MemoryApp> _apps = new(StringComparer.Ordinal);
    private readonly Dictionary<(string App, long Epoch), Task> _lastCommits = [];

    /// <summary>How often bad things happen, per thousand commits or claims; 0: never.</summary>
    public int Trouble { get; set; }

    /// <summary>Whether a run that is there already stays as it is: the guard that a control takes away.</summary>
    public bool KeepsRuns { get; set; } = true;

    /// <summary>Whether the store does not serve at all.</summary>
    public bool IsAway { get; set; }

    /// <summary>What the next commits end as, before chance has a say.</summary>
    public Queue<Func<AppCommitResult>> Next { get; } = [];

    /// <summary>When set, commits wait for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>When set, the answers to commits wait for it.</summary>
    public Task AnswerGate { get; set; } = Task.CompletedTask;

    /// <summary>How many commits ended how, by name.</summary>
    public Dictionary<string, int> Ends { get; } = [];

    public MemoryApp this[string app] => _apps[app];

    public MemoryApp Create(string app) => _apps[app] = new MemoryApp(_apps.Count + 1, app);

    public async ValueTask<AppClaim?> ClaimAsync(string app, CancellationToken cancellationToken = default)
    {
        await PauseAsync(20);
        if (IsAway || Happens())
        {
            throw new StoreUnavailableException("The store did not answer the claim.");
        }

        if (!_apps.TryGetValue(app, out var row))
        {
            return null;
        }

        var claim = row.Claim();
        trace($"claim {app} epoch {row.Epoch}");
        return claim;
    }

    public async ValueTask<AppContents> LoadAsync(AppClaim claim, CancellationToken cancellationToken = default)
    {
        await PauseAsync(20);
        return _apps[claim.App].Contents();
    }

    public async ValueTask<AppCommitResult> CommitAsync(AppCommit commit, CancellationToken cancellationToken = default)
    {
        var key = (commit.Claim.App, commit.Claim.Epoch);
        var before = _lastCommits.GetValueOrDefault(key, Task.CompletedTask);
        var applied = new TaskCompletionSource();
        _lastCommits[key] = applied.Task;
        await before;
        await Gate;
        await PauseAsync(8);
        var result = Decide(commit);
        applied.SetResult();
        await PauseAsync(8);
        await AnswerGate;
        var end = result is AppCommitResult.Committed { Existing.Count: > 0 } ? "Existing" : result.GetType().Name;
        Ends[end] = Ends.GetValueOrDefault(end) + 1;
        trace($"commit {commit.Claim.App} {commit.Claim.Epoch}/{commit.Sequence} of {commit.Writes.Count} {end}");
        return result is AppCommitResult.Committed committed ? _apps[commit.Claim.App].Answer(commit, committed.Existing) : result;
    }

    private AppCommitResult Decide(AppCommit commit)
    {
        var row = _apps[commit.Claim.App];
        if (IsAway)
        {
            return new AppCommitResult.RolledBack(new StoreUnavailableException("The store does not serve."));
        }

        if (Next.TryDequeue(out var wanted))
        {
            return wanted();
        }

        if (Happens())
        {
            // Another node claims the app, and loses it again without a word.
            row.Epoch++;
        }

        if (row.Refuse(commit) is AppCommitResult.Fenced fenced)
        {
            return fenced;
        }

        if (row.Refuse(commit) is not null || Happens())
        {
            return new AppCommitResult.RolledBack(new InvalidOperationException(RollbackText));
        }

        if (Happens())
        {
            _ = ApplyPerhapsAsync(row, commit);
            return new AppCommitResult.InDoubt(new IOException("The connection was cut before the answer."));
        }

        if (!KeepsRuns)
        {
            foreach (var insert in commit.Writes.OfType<RunInserted>())
            {
                row.Runs.Remove(insert.Run.Id);
            }
        }

        return new AppCommitResult.Committed(new Dictionary<RunId, string>(), row.Apply(commit));
    }

    private async Task ApplyPerhapsAsync(MemoryApp row, AppCommit commit)
    {
        var fate = chance.Next(3);
        if (fate == 2)
        {
            return;
        }

        if (fate == 1)
        {
            await PauseAsync(100);
        }

        if (row.Refuse(commit) is null)
        {
            row.Apply(commit);
        }
    }

    private bool Happens() => chance.Next(1000) < Trouble;

    private Task PauseAsync(int mostMilliseconds) =>
        Task.Delay(TimeSpan.FromTicks(chance.NextInt64(1, mostMilliseconds * TimeSpan.TicksPerMillisecond)), time);
}
