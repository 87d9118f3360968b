using System.Net.WebSockets;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Server.Tests.Facade;

namespace ActorJobs.Server.Tests.Links;

/// <summary>Workers that dial in, and work.</summary>
public class LinkEndpointTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    [Theory]
    [InlineData(FrameKind.Text, WebSocketMessageType.Text)]
    [InlineData(FrameKind.Binary, WebSocketMessageType.Binary)]
    public async Task Worker_OfEitherKind_RunsAJobAndIsAnsweredInItsKind(FrameKind kind, WebSocketMessageType type)
    {
        var app = await server.NewAppWithJobAsync();
        await using var worker = await RawWorker.DialAsync(server.Address, kind);
        var welcome = await worker.JoinAsync(RawWorker.Hello(app));
        var run = (await server.SendAsync("POST", $"{app}/jobs/hello/runs", """{"params":{"text":"grüße <b>"}}"""))["id"]!;

        var dispatch = await worker.NextAsync(message => message.Dispatch);
        await worker.SayAsync(
            new WorkerMessage { DispatchAccepted = new DispatchAccepted { Attempt = dispatch.Attempt } },
            new WorkerMessage
            {
                Result = new Result
                {
                    Attempt = dispatch.Attempt,
                    Outcome = Outcome.Succeeded,
                    Result_ = dispatch.Params,
                },
            }
        );
        var accepted = await worker.NextAsync(message => message.ResultAccepted);

        worker.LastType.ShouldBe(type);
        (welcome.Protocol, welcome.HeartbeatEvery, welcome.SilenceLimit, welcome.Node).ShouldBe((1u, 1000L, 4000L, "n1"));
        (dispatch.Attempt.Run, accepted.Attempt, accepted.Stale).ShouldBe((run, dispatch.Attempt, false));
        (await server.SendAsync("GET", $"{app}/runs/{run}"))["result"].ShouldBe("""{"text":"grüße <b>"}""");
        (await worker.CloseAsync()).ShouldBeEmpty();
        worker.Socket.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure, "a close is answered, not cut off");
    }

    [Fact]
    public async Task Workers_TwoOnOneHost_BothGetWork()
    {
        var app = await server.NewAppWithJobAsync();
        await using var first = await RawWorker.DialAsync(server.Address);
        await using var second = await RawWorker.DialAsync(server.Address);
        await first.JoinAsync(RawWorker.Hello(app, "w1"));
        await second.JoinAsync(RawWorker.Hello(app, "w2"));
        for (var run = 0; run < 4; run++)
        {
            (
                await server.SendAsync(
                    "PUT",
                    $"{app}/jobs/hello",
                    """{"name":"hello","processor":{"name":"echo"},"overlap":{"policy":"allow","max":9}}"""
                )
            ).Status.ShouldBe(200);
            (await server.SendAsync("POST", $"{app}/jobs/hello/runs")).Status.ShouldBe(201);
        }

        (await first.NextAsync(message => message.Dispatch)).Processor.ShouldBe("echo");
        (await second.NextAsync(message => message.Dispatch)).Processor.ShouldBe("echo");
    }

    [Fact]
    public async Task Result_ThatIsTooLarge_EndsItsRunAsFailed()
    {
        var app = await server.NewAppWithJobAsync();
        await using var worker = await RawWorker.DialAsync(server.Address);
        await worker.JoinAsync(RawWorker.Hello(app));
        var run = (await server.SendAsync("POST", $"{app}/jobs/hello/runs"))["id"]!;
        var dispatch = await worker.NextAsync(message => message.Dispatch);
        await worker.SayAsync(
            new WorkerMessage
            {
                Result = new Result
                {
                    Attempt = dispatch.Attempt,
                    Outcome = Outcome.Succeeded,
                    Result_ = $"\"{new string('x', MessageLimits.ResultBytes)}\"",
                },
            }
        );
        await worker.NextAsync(message => message.ResultAccepted);

        var shown = await server.SendAsync("GET", $"{app}/runs/{run}");

        shown["state"].ShouldBe("Failed");
        shown.Body.GetProperty("failure").GetProperty("type").GetString().ShouldBe(ErrorCodes.ResultTooLarge);
    }
}
