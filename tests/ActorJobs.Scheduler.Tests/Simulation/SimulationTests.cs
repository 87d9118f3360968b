namespace ActorJobs.Scheduler.Tests.Simulation;

public class SimulationTests
{
    private const int Seeds = 30;

    [Fact]
    public void Simulation_ManySeeds_HoldsItsInvariantsAndMeetsEveryOutcome()
    {
        var commits = new Dictionary<string, int>();
        var asks = new Dictionary<string, int>();
        var adopted = 0;
        var pauses = 0;
        for (var seed = 0; seed < Seeds; seed++)
        {
            var simulation = RunOne(seed);
            Add(commits, simulation.CommitEnds);
            Add(asks, simulation.AskEnds);
            adopted += simulation.AdoptedWithWork;
            pauses += simulation.Pauses;
        }

        // A simulation that never meets the trouble proves nothing about it.
        commits.Keys.ShouldBe(["Committed", "Existing", "RolledBack", "InDoubt", "Fenced"], ignoreOrder: true);
        commits.Values.Min().ShouldBeGreaterThan(Seeds);
        asks.Keys.ShouldBeSubsetOf([
            "Run",
            "RunsSubmitted",
            "JobSaved",
            "Problem",
            "OutcomeUnknownException",
            "EntityUnavailableException",
            "TimeoutException",
            "PoisonMessageException",
        ]);
        asks["OutcomeUnknownException"].ShouldBeGreaterThan(0);
        adopted.ShouldBeGreaterThan(Seeds);
        pauses.ShouldBeGreaterThan(Seeds);
    }

    [Theory]
    [InlineData(Missing.OccurrenceKey)]
    [InlineData(Missing.WorkersCheck)]
    internal void Simulation_WithoutAGuard_IsFoundOut(Missing guard)
    {
        const int controls = 12;
        var found = Enumerable.Range(0, controls).Any(seed => IsFoundOut(new SchedulerSimulation(seed, kills: false, guard)));
        found.ShouldBeTrue($"Without {guard} nothing was wrong in {controls} simulations.");
    }

    private static bool IsFoundOut(SchedulerSimulation simulation)
    {
        try
        {
            simulation.Run();
            return false;
        }
        catch (ShouldAssertException)
        {
            return true;
        }
    }

    [Fact]
    public void Simulation_SameSeed_GivesTheSameTrace()
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var trace = RunOne(seed).Trace;
            trace.Count.ShouldBeGreaterThan(1000);
            RunOne(seed).Trace.ShouldBe(trace);
        }
    }

    private static SchedulerSimulation RunOne(int seed)
    {
        var simulation = new SchedulerSimulation(seed, kills: seed % 3 == 2);
        try
        {
            simulation.Run();
            return simulation;
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(
                $"Seed {seed}: {exception.Message}\n{string.Join('\n', simulation.Trace.TakeLast(40))}",
                exception
            );
        }
    }

    private static void Add(Dictionary<string, int> all, Dictionary<string, int> some)
    {
        foreach (var (name, count) in some)
        {
            all[name] = all.GetValueOrDefault(name) + count;
        }
    }
}
