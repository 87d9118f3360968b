using System.Diagnostics.Metrics;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Persistence.Sql.Commits;

/// <summary>What is measured about the writer.</summary>
internal sealed class StoreInstruments
{
    private const string Committed = "committed";
    private const string Fenced = "fenced";
    private const string RolledBack = "rolled_back";
    private const string InDoubt = "in_doubt";

    private static readonly InstrumentAdvice<long> s_sizes = new()
    {
        HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
    };

    private static readonly InstrumentAdvice<double> s_durations = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    private readonly Counter<long> _commits;
    private readonly Histogram<long> _groups;
    private readonly Histogram<double> _durations;

    public StoreInstruments(Meter meter)
    {
        _commits = meter.CreateCounter<long>(
            "actorjobs.store.commits",
            "{commit}",
            $"Commits of apps, by what became of them: {Committed}, {Fenced} (another node owns the app), {RolledBack} or {InDoubt}."
        );
        _groups = meter.CreateHistogram(
            "actorjobs.store.group_size",
            "{commit}",
            "How many commits one transaction of the store took together.",
            advice: s_sizes
        );
        _durations = meter.CreateHistogram(
            "actorjobs.store.transaction_duration",
            "s",
            "How long one transaction of the store took, with its waiting for the disk.",
            advice: s_durations
        );
        foreach (var outcome in (string[])[Committed, Fenced, RolledBack, InDoubt])
        {
            // So that the first one of a kind is a rise, too, which an alert can see.
            Count(outcome, 0);
        }
    }

    /// <summary>A transaction has ended, well or not.</summary>
    public void Applied(int commits, TimeSpan duration)
    {
        _groups.Record(commits);
        _durations.Record(duration.TotalSeconds);
    }

    /// <summary>A commit has ended.</summary>
    public void Ended(AppCommitResult result) => Count(OutcomeOf(result), 1);

    private static string OutcomeOf(AppCommitResult result) =>
        result switch
        {
            AppCommitResult.Committed => Committed,
            AppCommitResult.Fenced => Fenced,
            AppCommitResult.RolledBack => RolledBack,
            _ => InDoubt,
        };

    private void Count(string outcome, int commits) => _commits.Add(commits, new KeyValuePair<string, object?>("outcome", outcome));
}
