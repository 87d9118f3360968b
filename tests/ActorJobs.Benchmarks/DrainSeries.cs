namespace ActorJobs.Benchmarks;

/// <summary>The rounds of one system that submits and drains; each is printed as it ends.</summary>
/// <param name="system">Whose.</param>
/// <param name="runs">A round.</param>
/// <param name="results">Where they are printed.</param>
internal sealed class DrainSeries(string system, int runs, Results results)
{
    private readonly List<DrainTimes> _rounds = [];

    /// <summary>How many a round.</summary>
    public int Runs => runs;

    /// <summary>Adds a round.</summary>
    public void Add(DrainTimes round)
    {
        _rounds.Add(round);
        results.Add(
            new
            {
                bench = "drain",
                system,
                round = _rounds.Count,
                runs,
                submitPerSecond = PerSecond(round.Submit),
                drainPerSecond = PerSecond(round.Drain),
                bothPerSecond = PerSecond(round.Submit + round.Drain),
            }
        );
    }

    /// <summary>Gives the medians.</summary>
    public void Summarize() =>
        results.Add(
            new
            {
                bench = "drain",
                system,
                summary = "median",
                rounds = _rounds.Count,
                runs,
                submitPerSecond = Figures.Median(_rounds.Select(round => PerSecond(round.Submit))),
                drainPerSecond = Figures.Median(_rounds.Select(round => PerSecond(round.Drain))),
                bothPerSecond = Figures.Median(_rounds.Select(round => PerSecond(round.Submit + round.Drain))),
            }
        );

    private double PerSecond(TimeSpan time) => Math.Round(runs / time.TotalSeconds);
}
