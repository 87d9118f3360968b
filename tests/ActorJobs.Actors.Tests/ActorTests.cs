using Microsoft.Extensions.Logging.Abstractions;

namespace ActorJobs.Actors.Tests;

public class SmokeTests
{
    private sealed class Echo : Actor<int, int>
    {
        public override void Receive(IReadOnlyList<Envelope<int, int>> batch, Turn turn)
        {
            foreach (var e in batch)
            {
                turn.Reply(e, e.Message + 1);
            }
        }
    }

    [Fact]
    public async Task Ask_OnThreads_Answers()
    {
        await using var system = new ActorSystem(new ThreadPoolActorScheduler(), TimeProvider.System, NullLogger.Instance);
        var echo = system.ActorOf("echo", () => new Echo());
        (await echo.AskAsync(1, TimeSpan.FromSeconds(5))).ShouldBe(2);
        (await echo.AskAsync(2, TimeSpan.FromSeconds(5))).ShouldBe(3);
    }
}
