using ActorJobs.Protocol;
using ActorJobs.Worker.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Worker.Tests.Logs;

/// <summary>Lines on their way from processors to a server, over a real socket.</summary>
public sealed class LogDeliveryTests : IDisposable
{
    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Processor_ThatLogs_HasItInTheLogOfItsRunFromEveryLoggerAndFromNoOtherRun()
    {
        await using var server = await FakeServer.StartAsync();
        await using var worker = await TestWorker.StartAsync(server.Address, _data, processors: Talking);
        var session = await server.NextAdoptedAsync(takesLogs: true);
        session.Dispatch(Attempt.Of("run-1"), "talk", "\"one\"");
        session.Dispatch(Attempt.Of("run-2"), "talk", "\"two\"");

        var lines = await session.ReadLinesAsync(lines => lines.Count(line => line.End) == 2);

        foreach (var (run, word) in new[] { ("run-1", "one"), ("run-2", "two") })
        {
            lines
                .Where(line => line.Attempt.Run == run && !line.End)
                .Select(line => $"{line.Number} {line.Stream} {line.Level} {line.Category}: {line.Text.Split(Environment.NewLine)[0]}")
                .ShouldBe([
                    $"1 Log Information ActorJobs.Processor.talk: context {word}",
                    $"2 Log Warning ActorJobs.Worker.Tests.Logs.LogDeliveryTests.Helper: helper {word}",
                    $"3 Stdout Information : direct {word}",
                ]);
        }
        lines.First(line => line.Number == 2).Text.ShouldContain("System.TimeoutException: the cause");
    }

    [Fact]
    public async Task Lines_ThatAreNotAccepted_AreSentAgainOverTheNextLinkAndThenForgotten()
    {
        await using var server = await FakeServer.StartAsync();
        await using var worker = await TestWorker.StartAsync(server.Address, _data, processors: Talking);
        var first = await server.NextAdoptedAsync(takesLogs: true);
        first.Dispatch(Attempt.Of("run-1"), "talk", "\"one\"");
        await first.ReadLinesAsync(lines => lines.Any(line => line.End), accept: false);
        first.Break();

        var second = await server.NextAdoptedAsync(epoch: 2, takesLogs: true);
        var again = await second.ReadLinesAsync(lines => lines.Any(line => line.End));
        second.Dispatch(Attempt.Of("run-2"), "talk", "\"two\"", epoch: 2);
        var next = await second.ReadLinesAsync(lines => lines.Any(line => line.End));

        again.Select(line => (line.Attempt.Run, line.Number)).ShouldBe([("run-1", 1), ("run-1", 2), ("run-1", 3), ("run-1", 4)]);
        next.Select(line => line.Attempt.Run).Distinct().ShouldBe(["run-2"]);
        Directory.EnumerateFiles(_data.Path, "*.lines", SearchOption.AllDirectories).Count().ShouldBeLessThan(2);
    }

    [Fact]
    public async Task Lines_OfAWorkerThatEnded_AreDeliveredByTheNextOneWithItsId()
    {
        string address;
        await using (var server = await FakeServer.StartAsync())
        {
            address = server.Address;
            await using var worker = await TestWorker.StartAsync(address, _data, processors: Talking, timings: Impatient);
            var session = await server.NextAdoptedAsync(takesLogs: true);
            session.Dispatch(Attempt.Of("run-1"), "talk", "\"one\"");
            session.Acknowledge((await session.ExpectResultAsync()).Attempt);
            await worker.StopAsync();
        }

        await using var later = await FakeServer.StartAsync(address);
        await using var next = await TestWorker.StartAsync(address, _data, processors: Talking);
        var lines = await (await later.NextAdoptedAsync(takesLogs: true)).ReadLinesAsync(lines => lines.Any(line => line.End));

        lines.Select(line => line.Number).ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public async Task Server_ThatTakesNoLogs_IsSentNone()
    {
        await using var server = await FakeServer.StartAsync();
        await using var worker = await TestWorker.StartAsync(server.Address, _data, processors: Talking);
        var session = await server.NextAdoptedAsync();
        session.Dispatch(Attempt.Of("run-1"), "talk", "\"one\"");
        session.Acknowledge((await session.ExpectResultAsync()).Attempt);

        await worker.StopAsync();

        (await session.ExpectEndAsync()).ShouldNotContain(message => message.LogBatch != null);
        Directory.EnumerateFiles(_data.Path, "*.lines", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Lines_OfAHundredMegabytes_AreSentAsHeadAndTailInBoundedMemory()
    {
        await using var server = await FakeServer.StartAsync();
        await using var worker = await TestWorker.StartAsync(
            server.Address,
            _data,
            options => (options.LogHeadBytes, options.LogTailBytes) = (500_000, 500_000),
            processors: builder =>
                builder.AddProcessor(
                    "flood",
                    (TaskContext context) =>
                    {
                        var text = new string('x', 10_000);
                        for (var line = 0; line < 10_000; line++)
                        {
                            context.Log.Write(RunLogStream.Stdout, LogLevel.Information, text);
                        }
                        return ProcessResult.Success(GC.GetTotalMemory(forceFullCollection: true));
                    }
                )
        );
        var session = await server.NextAdoptedAsync(takesLogs: true);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        session.Dispatch(Attempt.Of("run-1"), "flood");

        var result = await session.ExpectResultAsync();
        var lines = await session.ReadLinesAsync(lines => lines.Any(line => line.End));

        (long.Parse(result.Result_, System.Globalization.CultureInfo.InvariantCulture) - before).ShouldBeLessThan(20_000_000);
        lines.Sum(line => line.DroppedLines + (line.End ? 0 : 1)).ShouldBe(10_000);
        lines.Sum(line => (long)line.Text.Length).ShouldBeInRange(900_000, 1_000_000);
    }

    private static WorkerTimings Impatient => new() { FlushWait = TimeSpan.FromMilliseconds(1) };

    private static void Talking(WorkerBuilder builder)
    {
        builder.Services.AddSingleton<Helper>();
        builder.AddProcessor(
            "talk",
            async (TaskContext context, Helper helper) =>
            {
                var word = context.GetParams<string>();
                context.Logger.LogInformation("context {Word}", word);
                await Task.Yield();
                helper.Say(word);
                context.Log.Write(RunLogStream.Stdout, LogLevel.Information, $"direct {word}");
            }
        );
    }

    /// <summary>A service that knows nothing of runs.</summary>
    internal sealed class Helper(ILogger<Helper> logger)
    {
        public void Say(string word) => logger.LogWarning(new TimeoutException("the cause"), "helper {Word}", word);
    }
}
