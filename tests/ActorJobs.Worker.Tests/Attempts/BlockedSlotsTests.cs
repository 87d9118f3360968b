using ActorJobs.Worker.Tests.Fakes;

namespace ActorJobs.Worker.Tests.Attempts;

/// <summary>Processors that block the threads of the pool, which is that of the whole process.</summary>
[Collection(ThreadPoolGroup.Name)]
public sealed class BlockedSlotsTests
{
    [Fact]
    public async Task Dispatch_EverySlotBlocksItsThread_HeartbeatsGoOn()
    {
        // More than the pool gives by itself in the time that a test waits; so it has these threads only if this worker sees to it.
        const int Slots = 300;
        ThreadPool.GetMinThreads(out _, out var ports);
        ThreadPool.SetMinThreads(Environment.ProcessorCount, ports);
        await using var server = await FakeServer.StartAsync();
        using var data = new TemporaryFolder();
        await using var worker = await TestWorker.StartAsync(server.Address, data, options => options.Slots = Slots);
        var session = await server.NextSessionAsync();
        session.Welcome(heartbeatEvery: 20);
        session.Adopt(1);
        for (var run = 0; run < Slots; run++)
        {
            session.Dispatch(Attempt.Of($"run-{run}"), "block");
        }
        await Task.WhenAll(Enumerable.Range(0, Slots).Select(_ => worker.Gate.ExpectAsync()));

        var before = await session.ExpectHeartbeatAsync();
        (await session.ExpectHeartbeatAsync()).Number.ShouldBeGreaterThan(before.Number);
    }
}
