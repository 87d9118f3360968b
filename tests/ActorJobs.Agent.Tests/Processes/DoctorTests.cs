using System.Text.Json;
using ActorJobs.Tests.Processes;
using ActorJobs.Worker.Tests.Fakes;

namespace ActorJobs.Agent.Tests.Processes;

/// <summary>The agent's doctor as a real process, with the environment that it looks at.</summary>
public sealed class DoctorTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Doctor_BehindAProxyWithoutInterpreters_TellsBothAsJsonAndNoSecret()
    {
        // dotnet itself is found by its absolute path; nothing else is on the PATH.
        await using var doctor = Start(
            new Dictionary<string, string>
            {
                ["http_proxy"] = "http://me:hidden-1@127.0.0.1:1",
                ["ACTORJOBS_SECRET"] = "ajs_hidden-2",
                ["PATH"] = _folder.Path,
            },
            "--server",
            "http://me:hidden-3@scheduler.example:7700",
            "--app",
            "demo",
            "--allow",
            "shell,program",
            "--json"
        );
        using var limit = new CancellationTokenSource(Limit);

        (await doctor.EndAsync(limit.Token)).ShouldBe(1, doctor.Output);

        var checks = JsonDocument.Parse(doctor.Output).RootElement.GetProperty("checks").EnumerateArray().ToList();
        string Of(string check, string field) =>
            checks.Single(one => one.GetProperty("check").GetString() == check).GetProperty(field).GetString()!;
        Of("proxy", "found").ShouldBe("connections go through http://127.0.0.1:1; variables: http_proxy=http://…@127.0.0.1:1");
        // The name of the server is the proxy's affair.
        Of("dns", "found").ShouldBe("127.0.0.1 is an address");
        (Of("tcp", "verdict"), Of("app", "verdict")).ShouldBe(("fail", "skip"));
        (Of("processor shell", "verdict"), Of("processor shell", "code")).ShouldBe(("fail", "INTERPRETER_NOT_FOUND"));
        Of("processor shell", "found").ShouldContain($"Neither bash nor sh was found in the folders of PATH: {_folder.Path}");
        Of("processor python", "found").ShouldBe("off; --allow python switches it on");
        Of("scripts", "found").ShouldStartWith("on: jobs may run what they bring along, by shell, program, as ");
        Of("run as", "found").ShouldStartWith(Environment.IsPrivilegedProcess ? "possible" : "not possible");
        Of("settings", "found").ShouldContain(", a secret, ");
        doctor.Output.ShouldNotContain("hidden");
    }

    [Fact]
    public async Task Doctor_WithAWrongSetting_FailsWithAllThatIsWrong()
    {
        await using var doctor = Start(new Dictionary<string, string>(), "--set", "agent.slot=3", "--app", "demo");
        using var limit = new CancellationTokenSource(Limit);

        (await doctor.EndAsync(limit.Token)).ShouldBe(1, doctor.Output);

        doctor.Output.ShouldContain("FAIL  settings: ");
        doctor.Output.ShouldContain("there is no setting agent.slot. Did you mean");
        doctor.Output.ShouldContain("skip  all else: not looked at, since settings failed");
    }

    [Fact]
    public async Task Doctor_AskedToEnd_EndsAtOnce()
    {
        await using var server = await FakeServer.StartAsync();
        await using var doctor = Start(new Dictionary<string, string>(), "--server", server.Address, "--app", "demo");
        // It waits for an answer to its Hello, which never comes.
        await server.NextSessionAsync();

        (await doctor.TerminateAsync()).ShouldBe(1, doctor.Output);

        doctor.Output.ShouldContain("stopped before the end");
        doctor.Output.ShouldNotContain("data folder");
    }

    private ChildProcess Start(IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments) =>
        ChildProcess.StartIn(
            null,
            "src/ActorJobs.Agent",
            "actorjobs-agent.dll",
            ["doctor", "--data", _folder.Path, .. arguments],
            environment
        );
}
