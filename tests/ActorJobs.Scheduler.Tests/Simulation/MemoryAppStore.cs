using ActorJobs.Core.Runs;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Scheduler.Tests.Simulation;

/// <summary>A store that keeps the contract of <see cref="IAppStore"/>, on good days and on bad ones: commits take a while, some roll back, some give no answer and take
/// effect at once, late, or never, and some meet a newer claim.</summary>
internal sealed class MemoryAppStore(TimeProvider time, Random chance, Action<string> trace) : IAppStore
{
    public const string RollbackText = "The commit was rolled back.";

    private readonly Dictionary<string, MemoryApp> _apps = new(StringComparer.Ordinal);
    private readonly Dictionary<(string App, long Epoch), Task> _lastCommits = [];

    /// <summary>How often bad things happen, per thousand commits or claims; 0: never.</summary>
    public int Trouble { get; set; }

    /// <summary>What the next commits end as, before chance has a say.</summary>
    public Queue<Func<AppCommitResult>> Next { get; } = [];

    /// <summary>When set, commits wait for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>When set, the answers to commits wait for it.</summary>
    public Task AnswerGate { get; set; } = Task.CompletedTask;

    /// <summary>How many commits ended how, by name.</summary>
    public Dictionary<string, int> Ends { get; } = [];

    public MemoryApp this[string app] => _apps[app];

    public MemoryApp Create(string app) => _apps[app] = new MemoryApp(_apps.Count + 1);

    public async ValueTask<AppClaim?> ClaimAsync(string app, CancellationToken cancellationToken = default)
    {
        await PauseAsync(20);
        if (Happens())
        {
            throw new StoreUnavailableException("The store did not answer the claim.");
        }

        if (!_apps.TryGetValue(app, out var row))
        {
            return null;
        }

        row.Epoch++;
        trace($"claim {app} epoch {row.Epoch}");
        return new AppClaim(row.Id, app, row.Epoch, row.Sequence, row.LastToken, row.LastJobId);
    }

    public async ValueTask<AppContents> LoadAsync(AppClaim claim, CancellationToken cancellationToken = default)
    {
        await PauseAsync(20);
        var row = _apps[claim.App];
        return new AppContents(
            [.. row.Jobs.Select(job => new StoredJob(job.Key, job.Value.Name, job.Value.Version, job.Value.Definition))],
            [.. row.Marks.Select(mark => new StoredSchedule(mark.Key.Job, mark.Key.Name, mark.Value))],
            [.. row.Runs.Values.Select(run => run.Run).Where(run => !run.State.IsEnd())]
        );
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
        return result is AppCommitResult.Committed committed ? Answer(commit, committed.Existing) : result;
    }

    private AppCommitResult Decide(AppCommit commit)
    {
        var row = _apps[commit.Claim.App];
        if (Next.TryDequeue(out var wanted))
        {
            return wanted();
        }

        if (Happens())
        {
            // Another node claims the app, and loses it again without a word.
            row.Epoch++;
        }

        if (row.Epoch != commit.Claim.Epoch)
        {
            return new AppCommitResult.Fenced();
        }

        if (row.Sequence != commit.Sequence - 1 || Happens())
        {
            return new AppCommitResult.RolledBack(new InvalidOperationException(RollbackText));
        }

        if (Happens())
        {
            _ = ApplyPerhapsAsync(row, commit);
            return new AppCommitResult.InDoubt(new IOException("The connection was cut before the answer."));
        }

        return new AppCommitResult.Committed(new Dictionary<RunId, string>(), Apply(row, commit));
    }

    /// <summary>As if a later commit that is already in the store had been made together with this one: a run that it took from its worker has no params here.</summary>
    private AppCommitResult.Committed Answer(AppCommit commit, IReadOnlyCollection<RunId> existing)
    {
        var runs = _apps[commit.Claim.App].Runs;
        var dispatched = commit
            .Writes.Select(write => write is Core.Apps.RunInserted insert ? insert.Run : (write as Core.Apps.RunUpdated)?.Run)
            .Where(run => run is { State: RunState.Dispatched } && runs[run.Id].Run.State == RunState.Dispatched)
            .Select(run => run!.Id);
        return new AppCommitResult.Committed(dispatched.Distinct().ToDictionary(run => run, run => runs[run].Params), existing);
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

        if (row.Epoch == commit.Claim.Epoch && row.Sequence == commit.Sequence - 1)
        {
            Apply(row, commit);
        }
    }

    private static IReadOnlyCollection<RunId> Apply(MemoryApp row, AppCommit commit) =>
        row.Apply(commit.Sequence, commit.LastToken, commit.LastJobId, commit.Writes);

    private bool Happens() => chance.Next(1000) < Trouble;

    private Task PauseAsync(int mostMilliseconds) =>
        Task.Delay(TimeSpan.FromTicks(chance.NextInt64(1, mostMilliseconds * TimeSpan.TicksPerMillisecond)), time);
}
