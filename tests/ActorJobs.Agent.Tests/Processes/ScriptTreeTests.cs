using System.Text.Json;
using ActorJobs.Protocol;
using ActorJobs.Tests.Processes;
using ActorJobs.Worker.Tests.Fakes;

namespace ActorJobs.Agent.Tests.Processes;

/// <summary>The agent as a real process, with scripts that do all that scripts do to outlive their end.</summary>
public sealed class ScriptTreeTests : IAsyncLifetime
{
    private const int GraceMilliseconds = 700;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>What holds on, each in its own way. All print 'up' once they stand; the mark is the name by which /proc is searched.</summary>
    private static readonly IReadOnlyDictionary<string, string> Stubborn = new Dictionary<string, string>
    {
        ["background"] = "sleep MARK & echo up; wait",
        ["pipe"] = "(echo up >&2; sleep MARK; echo a) | cat",
        ["session"] = "setsid sleep MARK & echo up; wait",
        ["deaf"] = "trap '' TERM; echo up; sleep MARK; sleep MARK",
        ["deaf-child"] = "bash -c \"trap '' TERM; echo up; while :; do sleep MARK; done\"; echo never",
        ["daemon"] = "(setsid bash -c 'sleep MARK & exit' &) ; echo up; sleep MARK",
        ["unmarked"] = "env -i setsid sleep MARK & echo up; sleep MARK",
        ["filled-pipe"] = "(sleep MARK & yes) | (echo up >&2; sleep MARK)",
        ["holds-stdout"] = "echo up; setsid bash -c \"trap '' TERM; sleep MARK; sleep MARK\" & sleep MARK",
        ["stopped"] = "sleep MARK & kill -STOP $!; echo up; wait",
    };

    private readonly TemporaryFolder _data = new();
    private FakeServer _server = null!;
    private ChildProcess _agent = null!;
    private FakeSession _session = null!;

    public async Task InitializeAsync()
    {
        _server = await FakeServer.StartAsync();
        _agent = ChildProcess.Start(
            "src/ActorJobs.Agent",
            "actorjobs-agent.dll",
            "--server",
            _server.Address,
            "--app",
            "demo",
            "--data",
            _data.Path,
            "--slots",
            "50",
            "--allow",
            "shell,program"
        );
        _session = await _server.NextAdoptedAsync();
    }

    public async Task DisposeAsync()
    {
        await _agent.DisposeAsync();
        await _server.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task Scripts_StoppedOrOverTime_LeaveNothingAndEndInTime()
    {
        _session.Hello.Processors.ShouldBe(["file-cleanup", "http", "program", "shell", "sql"]);
        _session.Hello.Runtimes.ShouldContainKey("bash");
        var marks = new Marks();
        foreach (var (name, script) in Stubborn)
        {
            _session.Dispatch(Attempt.Of($"stop-{name}"), "shell", Script(script, marks.Next()), killGrace: GraceMilliseconds);
            _session.Dispatch(
                Attempt.Of($"time-{name}"),
                "shell",
                Script(script, marks.Next()),
                runTimeout: 2500,
                killGrace: GraceMilliseconds
            );
        }
        _session.Dispatch(Attempt.Of("left"), "shell", Script("sleep MARK & setsid sleep MARK & exit 0", marks.Next()));
        var background = marks.Next();
        _session.Dispatch(Attempt.Of("leave"), "shell", Script("sleep MARK & echo $!; exit 0", background, leaveBackground: true));

        await _session.ExpectHeartbeatAsync(beat =>
            beat.Held.Count(held => held.LastOutput > 0 && held.Attempt.Run.StartsWith("stop-", StringComparison.Ordinal)) == Stubborn.Count
        );
        // The search finds what runs, whatever it hides.
        marks.Running().Count.ShouldBeGreaterThanOrEqualTo(Stubborn.Count);
        foreach (var name in Stubborn.Keys)
        {
            _session.Stop(Attempt.Of($"stop-{name}"));
        }
        var results = await ResultsAsync((2 * Stubborn.Count) + 2);

        results["left"].Outcome.ShouldBe(Outcome.Succeeded);
        results["leave"].Outcome.ShouldBe(Outcome.Succeeded);
        foreach (var name in Stubborn.Keys)
        {
            results[$"stop-{name}"].Outcome.ShouldBe(Outcome.Cancelled, name);
            results[$"stop-{name}"].Failure.Type.ShouldBe("STOPPED", name);
            var timedOut = results[$"time-{name}"];
            (timedOut.Outcome, timedOut.Failure.Type).ShouldBe((Outcome.TimedOut, "RUN_TIMED_OUT"), name);
            (timedOut.Ended - timedOut.Started).ShouldBeInRange(2400, 2500 + GraceMilliseconds + 5000, name);
        }
        marks.Running().ShouldBe([background]);
        var left = int.Parse(Text(results["leave"], "stdoutTail"), System.Globalization.CultureInfo.InvariantCulture);
        System.Diagnostics.Process.GetProcessById(left).Kill();
    }

    [Fact]
    public async Task Agent_Killed_NothingOutlivesIt()
    {
        var marks = new Marks();
        _session.Dispatch(Attempt.Of("session"), "shell", Script("setsid sleep MARK & echo up; sleep MARK", marks.Next()));
        _session.Dispatch(
            Attempt.Of("daemon"),
            "shell",
            Script("(setsid bash -c 'trap \"\" TERM; sleep MARK & exit' &); echo up; sleep MARK", marks.Next())
        );
        await _session.ExpectHeartbeatAsync(beat => beat.Held.Count(held => held.LastOutput > 0) is 2);

        await _agent.KillAsync();

        using var limit = new CancellationTokenSource(Limit);
        while (marks.Running().Count > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
        }
    }

    private static string Script(string script, string mark, bool leaveBackground = false) =>
        JsonSerializer.Serialize(new { script = script.Replace("MARK", mark, StringComparison.Ordinal), leaveBackground });

    private static string Text(Result result, string field) =>
        JsonSerializer.Deserialize<JsonElement>(result.Result_).GetProperty(field).GetString()!;

    private async Task<Dictionary<string, Result>> ResultsAsync(int count)
    {
        var results = new Dictionary<string, Result>();
        while (results.Count < count)
        {
            var result = await _session.ExpectResultAsync();
            results[result.Attempt.Run] = result;
            _session.Acknowledge(result.Attempt);
        }
        return results;
    }
}
