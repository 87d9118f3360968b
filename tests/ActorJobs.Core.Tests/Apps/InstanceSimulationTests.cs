using ActorJobs.Core.Access;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Tests.Workflows.Definitions;
using ActorJobs.Core.Workflows.Definitions;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.Errors;
using NodaTime;

namespace ActorJobs.Core.Tests.Apps;

/// <summary>Random workflows whose server is killed again and again, with workers that fail and are lost: each comes to an end, and what its owner held in memory was
/// always what its journal gives.</summary>
public class InstanceSimulationTests
{
    private const int Seeds = 40;

    [Fact]
    public void Instances_WhoseOwnerDiesAgainAndAgain_ComeToTheirEnds()
    {
        var ends = new HashSet<RunState>();
        for (var seed = 1; seed <= Seeds; seed++)
        {
            try
            {
                Play(seed, ends);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed}: {exception.Message}", exception);
            }
        }

        ends.IsSupersetOf([RunState.Succeeded, RunState.Failed]).ShouldBeTrue();
    }

    private static void Play(int seed, HashSet<RunState> ends)
    {
        var random = new Random(seed);
        var driver = new AppGroupDriver { CommitTakes = () => Duration.FromMilliseconds(random.Next(0, 40)) };
        var graph = Runnable(SomeWorkflows.Random(seed));
        var workers = Enumerable.Range(1, 2).Select(number => driver.AddWorker($"w{number}", 3, "echo")).ToList();
        workers.ForEach(worker =>
        {
            worker.Work = _ =>
                (Duration.FromMilliseconds(random.Next(1, 3000)), random.Next(6) == 0 ? AttemptOutcome.Failed : AttemptOutcome.Succeeded);
            worker.Dial();
        });
        driver.StartHeartbeats();
        driver.Advance(1);
        var nested = SomeWorkflows.ReadGraph(
            """{ "key": "a", "processor": { "name": "echo" } }, { "key": "b", "kind": "wait", "duration": "1s" }"""
        );
        var job = SomeWorkflows.Of(graph) with { Name = "flow" };
        driver.Call((group, moment) => group.CreateJob(nested.Definition! with { Name = "nested" }, "{}", moment));
        driver.Call((group, moment) => group.CreateJob(job, """{"list":[1,2,3,4,5]}""", moment));
        driver.Advance(1);
        var ids = Enumerable.Range(0, 3).Select(_ => driver.Submit("flow", random.Next(3))).ToList();
        for (var step = 0; step < 15; step++)
        {
            driver.Advance(random.NextDouble() * 3);
            switch (random.Next(9))
            {
                case < 3:
                    CheckMemory(driver, ids);
                    driver.RestartServer();
                    break;
                case 3:
                    workers[0].Kill();
                    workers[0].StartAgain();
                    break;
                case 4:
                    Operate(driver, Any(random, ids), new SkipNode("ada", Any(random, graph.Nodes).Key));
                    break;
                case 5:
                    Operate(driver, Any(random, ids), new SignalInstance("ada", random.Next(2) == 0 ? "paid" : "shipped", "{}"));
                    break;
                case 6:
                    var approve = new ApproveNode("ada", Any(random, graph.Nodes).Key, random.Next(3) > 0, "") { Role = Role.Admin };
                    Operate(driver, Any(random, ids), approve);
                    break;
            }
        }

        for (var round = 0; round < 100 && driver.Store.Open.Any(); round++)
        {
            driver.Advance(round < 20 ? 10 : 500);
        }

        driver.Store.Open.ShouldBeEmpty("every instance comes to its end");
        foreach (var id in ids)
        {
            ends.Add(driver.Run(id).State);
            driver.Store.Instance(id).State.ShouldBe(driver.Run(id).State, "the run of an instance tells how it ended");
            driver.Store.Instance(id).Active.ShouldBeEmpty();
        }
    }

    /// <summary>All commits are durable, and no turn is under way.</summary>
    private static void CheckMemory(AppGroupDriver driver, List<RunId> ids)
    {
        driver.CommitTakes = () => Duration.Zero;
        driver.Advance(0.1);
        foreach (var id in ids)
        {
            if (driver.Group.FindInstance(id) is { } live)
            {
                WorkflowJournal
                    .Write(live)
                    .ShouldBe(WorkflowJournal.Write(driver.Store.Instance(id)), "the journal gives what the owner holds");
            }
        }
    }

    private static void Operate(AppGroupDriver driver, RunId id, WorkflowOperation operation)
    {
        try
        {
            driver.Call((group, moment) => group.OperateInstance(id, operation, moment));
        }
        catch (RefusalException)
        {
            // What users try.
        }
    }

    /// <summary>All work is that of the worker's one processor, so that the graph needs no other job; and nobody waits long for a retry.</summary>
    private static WorkflowGraph Runnable(WorkflowGraph graph) =>
        new(
            [
                .. graph.Nodes.Select(node =>
                    node.RunWork is not { } work
                        ? node
                        : node with
                        {
                            Work = node.Work is ForEachWork forEach ? forEach with { Body = Runnable(work) } : Runnable(work),
                            Retry = node.Retry with { Backoff = RetryBackoff.Fixed(Duration.FromSeconds(2), 0.2) },
                        }
                ),
            ],
            graph.Edges
        )
        {
            OnFailure = graph.OnFailure,
            CompensateOn = graph.CompensateOn,
            Timeout = graph.Timeout,
            Output = graph.Output,
        };

    private static NodeWork Runnable(NodeWork work) =>
        work is SubWorkflowWork
            ? new SubWorkflowWork("nested")
            : new InlineJobWork(new ProcessorReference("sdk", "echo"), Delivery.AtLeastOnce);

    private static T Any<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
