using ActorJobs.Core.Runs;
using ActorJobs.Scheduler.Tests.Simulation;
using NodaTime;

namespace ActorJobs.Scheduler.Tests.AppGroups;

public class OutageTests
{
    [Fact]
    public void Store_AwayForAnHour_LosesNothingAndDoublesNothing() =>
        SchedulerWorld.Run(async world =>
        {
            var isOver = false;
            var worker = new FakeWorker(world, "app", "one", 8) { LongestWork = TimeSpan.FromSeconds(20) };
            world.Apps.Start("app");
            var life = worker.LiveAsync(() => isOver);
            const string schedule = """{ "name": "main", "kind": "fixedRate", "every": "1m" }""";
            const string policies = """, "misfire": { "policy": "fireAll", "window": "2h" }, "overlap": { "policy": "allow" }""";
            await world.AskAsync(Ask.Create(Ask.Job("minutely", schedule, policies)));
            var (running, delayed) = (new Guid(1, 0, 0, new byte[8]), new Guid(2, 0, 0, new byte[8]));
            await world.AskAsync(Ask.Submit("minutely", delayed, delay: 30 * 60 * 1000));
            await world.UntilAsync(() => worker.Effects.Count > 0, "the first fire");
            await world.AskAsync(Ask.Submit("minutely", running));
            await world.UntilAsync(() => worker.Effects.Exists(effect => effect.Run == new RunId(running)), "a run under way");

            world.Store.IsAway = true;
            await world.PassAsync(TimeSpan.FromHours(1));
            world.Store.IsAway = false;
            await world.PassAsync(TimeSpan.FromMinutes(2));

            await world.AskAsync(Ask.Enable("minutely", false));
            await world.UntilAsync(() => world.Store["app"].Runs.Values.All(row => row.Run.State.IsEnd()), "the end of every run");
            isOver = true;
            await life;
            var runs = world.Store["app"].Runs.Values.Select(row => row.Run).ToList();
            runs.ShouldAllBe(run => run.State == RunState.Succeeded && run.Attempt == 1);
            runs.Select(run => run.Id).ShouldContain(new RunId(delayed));
            worker.Effects.Select(effect => effect.Run).ShouldBeUnique();
            var fires = runs.Where(run => run.Trigger.Kind == TriggerKind.Schedule).Select(run => run.Planned).Order().ToList();
            fires.Count.ShouldBeGreaterThan(60);
            fires.Zip(fires.Skip(1)).ShouldAllBe(pair => pair.Second - pair.First == Duration.FromMinutes(1));
        });
}
