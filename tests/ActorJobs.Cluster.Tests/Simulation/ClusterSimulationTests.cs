namespace ActorJobs.Cluster.Tests.Simulation;

public class ClusterSimulationTests
{
    private const int Seeds = 200;

    /// <summary>Seeds of which one at least shows what a missing guard does.</summary>
    private const int Controls = 40;

    [Fact]
    public void Simulation_ManySeeds_HoldsItsInvariantsAndMeetsEveryTrouble()
    {
        var troubles = new Dictionary<string, int>(StringComparer.Ordinal);
        var relayed = 0;
        for (var seed = 0; seed < Seeds; seed++)
        {
            var simulation = new LeasedCluster(seed);
            try
            {
                simulation.Run();
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException(
                    $"Seed {seed}: {exception.Message}\n{string.Join('\n', simulation.Trace.TakeLast(60))}",
                    exception
                );
            }

            relayed += simulation.Relayed;
            foreach (var (trouble, count) in simulation.Troubles)
            {
                troubles[trouble] = troubles.GetValueOrDefault(trouble) + count;
            }
        }

        // A simulation that never meets the trouble proves nothing about it.
        troubles.Keys.ShouldBe(["away", "moved", "clock set", "removed"], ignoreOrder: true);
        troubles.Values.Min().ShouldBeGreaterThan(Seeds);
        relayed.ShouldBeGreaterThan(Seeds * 10);
    }

    [Theory]
    [InlineData(Missing.EpochCompare, "was written in epoch")]
    [InlineData(Missing.LeaseMargin, "has 2 owners")]
    [InlineData(Missing.OutputAfterCommit, "left before its commit")]
    internal void Simulation_WithoutAGuard_IsFoundOut(Missing guard, string expected)
    {
        for (var seed = 0; seed < Controls; seed++)
        {
            try
            {
                new LeasedCluster(seed, guard).Run();
            }
            catch (Exception exception) when (exception.Message.Contains(expected, StringComparison.Ordinal))
            {
                return;
            }
            catch (Exception)
            {
                // It was found out in another way; that way, too, has to be seen.
            }
        }

        Assert.Fail($"Without {guard} nothing was wrong in {Controls} simulations.");
    }

    [Fact]
    public void Simulation_SameSeed_GivesTheSameTrace()
    {
        for (var seed = 0; seed < 5; seed++)
        {
            TraceOf(seed).ShouldBe(TraceOf(seed));
        }
    }

    private static List<string> TraceOf(int seed)
    {
        var simulation = new LeasedCluster(seed);
        simulation.Run();
        return simulation.Trace;
    }
}
