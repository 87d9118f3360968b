using ActorJobs.Protocol;
using ActorJobs.Worker.Tests.Fakes;

namespace ActorJobs.Worker.Tests.Attempts;

public sealed class StopTests : IAsyncLifetime
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
    public async Task Stop_Running_CancelsTheProcessor()
    {
        var attempt = Attempt.Of("run-1");
        _session.Dispatch(attempt, "wait");
        await _worker.Gate.ExpectAsync();
        await _session.ExpectAsync(message => message.DispatchAccepted);

        _session.Stop(attempt);

        (await _session.ExpectAsync(message => message.StopAccepted)).StopAccepted.Held.ShouldBeTrue();
        (await _session.ExpectAsync(message => message.Result)).Result.Outcome.ShouldBe(Outcome.Cancelled);
    }

    [Fact]
    public async Task Stop_ProcessorThatSucceedsAllTheSame_IsReportedAsSuccess()
    {
        var attempt = Attempt.Of("run-1");
        _session.Dispatch(attempt, "stubborn");
        await _worker.Gate.ExpectAsync();
        _session.Stop(attempt);
        await _session.ExpectAsync(message => message.DispatchAccepted);
        await _session.ExpectAsync(message => message.StopAccepted);

        _worker.Gate.Open();

        (await _session.ExpectAsync(message => message.Result)).Result.Outcome.ShouldBe(Outcome.Succeeded);
    }

    [Fact]
    public async Task Stop_BeforeItsDispatch_EndsTheAttemptWithoutAStart()
    {
        var attempt = Attempt.Of("run-1");
        _session.Stop(attempt);
        (await _session.ExpectAsync(message => message.StopAccepted)).StopAccepted.Held.ShouldBeFalse();

        _session.Dispatch(attempt, "wait");

        await _session.ExpectAsync(message => message.DispatchAccepted);
        var result = (await _session.ExpectAsync(message => message.Result)).Result;
        result.Attempt.ShouldBe(attempt);
        result.Outcome.ShouldBe(Outcome.Cancelled);
        _worker.Gate.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Stop_OtherTokenOfTheRun_StopsNothing()
    {
        _session.Dispatch(Attempt.Of("run-1", token: 5), "wait");
        await _session.ExpectAsync(message => message.DispatchAccepted);

        _session.Stop(Attempt.Of("run-1", token: 4));

        (await _session.ExpectAsync(message => message.StopAccepted)).StopAccepted.Held.ShouldBeFalse();
        _worker.Gate.Open();
        (await _session.ExpectResultAsync()).Outcome.ShouldBe(Outcome.Succeeded);
    }

    [Fact]
    public async Task ResultAccepted_StaleWhileItStillRuns_CancelsTheProcessor()
    {
        var attempt = Attempt.Of("run-1");
        _session.Dispatch(attempt, "wait");
        await _worker.Gate.ExpectAsync();

        _session.Acknowledge(attempt, stale: true);

        (await _session.ExpectResultAsync()).Outcome.ShouldBe(Outcome.Cancelled);
    }
}
