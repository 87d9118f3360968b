using ActorJobs.Protocol;
using ActorJobs.Worker.Tests.Fakes;

namespace ActorJobs.Worker.Tests.Attempts;

public sealed class DrainTests : IDisposable
{
    private readonly TemporaryFolder _data = new();

    [Fact]
    public async Task Drain_RunningAttempt_FinishesWithinTheGrace()
    {
        await using var server = await FakeServer.StartAsync();
        await using var worker = await TestWorker.StartAsync(server.Address, _data);
        var session = await server.NextAdoptedAsync();
        session.Dispatch(Attempt.Of("run-1"), "wait");
        await worker.Gate.ExpectAsync();
        await session.ExpectAsync(message => message.DispatchAccepted);

        var stopping = worker.StopAsync();
        await session.ExpectAsync(message => message.Drain);
        session.Dispatch(Attempt.Of("run-2"), "echo", "1");
        var refused = (await session.ExpectAsync(message => message.DispatchRefused)).DispatchRefused;
        worker.Gate.Open();
        var result = (await session.ExpectAsync(message => message.Result)).Result;
        session.Acknowledge(result.Attempt);
        await session.ExpectAsync(message => message.Goodbye);
        (await session.ExpectEndAsync()).ShouldBeEmpty();
        await stopping;

        refused.Code.ShouldBe("DRAINING");
        result.Outcome.ShouldBe(Outcome.Succeeded);
    }

    [Fact]
    public async Task Drain_BeyondTheGrace_CancelsAndReturnsTheAttempt()
    {
        await using var server = await FakeServer.StartAsync();
        await using var worker = await TestWorker.StartAsync(
            server.Address,
            _data,
            options => options.DrainGrace = TimeSpan.FromMilliseconds(50)
        );
        var session = await server.NextAdoptedAsync();
        session.Dispatch(Attempt.Of("run-1"), "wait");
        await worker.Gate.ExpectAsync();
        await session.ExpectAsync(message => message.DispatchAccepted);

        await worker.StopAsync();

        await session.ExpectAsync(message => message.Drain);
        (await session.ExpectAsync(message => message.Returned)).Returned.Attempt.Run.ShouldBe("run-1");
        await session.ExpectAsync(message => message.Goodbye);
    }

    [Fact]
    public async Task Drain_ProcessorThatIgnoresItsCancellation_IsReturnedOnce()
    {
        var timings = new WorkerTimings { GiveUpWait = TimeSpan.FromMilliseconds(50) };
        await using var server = await FakeServer.StartAsync();
        await using var worker = await TestWorker.StartAsync(
            server.Address,
            _data,
            options => options.DrainGrace = TimeSpan.FromMilliseconds(50),
            timings
        );
        var session = await server.NextAdoptedAsync();
        session.Dispatch(Attempt.Of("run-1"), "stubborn");
        await worker.Gate.ExpectAsync();
        await session.ExpectAsync(message => message.DispatchAccepted);

        await worker.StopAsync();

        await session.ExpectAsync(message => message.Drain);
        (await session.ExpectAsync(message => message.Returned)).Returned.Attempt.Run.ShouldBe("run-1");
        await session.ExpectAsync(message => message.Goodbye);
    }

    [Fact]
    public async Task Drain_AttemptGivenBackAndDispatchedAgain_IsGivenBackAgain()
    {
        await using var server = await FakeServer.StartAsync();
        await using var worker = await TestWorker.StartAsync(
            server.Address,
            _data,
            options => options.DrainGrace = TimeSpan.FromMilliseconds(50)
        );
        var session = await server.NextAdoptedAsync();
        session.Dispatch(Attempt.Of("run-1"), "wait");
        session.Dispatch(Attempt.Of("run-2"), "echo");
        var kept = await session.ExpectResultAsync();
        var stopping = worker.StopAsync();
        await session.ExpectAsync(message => message.Drain);
        (await session.ExpectAsync(message => message.Returned)).Returned.Attempt.Run.ShouldBe("run-1");

        // The worker stays for the acknowledgement of its other result, and the server has not heard the return.
        session.Dispatch(Attempt.Of("run-1"), "wait");

        (await session.ExpectAsync(message => message.Returned)).Returned.Attempt.Run.ShouldBe("run-1");
        session.Acknowledge(kept.Attempt);
        await stopping;
    }

