using ActorJobs.Core.Runs;
using ActorJobs.Core.Tests.Workflows.Definitions;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.Errors;

namespace ActorJobs.Core.Tests.Workflows.Instances;

/// <summary>Random workflows with random ends, times and operations: invariants I7 and I11.</summary>
public class WorkflowSimulationTests
{
    private const int Seeds = 500;

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
        Check(driver);
        if (random.Next(2) == 0 && driver.Instance.State != RunState.Succeeded)
        {
            driver.Do(new RetryFailedNodes("ada"));
            Finish(driver, random);
            Check(driver);
        }

        return driver.Instance.State;
    }

    private static void Step(InstanceDriver driver, Random random)
    {
        var keys = driver.Instance.Graph.Nodes.Select(node => node.Key).ToList();
        switch (random.Next(20))
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

    /// <summary>Each pass has begun and ended once, after the end of all predecessors; nothing has begun after the end.</summary>
    private static void Check(InstanceDriver driver)
    {
        driver.Instance.Active.ShouldBeEmpty();
        var graph = driver.Instance.Graph;
        var ended = new HashSet<string>();
        var running = new Dictionary<string, int>();
        var passes = new HashSet<(string, int)>();
        var isOpen = false;
        foreach (var happened in driver.Events)
        {
            switch (happened)
            {
                case InstanceStarted:
                    isOpen = true;
                    break;
                case NodeStarted started:
                    isOpen.ShouldBeTrue();
                    passes.Add((started.Node, started.Pass)).ShouldBeTrue("a pass begins once");
                    running.TryAdd(started.Node, started.Pass).ShouldBeTrue("one pass of a node at a time");
                    graph
                        .Incoming(started.Node)
                        .All(edge => ended.Contains(edge.From))
                        .ShouldBeTrue($"the predecessors of {started.Node} have ended");
                    ended.Contains(started.Node).ShouldBeFalse();
                    break;
                case NodeWaits waits:
                    running.Remove(waits.Node, out var failed).ShouldBeTrue();
                    failed.ShouldBe(waits.Pass);
                    break;
                case NodeEnded end:
                    running.Remove(end.Node);
                    ended.Add(end.Node).ShouldBeTrue($"node {end.Node} ends once");
                    break;
                case NodeDecided decided:
                    ended.Add(decided.Node).ShouldBeTrue();
                    break;
                case NodeSkipped skipped:
                    running.Remove(skipped.Node);
                    ended.Add(skipped.Node).ShouldBeTrue();
                    break;
                case NodeMarked marked:
                    running.Remove(marked.Node);
                    ended.Add(marked.Node).ShouldBeTrue();
                    break;
                case NodesReset reset:
                    ended.ExceptWith(reset.Nodes);
                    isOpen = true;
                    break;
                case InstanceEnded:
                    isOpen.ShouldBeTrue("an instance that is open ends once");
                    isOpen = false;
                    running.ShouldBeEmpty();
                    break;
            }
        }
    }

    private static T Any<T>(Random random, List<T> from) => from[random.Next(from.Count)];
}
