using ActorJobs.Cli.CommandLines;

namespace ActorJobs.Cli.Tests;

/// <summary>Wrong command lines, without a server.</summary>
public sealed class MistakeTests
{
    [Theory]
    [InlineData("jbo list", "There is no palette or command 'jbo'. Did you mean 'job'?")]
    [InlineData("job lst", "The palette job has no command 'lst'. Did you mean 'list'?")]
    [InlineData("regions", "Did you mean 'sharding regions'?")]
    [InlineData("job", "pbm job needs a command; expected list, show")]
    [InlineData("job show", "JOB is missing; expected pbm job show JOB [options].")]
    [InlineData("job show a b", "Found 'b', which is one word too many; expected pbm job show JOB [options].")]
    [InlineData("job list --prefx a", "pbm job list has no option '--prefx'. Did you mean '--prefix'?")]
    [InlineData("job show --foo", "pbm job show has no option '--foo'.")]
    [InlineData("job list --prefix", "--prefix needs a value: --prefix TEXT.")]
    [InlineData("--app shop job list", "Found '--app' before the command; put it behind the command: pbm job list --app shop.")]
    [InlineData("-o json job -a shop show hello", "put it behind the command: pbm job show -o json -a shop hello.")]
    [InlineData("--app=shop --prefix a job list", "put it behind the command: pbm job list --app=shop --prefix a.")]
    [InlineData("--app shop app list", "pbm app list has no option '--app'.")]
    [InlineData("job list --limit many", "Found 'many' for --limit; expected a whole number.")]
    [InlineData("app list -o jsn", "Found 'jsn' for --output; expected json or table. Did you mean 'json'?")]
    [InlineData("token create ci", "--role is missing; expected pbm token create NAME --role ROLE [options].")]
    [InlineData("token create ci --role operater", "expected viewer, operator, developer, admin. Did you mean 'operator'?")]
    [InlineData("run list --state Succeded --app a", "Did you mean 'Succeeded'?")]
    [InlineData("run show 17 --app a", "Found '17' as RUN; expected the id of a run")]
    [InlineData("job run a --delay 5 --app a", "Found '5' for --delay; expected a duration")]
    [InlineData("job run a --params {x --app a", "which is no JSON")]
    [InlineData("audit --from yesterday", "Found 'yesterday' for --from; expected a time")]
    [InlineData("explain JOB_NOT_FOND", "Did you mean 'JOB_NOT_FOUND'")]
    [InlineData("job create there-is-none.json --app a", "'there-is-none.json' cannot be read")]
    [InlineData("127.0.0.1:99999 app list", "Found '127.0.0.1:99999' as the first argument; expected HOST:PORT")]
    [InlineData("ftp://x app list", "Found 'ftp://x' as the first argument")]
    public async Task Line_ThatIsWrong_SaysWhatThereIsAndEndsWithTwo(string line, string told) =>
        (await new PbmRun().RunAsync(line.Split(' '))).ShouldFail(2, told);

    [Fact]
    public async Task Server_ThatIsAway_IsOneLineAndThree()
    {
        var result = (await new PbmRun().RunAsync("http://127.0.0.1:1", "app", "list")).ShouldFail(
            3,
            "SERVER_UNREACHABLE: http://127.0.0.1:1 cannot be reached"
        );

        result.Errors.Trim().ShouldNotContain('\n');
    }

    [Theory]
    [InlineData("JOB_NOT_FOUND")]
    [InlineData("job-not-found")]
    public async Task Explain_OfASymbol_NeedsNoServer(string code) =>
        (await new PbmRun { Server = new Uri("http://127.0.0.1:1") }.RunAsync("explain", code))
            .ShouldBeDone()
            .Output.ShouldContain("GET /api/v1/apps/NAME/jobs");

    [Fact]
    public async Task Version_WithoutAServer_TellsItsOwn() =>
        (await new PbmRun { Server = new Uri("http://127.0.0.1:1") }.RunAsync("version"))
            .ShouldBeDone()
            .Output.ShouldContain("not known: it cannot be reached");

    [Theory]
    [InlineData("job run hello --params '{\"a\": 1}'", "job|run|hello|--params|{\"a\": 1}")]
    [InlineData("  a \"b c\"  d\\ e \"\\\"\" '' ", "a|b c|d e|\"|")]
    public void Words_OfALine_ArePartedAsAShellDoes(string line, string words) => LineWords.Split(line).ShouldBe(words.Split('|'));

    [Fact]
    public async Task Lines_ThatArePipedIn_EndWithTheFirstFailure()
    {
        var result = await new PbmRun { Input = "# a comment\n\nexplain INTERNAL_ERROR\nexplain NOPE\nexplain APP_IN_USE\n" }.RunAsync();

        result.ShouldFail(2, "There is no error 'NOPE'");
        result.Output.ShouldContain("INTERNAL_ERROR");
        result.Output.ShouldNotContain("APP_IN_USE");
        (await new PbmRun().RunAsync()).ShouldFail(2, "No command was given");
    }

    [Fact]
    public async Task Help_OfACommand_ListsItsOptions() =>
        (await new PbmRun().RunAsync("job", "run", "--help")).ShouldBeDone().Output.ShouldContain("--params <JSON>");
}
