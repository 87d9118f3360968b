using ActorJobs.TestKit.VirtualTime;

namespace ActorJobs.TestKit.Tests.VirtualTime;

public class VirtualActorSchedulerTests
{
    [Fact]
    public void Run_SameSeed_RunsInTheSameOrderAndOthersDoNot()
    {
        var orders = Enumerable.Range(0, 20).Select(seed => (First: OrderOf(seed), Again: OrderOf(seed))).ToList();
        orders.ShouldAllBe(order => order.First == order.Again);
        orders.Select(order => order.First).Distinct().Count().ShouldBeGreaterThan(10);
    }

    [Fact]
    public void Run_ADayOfDelays_TakesNoRealTime()
    {
        var scheduler = new VirtualActorScheduler(seed: 1);
        scheduler.Run(() => Task.Delay(TimeSpan.FromDays(1), scheduler.Time));
        scheduler.Time.Elapsed.ShouldBe(TimeSpan.FromDays(1));
    }

    [Fact]
    public void Run_ProgramThatWaitsForNothing_IsTold()
    {
        var failure = Should.Throw<InvalidOperationException>(() =>
            new VirtualActorScheduler(seed: 1).Run(() => new TaskCompletionSource().Task)
        );
        failure.Message.ShouldContain("Nothing is ready and no timer is set");
    }

    [Fact]
    public void Run_ProgramThatFails_ThrowsWhatItThrows() =>
        Should
            .Throw<FormatException>(() =>
                new VirtualActorScheduler(seed: 1).Run(async () =>
                {
                    await Task.Yield();
                    throw new FormatException("broken");
                })
            )
            .Message.ShouldBe("broken");

    [Fact]
    public void Post_FromAnotherThread_IsToldWithItsStack()
    {
        var scheduler = new VirtualActorScheduler(seed: 1);
        var failure = Should.Throw<InvalidOperationException>(() =>
            scheduler.Run(() =>
            {
                var other = new Thread(() => scheduler.Post(() => { }));
                other.Start();
                other.Join();
                return new TaskCompletionSource().Task;
            })
        );
        failure.Message.ShouldContain("Work came from outside the virtual scheduler");
    }

    private static string OrderOf(int seed)
    {
        var order = new List<int>();
        var scheduler = new VirtualActorScheduler(seed);
        scheduler.Run(async () =>
        {
            for (var number = 0; number < 6; number++)
            {
                var mine = number;
                scheduler.Post(() => order.Add(mine));
            }

            await Task.Delay(TimeSpan.FromSeconds(1), scheduler.Time);
        });
        return string.Concat(order);
    }
}
