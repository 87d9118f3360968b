using ActorJobs.Protocol;
using ActorJobs.Worker.Tests.Fakes;

namespace ActorJobs.Worker.Tests.Attempts;

public sealed class AdoptionTests : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();
    private FakeServer _server = null!;
    private TestWorker _worker = null!;
    private FakeSession _session = null!;

    public async Task InitializeAsync()
    {
        _server = await FakeServer.StartAsync();
        _worker = await TestWorker.StartAsync(_server.Address, _data);
        _session = await _server.NextAdoptedAsync(epoch: 5);
    }

    public async Task DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _server.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task Adopt_AfterABreak_TellsWhatIsHeldAndSendsResultsAgain()
    {
        _session.Dispatch(Attempt.Of("ended"), "echo", "1", epoch: 5);
        await _session.ExpectResultAsync();
        _session.Dispatch(Attempt.Of("running"), "wait", epoch: 5);
        await _worker.Gate.ExpectAsync();
        _session.Break();

        var session = await _server.NextAdoptedAsync(epoch: 6);

        session.Adopted.Epoch.ShouldBe(6);
        session.Adopted.Slots.ShouldBe(2);
        session.Adopted.Draining.ShouldBeFalse();
        session
            .Adopted.Held.OrderBy(held => held.Ended)
            .ShouldBe([new() { Attempt = Attempt.Of("running") }, new() { Attempt = Attempt.Of("ended"), Ended = true }]);
        (await session.ExpectAsync(message => message.Result)).Result.Attempt.Run.ShouldBe("ended");
        _worker.Gate.Open();
        (await session.ExpectAsync(message => message.Result)).Result.Attempt.Run.ShouldBe("running");
    }

    [Fact]
    public async Task Adopt_AcknowledgedResult_IsForgotten()
    {
        _session.Dispatch(Attempt.Of("run-1"), "echo", "1", epoch: 5);
        await _session.ExpectResultAsync();
        _session.Acknowledge(Attempt.Of("run-1"));
        // Orders are taken in turn, so the acknowledgement was taken when this is answered.
        _session.Stop(Attempt.Of("run-2"), epoch: 5);
        await _session.ExpectAsync(message => message.StopAccepted);
        _session.Break();

        (await _server.NextAdoptedAsync(epoch: 6)).Adopted.Held.ShouldBeEmpty();
    }

    [Fact]
    public async Task Result_EndedWhileDisconnected_IsDeliveredOverTheNextSession()
    {
        _session.Dispatch(Attempt.Of("run-1"), "wait", epoch: 5);
        await _worker.Gate.ExpectAsync();
        _session.Break();
        _worker.Gate.Open();

        var session = await _server.NextAdoptedAsync(epoch: 5);

        (await session.ExpectResultAsync()).Outcome.ShouldBe(Outcome.Succeeded);
    }

    [Fact]
    public async Task Orders_OfAnOlderOwner_AreIgnored()
    {
        _session.Dispatch(Attempt.Of("run-1", token: 1), "echo", "1", epoch: 4);
        _session.Stop(Attempt.Of("run-1", token: 1), epoch: 4);
        _session.Adopt(4);
        _session.Dispatch(Attempt.Of("run-2", token: 2), "echo", "1", epoch: 5);

        (await _session.ExpectAsync(message => message.DispatchAccepted)).DispatchAccepted.Attempt.Run.ShouldBe("run-2");
        (await _worker.Log.ExpectAsync("Ignored Dispatch run-1 of epoch 4")).Text.ShouldContain("newer owner, of epoch 5");
    }

    [Fact]
    public async Task Orders_AfterAHeartbeatAnswerOfANewerOwner_AreTakenFromThatOwnerOnly()
    {
        _session.Send(
            new()
            {
                HeartbeatAnswer = new() { Number = 1, Epoch = 9 },
            }
        );
        _session.Dispatch(Attempt.Of("run-1"), "echo", "1", epoch: 5);
        _session.Dispatch(Attempt.Of("run-2"), "echo", "1", epoch: 9);

        (await _session.ExpectAsync(message => message.DispatchAccepted)).DispatchAccepted.Attempt.Run.ShouldBe("run-2");
    }

    [Fact]
    public async Task Adopt_OtherStore_StartsItsEpochsAnew()
    {
        _session.Break();
        var session = await _server.NextSessionAsync();
        session.Welcome(store: "store-2");

        session.Adopt(1);

        (await session.ExpectAsync(message => message.Adopted)).Adopted.Epoch.ShouldBe(1);
    }

    [Fact]
    public async Task Adopt_SameStoreWithALowerEpoch_IsNotAnswered()
    {
        _session.Break();
        var session = await _server.NextSessionAsync();
        session.Welcome();

        session.Adopt(4);
        session.Adopt(5);

        (await session.ExpectAsync(message => message.Adopted)).Adopted.Epoch.ShouldBe(5);
    }
}
