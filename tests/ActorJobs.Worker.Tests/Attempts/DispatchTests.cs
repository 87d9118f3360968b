using ActorJobs.Protocol;
using ActorJobs.Worker.Tests.Fakes;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Worker.Tests.Attempts;

public sealed class DispatchTests : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();
    private FakeServer _server = null!;
    private TestWorker _worker = null!;
    private FakeSession _session = null!;

    public async Task InitializeAsync()
    {
        _server = await FakeServer.StartAsync();
        _worker = await TestWorker.StartAsync(_server.Address, _data);
        _session = await _server.NextAdoptedAsync();
    }

    public async Task DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _server.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task Dispatch_FreeSlot_IsAcceptedRunAndReported()
    {
        _session.Dispatch(Attempt.Of("run-1", token: 7), "echo", """{"a":[1,2]}""");

        (await _session.ExpectAsync(message => message.DispatchAccepted)).DispatchAccepted.Attempt.ShouldBe(Attempt.Of("run-1", token: 7));
        var result = (await _session.ExpectAsync(message => message.Result)).Result;
        result.Attempt.ShouldBe(Attempt.Of("run-1", token: 7));
        result.Outcome.ShouldBe(Outcome.Succeeded);
        result.Result_.ShouldBe("""{"a":[1,2]}""");
        result.Failure.ShouldBeNull();
        result.Started.ShouldBeInRange(1_700_000_000_000, result.Ended);
    }

    [Fact]
    public async Task Dispatch_Processor_GetsTheRunInItsContext()
    {
        _session.Dispatch(Attempt.Of("run-1", token: 7, number: 2), "wait", "{}");

        var context = await _worker.Gate.ExpectAsync();

        context.RunId.ShouldBe("run-1");
        context.Attempt.ShouldBe(2);
        context.FencingToken.ShouldBe(7);
        context.App.ShouldBe("demo");
        context.Job.ShouldBe("job-1");
        context.JobVersion.ShouldBe(3);
        context.Params.ShouldBe("{}");
        context.Planned.ShouldBe(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000));
        context.WorkerId.ShouldBe("w1");
        context.Deadline.ShouldBeNull();
    }

    [Fact]
    public async Task Dispatch_ThrowingProcessor_IsReportedAsFullFailure()
    {
        _session.Dispatch(Attempt.Of("run-1"), "throw");

        var result = await _session.ExpectResultAsync();

        result.Outcome.ShouldBe(Outcome.Failed);
        result.Failure.Type.ShouldBe("System.InvalidOperationException");
        result.Failure.Message.ShouldBe("the outer one");
        result.Failure.Stack.ShouldContain(nameof(GatedProcessors.Throw));
        var cause = result.Failure.Causes.ShouldHaveSingleItem();
        cause.Type.ShouldBe("System.TimeoutException");
        cause.Message.ShouldBe("the inner one");
        cause.Stack.ShouldContain(nameof(GatedProcessors.Throw));
        var line = await _worker.Log.ExpectAsync("About to throw");
        line.Scopes.ShouldContain("run run-1, attempt 1");
        line.Level.ShouldBe(LogLevel.Warning);
    }

    [Fact]
    public async Task Dispatch_ResultBeyondItsLimit_IsReportedAsFailure()
    {
        _session.Dispatch(Attempt.Of("run-1"), "large");

        var result = await _session.ExpectResultAsync();

        result.Outcome.ShouldBe(Outcome.Failed);
        result.Failure.Type.ShouldBe("RESULT_TOO_LARGE");
        result.Failure.Message.ShouldContain("1048578 bytes");
    }

    [Fact]
    public async Task Dispatch_SameAttemptAgain_IsAcceptedButStartedOnce()
    {
        var attempt = Attempt.Of("run-1");
        _session.Dispatch(attempt, "wait");
        await _session.ExpectAsync(message => message.DispatchAccepted);
        await _worker.Gate.ExpectAsync();

        _session.Dispatch(attempt, "wait");
        await _session.ExpectAsync(message => message.DispatchAccepted);
        _worker.Gate.Open();
        await _session.ExpectAsync(message => message.Result);
        _session.Dispatch(attempt, "wait");
        await _session.ExpectAsync(message => message.DispatchAccepted);

        // A second start would have told so before this later run is reported.
        _session.Dispatch(Attempt.Of("run-2"), "echo", "1");
        (await _session.ExpectResultAsync()).Attempt.Run.ShouldBe("run-2");
        _worker.Gate.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Dispatch_AllSlotsBusy_IsRefused()
    {
        foreach (var run in new[] { "run-1", "run-2" })
        {
            _session.Dispatch(Attempt.Of(run), "wait");
            await _session.ExpectAsync(message => message.DispatchAccepted);
        }

        _session.Dispatch(Attempt.Of("run-3"), "echo", "1");

        var refused = (await _session.ExpectAsync(message => message.DispatchRefused)).DispatchRefused;
        refused.Attempt.Run.ShouldBe("run-3");
        refused.Code.ShouldBe("NO_FREE_SLOT");
        refused.Reason.ShouldBe("All 2 slots of this worker are busy.");
    }

    [Fact]
    public async Task Dispatch_EndedButUnacknowledged_HoldsNoSlot()
    {
        for (var run = 0; run < 5; run++)
        {
            _session.Dispatch(Attempt.Of($"run-{run}"), "echo", "1");
            await _session.ExpectAsync(message => message.DispatchAccepted);
            await _session.ExpectAsync(message => message.Result);
        }
    }

    [Fact]
    public async Task Dispatch_UnknownProcessor_IsRefusedWithNearNames()
    {
        _session.Dispatch(Attempt.Of("run-1"), "ehco");

        var refused = (await _session.ExpectAsync(message => message.DispatchRefused)).DispatchRefused;

        refused.Code.ShouldBe("UNKNOWN_PROCESSOR");
        refused.Reason.ShouldBe("This worker has no processor 'ehco'; did you mean 'echo'?");
    }

    [Fact]
    public async Task Dispatch_NewerTokenOfARunningRun_StopsTheOlderAttempt()
    {
        _session.Dispatch(Attempt.Of("run-1", token: 5), "wait");
        await _worker.Gate.ExpectAsync();

        _session.Dispatch(Attempt.Of("run-1", token: 6, number: 2), "wait");

        (await _worker.Gate.ExpectAsync()).FencingToken.ShouldBe(6);
        var result = await _session.ExpectResultAsync();
        result.Attempt.Token.ShouldBe(5);
        result.Outcome.ShouldBe(Outcome.Cancelled);
    }

    [Fact]
    public async Task Dispatch_OlderTokenOfARunningRun_IsIgnored()
    {
        _session.Dispatch(Attempt.Of("run-1", token: 6, number: 2), "wait");
        await _session.ExpectAsync(message => message.DispatchAccepted);

        _session.Dispatch(Attempt.Of("run-1", token: 5), "echo", "1");
        _session.Dispatch(Attempt.Of("run-2", token: 7), "echo", "1");

        (await _session.ExpectAsync(message => message.DispatchAccepted)).DispatchAccepted.Attempt.Run.ShouldBe("run-2");
    }

    [Fact]
    public async Task Dispatch_ThousandsOverAFewHundredSlots_AllAreReportedOnce()
    {
        const int Runs = 10_000;
        const int Slots = 200;
        await using var server = await FakeServer.StartAsync();
        using var data = new TemporaryFolder();
        await using var worker = await TestWorker.StartAsync(server.Address, data, options => options.Slots = Slots);
        var session = await server.NextAdoptedAsync();
        for (var run = 0; run < Slots; run++)
        {
            session.Dispatch(Attempt.Of($"run-{run}"), "echo", "1");
        }
        var reported = new HashSet<string>(StringComparer.Ordinal);
        for (var next = Slots; reported.Count < Runs; next++)
        {
            var result = await session.ExpectResultAsync();
            reported.Add(result.Attempt.Run).ShouldBeTrue();
            session.Acknowledge(result.Attempt);
            if (next < Runs)
            {
                session.Dispatch(Attempt.Of($"run-{next}"), "echo", "1");
            }
        }
    }
}
