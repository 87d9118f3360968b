using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Server.Tests.Facade;

namespace ActorJobs.Server.Tests.Links;

/// <summary>What a worker may not say within its session.</summary>
public class WorkerMessageRulesTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    public static TheoryData<string, WorkerMessage, string> BadMessages =>
        new()
        {
            {
                ErrorCodes.UnexpectedMessage,
                new() { Hello = new() },
                "Hello came within a session"
            },
            {
                ErrorCodes.InvalidMessage,
                new() { Heartbeat = new() { Number = 1 } },
                "heartbeat.slots is 0; expected 1 to 100000"
            },
            {
                ErrorCodes.InvalidMessage,
                new()
                {
                    Heartbeat = new()
                    {
                        Slots = 1,
                        Load = new() { FreeCpu = double.NaN },
                    },
                },
                "heartbeat.load has freeCpu NaN"
            },
            {
                ErrorCodes.InvalidMessage,
                new()
                {
                    Heartbeat = new()
                    {
                        Slots = 1,
                        Held =
                        {
                            new AttemptPulse
                            {
                                Attempt = new()
                                {
                                    Run = Guid.NewGuid().ToString(),
                                    Attempt = 1,
                                    Token = 1,
                                },
                                LastOutput = long.MaxValue,
                            },
                        },
                    },
                },
                "heartbeat.held[].lastOutput is 9223372036854775807"
            },
            {
                ErrorCodes.InvalidMessage,
                new()
                {
                    Adopted = new() { Epoch = 1, Slots = -7 },
                },
                "adopted.slots is -7"
            },
            {
                ErrorCodes.InvalidMessage,
                new()
                {
                    Adopted = new() { Slots = 1, Held = { new HeldAttempt() } },
                },
                "adopted.held[].attempt is missing"
            },
            {
                ErrorCodes.InvalidMessage,
                new() { DispatchAccepted = new() },
                "dispatchAccepted.attempt is missing"
            },
            {
                ErrorCodes.InvalidMessage,
                new() { DispatchRefused = new() { Attempt = new() { Run = "7" } } },
                "dispatchRefused.attempt.run is '7'"
            },
            {
                ErrorCodes.InvalidMessage,
                new() { StopAccepted = new() { Attempt = Attempt(0, 1) } },
                "attempt 0 and token 1"
            },
            {
                ErrorCodes.InvalidMessage,
                new() { Returned = new() { Attempt = Attempt(1, -1) } },
                "attempt 1 and token -1"
            },
            {
                ErrorCodes.InvalidMessage,
                new() { Result = new() { Attempt = Attempt(1, 1) } },
                "result.outcome is not given"
            },
            {
                ErrorCodes.InvalidMessage,
                new()
                {
                    Result = new() { Attempt = Attempt(1, 1), Outcome = (Outcome)77 },
                },
                "result.outcome is 77"
            },
            {
                ErrorCodes.InvalidMessage,
                new()
                {
                    Result = new()
                    {
                        Attempt = Attempt(1, 1),
                        Outcome = Outcome.Succeeded,
                        Failure = new(),
                    },
                },
                "result.failure is given with OUTCOME_SUCCEEDED"
            },
        };

    [Theory]
    [MemberData(nameof(BadMessages))]
    public async Task Message_ThatCannotBe_EndsTheSessionWithItsReason(string code, WorkerMessage message, string told)
    {
        var app = await server.NewAppAsync();
        await using var worker = await RawWorker.DialAsync(server.Address, FrameKind.Binary);
        await worker.JoinAsync(RawWorker.Hello(app));
        await worker.SayAsync(message);

        var refused = await worker.RefusedAsync();

        (refused.Code, refused.Final).ShouldBe((code, true));
        refused.Reason.ShouldContain(told);
        var listed = (await server.SendAsync("GET", $"{app}/workers"))
            .Body.GetProperty("refused")
            .EnumerateArray()
            .ToList()
            .ShouldHaveSingleItem();
        (
            listed.GetProperty("worker").GetString(),
            listed.GetProperty("code").GetString(),
            listed.GetProperty("reason").GetString()
        ).ShouldBe(("w1", code, refused.Reason));
    }

    private static AttemptRef Attempt(int attempt, long token) =>
        new()
        {
            Run = "01a1fa99-069e-870b-9f43-a9fbda5ce8d5",
            Attempt = attempt,
            Token = token,
        };
}
