namespace ActorJobs.Actors.Tests.Simulation;

public class SimulationTests
{
    private const int Seeds = 300;

    [Fact]
    public void Simulation_ManySeeds_HoldsItsInvariantsAndMeetsEveryOutcome()
    {
        var commits = new Dictionary<string, int>(StringComparer.Ordinal);
        var asks = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var seed = 0; seed < Seeds; seed++)
        {
            var simulation = new LockedCluster(seed);
            try
            {
                simulation.Run();
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException(
                    $"Seed {seed}: {exception.Message}\n{string.Join('\n', simulation.Trace.TakeLast(40))}",
                    exception
                );
            }

            foreach (var (outcome, count) in simulation.CommitOutcomes)
            {
                commits[outcome] = commits.GetValueOrDefault(outcome) + count;
            }

            foreach (var end in simulation.AskEnds)
            {
                asks[end] = asks.GetValueOrDefault(end) + 1;
            }
        }

        // A simulation that never meets the trouble proves nothing about it.
        commits.Keys.ShouldBe(["Committed", "RolledBack", "InDoubt", "Fenced"], ignoreOrder: true);
        commits.Values.Min().ShouldBeGreaterThan(Seeds);
        asks.Keys.ShouldBe(
            [
                "answered",
                nameof(EntityUnavailableException),
                nameof(OutcomeUnknownException),
                nameof(TimeoutException),
                nameof(PoisonMessageException),
            ],
            ignoreOrder: true
        );
    }

    [Fact]
    public void Simulation_SameSeed_GivesTheSameTrace()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            TraceOf(seed).ShouldBe(TraceOf(seed));
        }
    }

    [Fact]
    public void Simulation_OtherSeed_GivesAnotherTrace() => TraceOf(1).ShouldNotBe(TraceOf(2));

    private static List<string> TraceOf(int seed)
    {
        var simulation = new LockedCluster(seed);
        simulation.Run();
        simulation.Trace.Count.ShouldBeGreaterThan(100);
        return simulation.Trace;
    }
}
