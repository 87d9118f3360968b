using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.Errors;
using static ActorJobs.Core.Tests.Workflows.Definitions.SomeWorkflows;

namespace ActorJobs.Core.Tests.Workflows.Instances;

/// <summary>Undoing what was done for each item of a list, and undoing by nodes that run for each.</summary>
public class ItemCompensationTests
{
    private const string By = "ada";
    private const string Always = "\"compensateOn\": [\"failed\", \"timedOut\", \"cancelled\"]";

    [Fact]
    public void Compensation_OfItems_CanRunForEachOfThem()
    {
        var driver = new InstanceDriver(
            ReadGraph(
                """
                { "key": "reserve", "kind": "forEach", "job": "hello", "items": [1, 2] }, { "key": "ship", "job": "hello" },
                { "key": "release", "kind": "forEach", "job": "hello", "items": "${results.reserve}", "compensates": "reserve" }
                """,
                Edge("reserve>ship"),
                Always
            )
        );
        driver.End("reserve[0]", result: "10").End("reserve[1]", result: "20").Fail("ship");
        (driver.Open["release[0]"].Params, driver.Open["release[1]"].Params).ShouldBe(("10", "20"));
        driver.End("release[0]").End("release[1]");
        driver.Instance.State.ShouldBe(RunState.Failed);
    }

    [Fact]
    public void Compensation_OfItemsOfWhichOneFailed_UndoesTheOthers()
    {
        var driver = new InstanceDriver(
            ReadGraph(
                """
                { "key": "reserve", "kind": "forEach", "job": "hello", "items": [1, 2, 3], "concurrency": 1 },
                { "key": "release", "kind": "forEach", "job": "hello", "items": "${compact(results.reserve)}", "compensates": "reserve" }
                """,
                fields: Always
            )
        );
        driver.End("reserve[0]", result: "10").Fail("reserve[1]");
        driver.Instance.StatusOf("reserve").Result.ShouldBe("[10,null,null]");
        driver.Open.Values.ShouldHaveSingleItem().Params.ShouldBe("10");
        driver.End("release[0]");
        driver.Instance.State.ShouldBe(RunState.Failed);
    }

    [Fact]
    public void Compensation_OfItemsThatIsPausedBetweenThem_GoesOnWhenResumed()
    {
        var driver = Items();
        driver.Do(new PauseInstance(By, ""));
        driver.End("release[0]");
        driver.Open.ShouldBeEmpty();
        driver.Do(new ResumeInstance(By));
        driver.Open.Keys.ShouldBe(["release[1]"]);
    }

    [Fact]
    public void Compensation_OfItemsThatIsTriedAgain_RepeatsNoneThatSucceeded()
    {
        var driver = Items();
        driver.End("release[0]").Fail("release[1]");
        driver.Instance.Failure!.Message.ShouldEndWith("Not compensated: release (Failed)");
        driver.Do(new CompensateInstance(By));
        driver.Open.Keys.ShouldBe(["release[1]"]);
        driver.End("release[1]");
        (driver.Instance.State, driver["release"]).ShouldBe((RunState.Failed, NodeState.Succeeded));
    }

    [Fact]
    public void Operations_OnItemsOfWhatCompensates_AreForThatTimeOnly()
    {
        var driver = Items();
        driver.Do(new SkipNode(By, "release[0]"));
        driver.Fail("release[1]");
        foreach (
            var operation in new WorkflowOperation[]
            {
                new MarkNodeSucceeded(By, "release[1]", null),
                new RerunFromNode(By, "release[1]", null),
            }
        )
        {
            Should.Throw<RefusalException>(() => driver.Do(operation)).Message.ShouldContain("compensates reserve");
        }
    }

    [Fact]
    public void Operations_OnItemsWhoseWorkWasUndone_AreRefused()
    {
        var driver = Items();
        driver.End("release[0]").End("release[1]");
        driver.Instance.State.ShouldBe(RunState.Failed);
        Should
            .Throw<RefusalException>(() => driver.Do(new RerunFromNode(By, "reserve[1]", null)))
            .Message.ShouldContain("The work of node reserve was undone, so it runs again as a whole");
    }

    private static InstanceDriver Items()
    {
        var driver = new InstanceDriver(
            ReadGraph(
                """
                { "key": "reserve", "kind": "forEach", "job": "hello", "items": [1, 2] }, { "key": "ship", "job": "hello" },
                { "key": "release", "kind": "forEach", "job": "hello", "items": "${results.reserve}", "compensates": "reserve", "concurrency": 1 }
                """,
                Edge("reserve>ship"),
                Always
            )
        );
        return driver.End("reserve[0]", result: "10").End("reserve[1]", result: "20").Fail("ship");
    }
}
