using ActorJobs.Agent.Programs;
using ActorJobs.Worker.Processes;
using ActorJobs.Worker.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorJobs.Agent.Tests.Processors;

public sealed class ScriptProcessorTests : IAsyncLifetime
{
    private static readonly int[] Successes = [0, 4];
    private readonly TemporaryFolder _folder = new();
    private readonly ProcessTrees _trees = new(TimeProvider.System, ControlGroupMount.OfThisProcess(), NullLogger.Instance);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _trees.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Script_ThatFails_TellsExitCodeAndLastErrors()
    {
        var result = await Runs.RunAsync(Shell(), new { script = "echo one; echo bad >&2; echo worse >&2; exit 3" });

        result.ShouldFail("EXIT_CODE").ShouldBe("It ended with exit code 3. Its last errors:\nbad\nworse");
        result
            .Told()
            .ToString()
            .ShouldBe(
                """{"exitCode":3,"signal":"","stdoutTail":"one","stderrTail":"bad\nworse","stdoutLines":1,"stderrLines":2,"notEnded":[]}"""
            );
    }

    [Fact]
    public async Task Script_EndedByASignal_NamesIt() =>
        (await Runs.RunAsync(Shell(), new { script = "kill -SEGV $$" })).ShouldFail("EXIT_CODE").ShouldContain("exit code 139 (SIGSEGV)");

    [Fact]
    public async Task Script_WithAllThatItCanHave_GetsIt()
    {
        var result = await Runs.RunAsync(
            Shell(),
            new
            {
                script = "echo \"$2|$COLOUR|$ACTORJOBS_JOB|$ACTORJOBS_FENCING_TOKEN|$PWD|$(cat)\"; echo note >&2; exit 4",
                args = new object[] { "a", "b  c" },
                env = new { COLOUR = "blue" },
                workDirectory = "/",
                stdin = "grün",
                successExitCodes = Successes,
            }
        );

        result.ShouldSucceed().GetProperty("stdoutTail").GetString().ShouldBe("b  c|blue|job-1|7|/|grün");
    }

    [Fact]
    public async Task StderrIsFailure_ErrorsWritten_Fails() =>
        (await Runs.RunAsync(Shell(), new { script = "echo note >&2", stderrIsFailure = true }))
            .ShouldFail("STDERR_NOT_EMPTY")
            .ShouldBe("It wrote errors, with exit code 0. Its last errors:\nnote");

    [Fact]
    public async Task Encoding_OfTheOutput_IsHeeded() =>
        (await Runs.RunAsync(Shell(), new { script = "printf '\\344\\n'", encoding = "iso-8859-1" }))
            .ShouldSucceed()
            .GetProperty("stdoutTail")
            .GetString()
            .ShouldBe("ä");

    [Theory]
    [InlineData("""{"scrpt":"x"}""", "a field 'scrpt', which this processor does not know. Did you mean 'script'?")]
    [InlineData("{}", "The field 'script' of the params is missing")]
    [InlineData("""{"script":"x","file":"y"}""", "both 'script' and 'file'")]
    [InlineData("""{"script":"x","args":"a"}""", "The field 'args' of the params is \"a\"; a list of texts is expected.")]
    [InlineData("""{"script":"x","env":{"A=B":"c"}}""", "The field 'env' of the params has 'A=B'")]
    [InlineData("""{"script":"x","encoding":"latin99"}""", "The field 'encoding' of the params is 'latin99'")]
    [InlineData("""{"script":"x","workDirectory":"/no/such"}""", "'/no/such', which is no folder")]
    [InlineData("[1]", "The params are a list; an object is expected")]
    public async Task Params_Wrong_NameTheField(string json, string told) =>
        (await Runs.RunAsync(Shell(), System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(json)))
            .ShouldFail("INVALID_PARAMS")
            .ShouldContain(told);

    [Fact]
    public async Task File_BelowAnAllowedFolder_Runs()
    {
        await File.WriteAllTextAsync(_folder.File("script.sh"), "echo from a file");

        (await Runs.RunAsync(Shell(("agent.scripts.folders", _folder.Path)), new { file = _folder.File("script.sh") }))
            .ShouldSucceed()
            .GetProperty("stdoutTail")
            .GetString()
            .ShouldBe("from a file");
    }

    [Fact]
    public async Task File_ThatALinkLeadsOutOfTheFolder_IsRefused()
    {
        var allowed = Directory.CreateDirectory(_folder.File("allowed")).FullName;
        await File.WriteAllTextAsync(_folder.File("outside.sh"), "echo");
        File.CreateSymbolicLink(Path.Combine(allowed, "link.sh"), _folder.File("outside.sh"));
        var shell = Shell(("agent.scripts.folders", allowed));

        (await Runs.RunAsync(shell, new { file = Path.Combine(allowed, "link.sh") }))
            .ShouldFail("NOT_ALLOWED")
            .ShouldContain("agent.scripts.folders");
        (await Runs.RunAsync(shell, new { file = Path.Combine(allowed, "../outside.sh") })).ShouldFail("NOT_ALLOWED");
    }

    [Fact]
    public async Task Interpreter_NotThere_TellsWhatWasLookedForAndWhere()
    {
        var processor = new OtherProcessor(this);

        var told = (await Runs.RunAsync(processor, new { script = "x" })).ShouldFail("INTERPRETER_NOT_FOUND");

        told.ShouldStartWith("Neither no-such-1 nor no-such-2 was found in the folders of PATH: ");
        told.ShouldContain("/bin");
    }

    [Fact]
    public async Task Program_NotThere_IsToldWithTheFolders() =>
        (await Runs.RunAsync(new ProgramProcessor(Runner()), new { path = "no-such-program" }))
            .ShouldFail("PROGRAM_NOT_FOUND")
            .ShouldStartWith("No program 'no-such-program' was found in the folders of PATH: ");

    private ProgramRunner Runner() => new(_trees, TimeProvider.System);

    private ShellProcessor Shell(params IEnumerable<(string, string)> settings) => new(Settings.With(settings), Runner());

    private sealed class OtherProcessor(ScriptProcessorTests tests)
        : ScriptProcessor(new Interpreter("other", ["no-such-1", "no-such-2"], []), Settings.With(), tests.Runner());
}
