using ActorJobs.Protocol;
using ActorJobs.Worker.Tests.Fakes;

namespace ActorJobs.Worker.Tests.Attempts;

/// <summary>Time-outs, and processors that do not end when they are asked to.</summary>
public sealed class HardEndTests : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();
    private FakeServer _server = null!;
    private TestWorker _worker = null!;
    private FakeSession _session = null!;

    public async Task InitializeAsync()
    {
        _server = await FakeServer.StartAsync();
        _worker = await TestWorker.StartAsync(
            _server.Address,
            _data,
            options =>
            {
                options.KillGrace = TimeSpan.FromMilliseconds(50);
                options.Labels["zone"] = "a";
            },
            processors: builder => builder.AddProcessor("tell", Tell)
        );
        _session = await _server.NextSessionAsync();
        _session.Welcome(heartbeatEvery: 20);
        _session.Adopt(1);
        _session.Adopted = (await _session.ExpectAsync(message => message.Adopted)).Adopted;
    }

    public async Task DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _server.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task RunTimeout_ProcessorThatHeedsItsToken_TimesOut()
    {
        _session.Dispatch(Attempt.Of("run-1"), "wait", runTimeout: 200);
        var context = await _worker.Gate.ExpectAsync();

        var result = await _session.ExpectResultAsync();

        context.Deadline.ShouldNotBeNull();
        result.Outcome.ShouldBe(Outcome.TimedOut);
        result.Failure.Type.ShouldBe("RUN_TIMED_OUT");
        result.Failure.Message.ShouldBe("The attempt ran for longer than its limit of 0.2 s.");
        (result.Ended - result.Started).ShouldBeInRange(190, 1200);
    }

    [Fact]
    public async Task RunTimeout_EndedBefore_ChangesNothing()
    {
        _session.Dispatch(Attempt.Of("run-1"), "echo", "1", runTimeout: 60_000);

        (await _session.ExpectResultAsync()).Outcome.ShouldBe(Outcome.Succeeded);
    }

    [Fact]
    public async Task RunTimeout_ProcessorThatIgnoresIt_IsGivenUpAndKeepsItsSlot()
    {
        _session.Dispatch(Attempt.Of("run-1"), "stubborn", runTimeout: 100);
        await _worker.Gate.ExpectAsync();

        var result = await _session.ExpectResultAsync();

        result.Outcome.ShouldBe(Outcome.TimedOut);
        result.Failure.Causes.ShouldHaveSingleItem().Type.ShouldBe("PROCESSOR_IGNORED_STOP");
        result.Failure.Causes[0].Message.ShouldContain("'stubborn'");
        (await _session.ExpectHeartbeatAsync(beat => beat.Slots is 1)).Held.ShouldBeEmpty();
        _session.Dispatch(Attempt.Of("run-2"), "wait");
        await _session.ExpectAsync(message => message.DispatchAccepted);
        _session.Dispatch(Attempt.Of("run-3"), "wait");
        (await _session.ExpectAsync(message => message.DispatchRefused)).DispatchRefused.Code.ShouldBe("NO_FREE_SLOT");

        _worker.Gate.Open();

        await _worker.Log.ExpectAsync("The processor stubborn has returned from run-1/1");
        (await _session.ExpectHeartbeatAsync(beat => beat.Slots is 2)).ShouldNotBeNull();
        // The late return says nothing more: the next result is that of the other run.
        _session.Acknowledge(Attempt.Of("run-1"));
        (await _session.ExpectResultAsync()).Attempt.Run.ShouldBe("run-2");
    }

    [Fact]
    public async Task Stop_ProcessorThatIgnoresIt_IsCancelledAfterTheGraceOfTheMessage()
    {
        _session.Dispatch(Attempt.Of("run-1"), "stubborn", killGrace: 600_000);
        await _worker.Gate.ExpectAsync();

        _session.Stop(Attempt.Of("run-1"), killGrace: 30);

        var result = await _session.ExpectResultAsync();
        (result.Outcome, result.Failure.Type).ShouldBe((Outcome.Cancelled, "PROCESSOR_IGNORED_STOP"));
        result.Failure.Message.ShouldStartWith("the test wants it");
    }

    [Fact]
    public async Task Heartbeat_ProcessorThatTells_CarriesItsProgressAndTheMachine()
    {
        _session.Dispatch(Attempt.Of("run-1"), "tell");
        await _worker.Gate.ExpectAsync();

        var heartbeat = await _session.ExpectHeartbeatAsync(beat => beat.Held.Any(held => held.Progress > 0));

        var pulse = heartbeat.Held.ShouldHaveSingleItem();
        (pulse.Attempt.Run, pulse.Progress, pulse.Details, pulse.Pid).ShouldBe(("run-1", 0.25, "a quarter", 0));
        pulse.LastOutput.ShouldBeGreaterThan(0);
        heartbeat.Load.FreeMemory.ShouldBeGreaterThan(0);
        heartbeat.Load.FreeDisk.ShouldBeGreaterThan(0);
        heartbeat.Load.FreeCpu.ShouldBeInRange(0, Environment.ProcessorCount);
        _session.Hello.Labels["zone"].ShouldBe("a");
        _session.Hello.Host.Cpus.ShouldBe(Environment.ProcessorCount);
        _session.Hello.Host.Memory.ShouldBeGreaterThan(heartbeat.Load.FreeMemory - 1);
    }

    private static async Task Tell(TaskContext context, Gate gate, CancellationToken cancellationToken)
    {
        context.ReportProgress(0.25, "a quarter");
        context.Log.Write(RunLogStream.Log, Microsoft.Extensions.Logging.LogLevel.Information, "A line");
        gate.Come(context);
        await gate.Opened.WaitAsync(cancellationToken);
    }
}
