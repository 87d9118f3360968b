using ActorJobs.Errors;
using ActorJobs.Scheduler.Tests.Simulation;

namespace ActorJobs.Scheduler.Tests.AppGroups;

public class BrokenDefinitionTests
{
    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData(
        """{ "name": "broken", "processor": { "name": "echo" }, "schedules": [ { "name": "main", "kind": "cron", "expression": "x" } ] }"""
    )]
    [InlineData("""{ "name": "good", "processor": { "name": "echo" } }""")]
    public void AppGroup_BrokenDefinition_IsSetAsideAndToldWhileOthersRun(string definition) =>
        SchedulerWorld.Run(async world =>
        {
            await StartAsync(world, definition);
            var app = world.Store["app"];
            await world.UntilAsync(() => app.Runs.Values.Count(row => row.Run.JobName == "good") >= 3, "fires of the good job");
            var told = world.Errors.ShouldHaveSingleItem();
            told.ShouldContain("Job broken of app app is set aside");
            (await world.AskRefusedAsync(Ask.Submit("broken", Guid.Empty))).Code.ShouldBe(ErrorCodes.JobSetAside);
            (await world.AskRefusedAsync(Ask.Enable("broken", true))).Code.ShouldBe(ErrorCodes.JobSetAside);
            (await world.AskRefusedAsync(Ask.Create(Ask.Job("broken")))).Code.ShouldBe(ErrorCodes.JobExists);
            (await world.AskAsync(Ask.DescribeApp())).App.Jobs.ShouldBe(2);
        });

    [Fact]
    public void AppGroup_BrokenDefinitionSavedAnew_FiresAgain() =>
        SchedulerWorld.Run(async world =>
        {
            await StartAsync(world, "{}");
            var saved = (await world.AskAsync(Ask.Replace("broken", Ask.Job("broken", Ask.Rate), version: 1))).JobSaved;
            (saved.Id, saved.Version).ShouldBe((2, 2));
            var app = world.Store["app"];
            await world.UntilAsync(
                () => app.Runs.Values.Any(row => row.Run is { JobName: "broken", JobVersion: 2 }),
                "a fire of the saved job"
            );
            (await world.AskAsync(Ask.Submit("broken", Guid.Empty))).RunsSubmitted.Runs[0].Run.ShouldNotBeNull();
        });

    [Fact]
    public void AppGroup_BrokenDefinitionDeleted_LeavesItsNameFree() =>
        SchedulerWorld.Run(async world =>
        {
            await StartAsync(world, "{}");
            (await world.AskAsync(Ask.Delete("broken"))).Done.ShouldNotBeNull();
            (await world.AskRefusedAsync(Ask.Delete("broken"))).Code.ShouldBe(ErrorCodes.JobNotFound);
            (await world.AskAsync(Ask.Create(Ask.Job("broken")))).JobSaved.Id.ShouldBe(3, "an id is never used again");
            world.Store["app"].Jobs.Keys.ShouldBe([1, 3], ignoreOrder: true);
        });

    private static async Task StartAsync(SchedulerWorld world, string definition)
    {
        world.Store["app"].PutJob(1, "good", Ask.Job("good", Ask.Rate, """, "overlap": { "policy": "allow" }"""));
        world.Store["app"].PutJob(2, "broken", definition);
        (await world.AskAsync(Ask.DescribeApp())).App.Name.ShouldBe("app");
    }
}