    [Fact]
    public async Task Drain_AttemptThatWasStoppedBefore_IsReportedAsCancelled()
    {
        await using var server = await FakeServer.StartAsync();
        await using var worker = await TestWorker.StartAsync(server.Address, _data, options => options.DrainGrace = TimeSpan.Zero);
        var session = await server.NextAdoptedAsync();
        session.Dispatch(Attempt.Of("run-1"), "wait");
        await worker.Gate.ExpectAsync();
        session.Stop(Attempt.Of("run-1"));

        var result = await session.ExpectResultAsync();
        session.Acknowledge(result.Attempt);
        await worker.StopAsync();

        result.Outcome.ShouldBe(Outcome.Cancelled);
    }

    [Fact]
    public async Task Drain_ReconnectedMeanwhile_TellsTheOwnerThatItDrains()
    {
        await using var server = await FakeServer.StartAsync();
        await using var worker = await TestWorker.StartAsync(server.Address, _data);
        var first = await server.NextAdoptedAsync();
        first.Dispatch(Attempt.Of("run-1"), "wait");
        await worker.Gate.ExpectAsync();
        var stopping = worker.StopAsync();
        first.Break();

        var second = await server.NextAdoptedAsync();
        worker.Gate.Open();
        second.Acknowledge((await second.ExpectResultAsync()).Attempt);
        await stopping;

        second.Adopted.Draining.ShouldBeTrue();
    }

    [Fact]
    public async Task Restart_UnacknowledgedResult_IsDeliveredByTheNextProcess()
    {
        var timings = new WorkerTimings { FlushWait = TimeSpan.FromMilliseconds(50) };
        await using var server = await FakeServer.StartAsync();
        await using (var first = await TestWorker.StartAsync(server.Address, _data, timings: timings))
        {
            var session = await server.NextAdoptedAsync();
            session.Dispatch(Attempt.Of("run-1", token: 7), "echo", "[1]");
            await session.ExpectResultAsync();
            await first.StopAsync();
            (await session.ExpectEndAsync()).ShouldNotContain(message => message.Goodbye != null);
        }

        await using (var second = await TestWorker.StartAsync(server.Address, _data))
        {
            var session = await server.NextAdoptedAsync();
            session.Adopted.Held.ShouldHaveSingleItem().ShouldBe(new() { Attempt = Attempt.Of("run-1", token: 7), Ended = true });
            var result = await session.ExpectResultAsync();
            result.Result_.ShouldBe("[1]");
            session.Acknowledge(result.Attempt);
            await second.StopAsync();
            (await session.ExpectEndAsync()).ShouldContain(message => message.Goodbye != null);
        }

        await using var third = await TestWorker.StartAsync(server.Address, _data);
        (await server.NextAdoptedAsync()).Adopted.Held.ShouldBeEmpty();
    }

    [Fact]
    public async Task Restart_ResultsNotKeptOnDisk_AreNotThere()
    {
        var timings = new WorkerTimings { FlushWait = TimeSpan.FromMilliseconds(50) };
        await using var server = await FakeServer.StartAsync();
        await using (var first = await TestWorker.StartAsync(server.Address, _data, options => options.KeepResultsOnDisk = false, timings))
        {
            var session = await server.NextAdoptedAsync();
            session.Dispatch(Attempt.Of("run-1"), "echo", "[1]");
            await session.ExpectResultAsync();
            await first.StopAsync();
        }

        await using var second = await TestWorker.StartAsync(server.Address, _data);
        (await server.NextAdoptedAsync()).Adopted.Held.ShouldBeEmpty();
    }

    public void Dispose() => _data.Dispose();
}
