using ActorJobs.Tests.Processes;

namespace ActorJobs.Server.Tests.Processes;

/// <summary><c>./build.sh demo --workflow</c>: orders that go through the workflow of samples/OrderPipeline.</summary>
[Collection(ProcessesGroup.Name)]
[Trait("Category", "Slow")]
public sealed class OrderDemoTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Orders_OfTheDemo_EndAsTheyShould()
    {
        using var limit = new CancellationTokenSource(Limit);
        await using var demo = Start();
        try
        {
            (await demo.EndAsync(limit.Token)).ShouldBe(0, demo.Output);
        }
        finally
        {
            await EndAsync(demo);
        }

        var lines = demo.Output.Split('\n');
        lines[^3..]
            .ShouldBe([
                "A-1001, a usual order: Succeeded, as it should",
                "A-1002, a large one, which has to be approved: Succeeded, as it should",
                "A-1003, one that cannot be shipped, and is undone: Failed, as it should",
            ]);
        lines.ShouldContain(line => line.EndsWith("agree    Waiting for Take order A-1002 of Ben over 1635.0 EUR?"));
        var history = lines.SkipWhile(line => line != "The history of order A-1003:").Select(line => line.Split(" s  ")[^1]);
        history
            .Where(line =>
                line.StartsWith("Node refund ", StringComparison.Ordinal) || line.StartsWith("Node release ", StringComparison.Ordinal)
            )
            .Select(line => line.Split(", ")[0])
            .ShouldBe([
                "Node refund began pass 1",
                "Node refund ended as Succeeded.",
                "Node release began pass 1",
                "Node release ended as Succeeded.",
            ]);
    }

    [Fact]
    public async Task Demo_AskedToEnd_EndsWithoutAFault()
    {
        using var limit = new CancellationTokenSource(Limit);
        await using var demo = Start();
        try
        {
            await demo.SeeAsync("Order A-1001: ", limit.Token);
        }
        finally
        {
            await EndAsync(demo);
        }

        (await demo.EndAsync(limit.Token)).ShouldBe(0, demo.Output);
        demo.Output.ShouldContain("Stopped; ");
    }

    private static ChildProcess Start() => ChildProcess.Start("samples/Demo", "Demo.dll", "--workflow");

    /// <summary>It ends the server and the worker that it has started; killed, it would leave them behind.</summary>
    private static async Task EndAsync(ChildProcess demo)
    {
        if (demo.IsRunning)
        {
            await demo.TerminateAsync();
        }
    }
}
