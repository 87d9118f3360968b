using ActorJobs.Core.Access;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Tests.Workflows.Definitions;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.Errors;

namespace ActorJobs.Core.Tests.Workflows.Instances;

/// <summary>Random workflows with random ends, times and operations: invariants I7 and I11.</summary>
public class WorkflowSimulationTests
{
    private const int Seeds = 100;

    [Fact]
    public void Instance_WhateverHappens_KeepsItsRulesAndComesToAnEnd()
    {
        var ends = new HashSet<RunState>();
        for (var seed = 1; seed <= Seeds; seed++)
        {
            try
            {
                ends.Add(Play(seed));
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed}: {exception.Message}", exception);
            }
        }

        ends.ShouldBe([RunState.Succeeded, RunState.Failed, RunState.TimedOut, RunState.Cancelled], ignoreOrder: true);
    }

    private static RunState Play(int seed)
    {
        var random = new Random(seed);
        var driver = new InstanceDriver(SomeWorkflows.Of(SomeWorkflows.Random(seed)));
        for (var step = 0; step < 200 && !driver.Instance.State.IsEnd(); step++)
        {
            Step(driver, random);
        }

        Finish(driver, random);
        InstanceRules.Check(driver);
        var end = driver.Instance.State;
        if (random.Next(3) == 0)
        {
            Try(driver, new CompensateInstance("ada"));
            Finish(driver, random);
            InstanceRules.Check(driver);
        }

        if (random.Next(2) == 0 && driver.Instance.State != RunState.Succeeded)
        {
            driver.Do(new RetryFailedNodes("ada"));
            Finish(driver, random);
            InstanceRules.Check(driver);
        }

        return end;
    }

    private static void Step(InstanceDriver driver, Random random)
    {
        var keys = driver.Instance.Graph.Nodes.Select(node => node.Key).Concat(driver.Instance.Nodes.Keys).ToList();
        switch (random.Next(24))
        {
            case 0:
                driver.Advance(random.Next(1, 3000));
                break;
            case 1 when random.Next(8) == 0:
                driver.Do(new StopInstance("enough"));
                break;
            case 2:
                Try(driver, new PauseInstance("ada", ""));
                break;
            case 3 or 4:
                Try(driver, new ResumeInstance("ada"));
                break;
            case 5:
                Try(driver, new MarkNodeSucceeded("ada", Any(random, keys), "1"));
                break;
            case 6:
                Try(driver, new SkipNode("ada", Any(random, keys)));
                break;
            case 7:
                Try(driver, new RerunFromNode("ada", Any(random, keys), null));
                break;
            case 8:
                Try(driver, new RetryFailedNodes("ada"));
                break;
            case 9:
                Try(driver, new SignalInstance("ada", Any(random, ["paid", "shipped"]), "{\"total\": 3}"));
                break;
            case 10:
                Try(driver, new ApproveNode("ada", Any(random, keys), random.Next(4) > 0, "") { Role = (Role)random.Next(4) });
                break;
            default:
                EndOne(driver, random);
                break;
        }
    }

    private static void Try(InstanceDriver driver, WorkflowOperation operation)
    {
        try
        {
            driver.Do(operation);
        }
        catch (RefusalException)
        {
            // What users try.
        }
    }

    private static void EndOne(InstanceDriver driver, Random random)
    {
        if (driver.Open.Count > 0)
        {
            var end = Any(
                random,
                [RunState.Succeeded, RunState.Succeeded, RunState.Succeeded, RunState.Failed, RunState.TimedOut, RunState.WorkerLost]
            );
            driver.End(
                Any(random, [.. driver.Open.Keys.Order(StringComparer.Ordinal)]),
                end,
                Any(random, ["1", "true", "{\"total\": 120}", "null"])
            );
        }
    }

    private static void Finish(InstanceDriver driver, Random random)
    {
        for (var step = 0; !driver.Instance.State.IsEnd(); step++)
        {
            step.ShouldBeLessThan(10_000, "the instance comes to an end");
            Try(driver, new ResumeInstance("ada"));
            if (driver.Open.Count > 0)
            {
                EndOne(driver, random);
            }
            else if (!driver.Instance.State.IsEnd())
            {
                driver.Instance.NextDue.ShouldNotBeNull("an instance without an open run waits for a time");
                driver.AdvanceToNextDue();
            }
        }

        // Runs that were marked, and were asked to stop, may still be open.
        while (driver.Open.Count > 0)
        {
            EndOne(driver, random);
        }
    }

    private static T Any<T>(Random random, List<T> from) => from[random.Next(from.Count)];
}
