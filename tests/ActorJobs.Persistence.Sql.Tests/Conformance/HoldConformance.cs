using ActorJobs.Core.Apps;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Workers;
using ActorJobs.Persistence.Sql.Tests.Databases;
using NodaTime;

namespace ActorJobs.Persistence.Sql.Tests.Conformance;

/// <summary>What operators hold back in an app as a whole: kept with the app.</summary>
public abstract class HoldConformance(TestDatabase database) : StoreConformance(database)
{
    [Fact]
    public async Task AppHeld_WithPauseAndDrains_IsReadBackByTheNextOwner()
    {
        var holds = new AppHolds(
            new Pause("ann", Samples.Noon + Duration.FromMilliseconds(123), "räumen", Samples.Noon + Duration.FromHours(2))
            {
                IsOfApp = true,
            },
            [
                new WorkerDrain("w1", new Dictionary<string, string>(StringComparer.Ordinal), "ann", Samples.Noon, null, null),
                new WorkerDrain(
                    null,
                    new Dictionary<string, string>(StringComparer.Ordinal) { ["pool"] = "blue" },
                    "bob",
                    Samples.Noon,
                    "new machines",
                    Samples.Noon + Duration.FromDays(1)
                ),
            ]
        );
        var owner = await OwnAsync();
        await owner.CommitAsync(Samples.Job(1), new AppHeld(AppHolds.None), new AppHeld(holds));

        var read = AppHoldsText.Read((await Store.LoadAsync(owner.Claim)).Holds);
        read.Pause.ShouldBe(holds.Pause);
        read.Drains.Select(static drain => $"{drain}").ShouldBe(holds.Drains.Select(static drain => $"{drain}"));
    }

    [Fact]
    public async Task AppHeld_WithNothing_LeavesNothing()
    {
        var owner = await OwnAsync();
        var pause = new Pause("ann", Samples.Noon, null, null) { IsOfApp = true };
        await owner.CommitAsync(new AppHeld(new AppHolds(pause, [])));
        await owner.CommitAsync(new AppHeld(AppHolds.None));

        (await Store.LoadAsync(owner.Claim)).Holds.ShouldBe("{}");
    }
}
