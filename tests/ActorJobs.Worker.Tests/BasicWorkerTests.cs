using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using ActorJobs.Protocol;
using ActorJobs.Worker.Tests.Fakes;

namespace ActorJobs.Worker.Tests;

/// <summary>The sample as real processes.</summary>
public sealed class BasicWorkerTests : IAsyncLifetime
{
    private static readonly string s_program = typeof(BasicWorkerTests)
        .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(entry => entry.Key is "BasicWorker")
        .Value!;

    private readonly TemporaryFolder _data = new();
    private readonly List<Process> _processes = [];
    private FakeServer _server = null!;

    public async Task InitializeAsync() => _server = await FakeServer.StartAsync();

    public async Task DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
        await _server.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task DefaultId_TwoProcessesAndOneKilled_IsTheSameAfterItsRestart()
    {
        var first = Start();
        (await _server.NextAdoptedAsync()).Hello.Worker.ShouldBe($"{Environment.MachineName}-1");
        Start();
        (await _server.NextAdoptedAsync()).Hello.Worker.ShouldBe($"{Environment.MachineName}-2");
        first.Kill();
        await first.WaitForExitAsync();

        Start();

        (await _server.NextAdoptedAsync()).Hello.Worker.ShouldBe($"{Environment.MachineName}-1");
    }

    [Fact]
    public async Task Processors_OfTheSample_DoWhatTheySay()
    {
        Start("--name", "w7", "--slots", "3");
        var session = await _server.NextAdoptedAsync();
        session.Hello.Worker.ShouldBe("w7");
        session.Hello.Slots.ShouldBe(3);
        session.Hello.Processors.ShouldBe(["append", "crash", "echo", "fail", "remember", "sleep", "talk"]);

        (await RunAsync(session, "run-1", "echo", """{"a":1}""")).Result_.ShouldBe("""{"a":1}""");
        (await RunAsync(session, "run-2", "sleep", """{"ms":1}""")).Result_.ShouldBe("""{"slept":1}""");
        var failure = (await RunAsync(session, "run-3", "fail", "")).Failure;
        failure.Message.ShouldBe("Job job-1 fails, as it was written to.");
        failure.Causes.ShouldHaveSingleItem().Message.ShouldBe("The warehouse does not answer.");
        var remembered = await RunAsync(session, "run-5", "remember", """{"a":1,"b":["zwölf"]}""");
        (remembered.Append, remembered.Result_).ShouldBe(("""{"a":1,"b":["zwölf"]}""", ""));
        (await RunAsync(session, "run-6", "echo", "1")).Append.ShouldBeEmpty();
        (await RunAsync(session, "run-4", "append", "{}")).Failure.Message.ShouldContain("field file");
    }

    [Fact]
    public async Task OwnProcess_Used_DoesTheSameAndIsKilledWithAllThatItStarted()
    {
        var file = _data.File("effects.jsonl");
        Start("--name", "w1", "--slots", "5");
        var session = await _server.NextAdoptedAsync();

        session.Dispatch(Attempt.Of("run-1"), "remember", """{"a":1}""", own: true);
        session.Dispatch(Attempt.Of("run-2"), "fail", own: true);
        session.Dispatch(Attempt.Of("run-3"), "crash");
        var deaf = JsonSerializer.Serialize(
            new
            {
                file,
                ms = 600_000,
                ignoreCancellation = true,
            }
        );
        session.Dispatch(Attempt.Of("run-4"), "append", deaf, own: true, killGrace: 100);
        session.Dispatch(Attempt.Of("run-5"), "append", deaf, killGrace: 100);
        var results = new Dictionary<string, Result>();
        while (results.Count < 3)
        {
            var result = await session.ExpectResultAsync();
            results[result.Attempt.Run] = result;
            session.Acknowledge(result.Attempt);
        }
        var own = await session.ExpectHeartbeatAsync(beat => beat.Held.Any(held => held.Pid > 0 && held.Attempt.Run == "run-4"));
        session.Stop(Attempt.Of("run-4"));
        session.Stop(Attempt.Of("run-5"));
        while (results.Count < 5)
        {
            var result = await session.ExpectResultAsync();
            results[result.Attempt.Run] = result;
            session.Acknowledge(result.Attempt);
        }

        results["run-1"].Append.ShouldBe("""{"a":1}""");
        results["run-2"].Failure.Causes.ShouldHaveSingleItem().Message.ShouldBe("The warehouse does not answer.");
        results["run-3"].Failure.Type.ShouldBe("PROCESS_CRASHED");
        results["run-3"].Failure.Message.ShouldContain("exit code 134 (SIGABRT)");
        results["run-3"].Failure.Message.ShouldContain("It crashes, as it was written to.");
        results["run-4"].Outcome.ShouldBe(Outcome.Cancelled);
        results["run-4"].Failure.Type.ShouldBe("STOPPED");
        results["run-4"].Failure.Message.ShouldContain("exit code 137 (SIGKILL)");
        results["run-5"].Failure.Type.ShouldBe("PROCESSOR_IGNORED_STOP");
        var pid = own.Held.Single(held => held.Attempt.Run == "run-4").Pid;
        Directory.Exists($"/proc/{pid}").ShouldBeFalse();
        // The slot of the one that cannot be killed is not free.
        (await session.ExpectHeartbeatAsync(beat => beat.Held.Count is 0)).Slots.ShouldBe(4);
    }

    [Fact]
    public async Task Append_TwoProcessesIntoOneFile_EveryLineIsWholeAndThereOnce()
    {
        const int Runs = 200;
        var file = _data.File("effects.jsonl");
        var parameters = JsonSerializer.Serialize(new { file });
        var sessions = new List<FakeSession>();
        for (var number = 0; number < 2; number++)
        {
            Start("--name", $"w{number}", "--slots", "50");
            sessions.Add(await _server.NextAdoptedAsync());
        }

        await Task.WhenAll(sessions.Select((session, number) => AppendAsync(session, number)));

        var lines = (await File.ReadAllLinesAsync(file)).Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();
        lines.Select(line => line.GetProperty("run").GetString()).Distinct(StringComparer.Ordinal).Count().ShouldBe(2 * Runs);
        lines.Count.ShouldBe(2 * Runs);
        lines[0].EnumerateObject().Select(field => field.Name).ShouldBe(["run", "attempt", "token", "worker", "started", "ended"]);

        async Task AppendAsync(FakeSession session, int number)
        {
            for (var first = 0; first < Runs; first += 50)
            {
                for (var run = first; run < first + 50; run++)
                {
                    session.Dispatch(Attempt.Of($"run-{number}-{run}"), "append", parameters);
                }
                for (var run = first; run < first + 50; run++)
                {
                    (await session.ExpectResultAsync()).Outcome.ShouldBe(Outcome.Succeeded);
                }
            }
        }
    }

    [Fact]
    public async Task Options_Wrong_AreToldAndEndTheProcess()
    {
        var process = Start("--slots", "0");

        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        error.Trim().ShouldBe("Slots is 0; 1 to 100000 is expected.");
        process.ExitCode.ShouldBe(1);
    }

    private static async Task<Result> RunAsync(FakeSession session, string run, string processor, string parameters)
    {
        session.Dispatch(Attempt.Of(run), processor, parameters);
        return await session.ExpectResultAsync();
    }

    private Process Start(params string[] more)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        string[] arguments = [s_program, "--server", _server.Address, "--app", "demo", "--data", _data.Path, .. more];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        var process = Process.Start(start)!;
        // Read, so that the pipe never fills.
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        _processes.Add(process);
        return process;
    }
}
