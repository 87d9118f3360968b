using ActorJobs.Cli.Prompts;

namespace ActorJobs.Cli.Tests;

/// <summary>Commands that ask before they do something, with a person at the terminal and without.</summary>
public sealed class ConfirmationTests
{
    private const string Clearing = "POST /api/v1/apps/shop/runs:cancel";
    private const string Pausing = "POST /api/v1/apps:pause";
    private const string Found = """{"dryRun":true,"count":11,"runs":[]}""";

    [Fact]
    public async Task Pause_OfAllAppsWithNobodyToAsk_DoesNothingAndEndsWithTwo()
    {
        await using var api = await FakeApi.StartAsync();

        var result = (await api.RunAsync("app", "pause", "--all")).ShouldFail(
            2,
            "Pause all apps of the cluster? Nobody can be asked here, and nothing was done; --yes does it."
        );

        (result.Output, api.Requests.Count).ShouldBe(("", 0));
    }

    [Fact]
    public async Task Clearing_WithNobodyToAsk_TellsTheCountAndEndsWithTwo()
    {
        await using var api = await FakeApi.StartAsync();
        api.On(Clearing, Found);

        var result = (await api.RunAsync("run", "clear", "--all", "--app", "shop")).ShouldFail(2, "Cancel 11 run(s) of app shop?");
        var json = (await api.RunAsync("run", "clear", "--all", "--app", "shop", "-o", "json")).ShouldFail(2, "--yes does it");

        result.Output.ShouldContain("11 run(s) of app shop would be cancelled; nothing was done.");
        json.Output.Trim().ShouldBe(Found);
        api.Requests.Select(asked => asked.Body).ShouldBe(Enumerable.Repeat("""{"all":true,"dryRun":true}""", 2));
    }

    [Fact]
    public async Task Clearing_OfNothing_IsDone()
    {
        await using var api = await FakeApi.StartAsync();
        api.On(Clearing, """{"dryRun":true,"count":0,"runs":[]}""");

        (await api.RunAsync("run", "clear", "--all", "--app", "shop")).ShouldBeDone().Output.ShouldContain("nothing was done");
    }

    [Fact]
    public async Task Clearing_OfRunsAtWorkersToo_SaysThatTheyAreOnlyAskedToStop()
    {
        await using var api = await FakeApi.StartAsync();
        api.On(Clearing, Found);

        (await api.RunAsync("run", "clear", "--all", "--running", "--yes", "--app", "shop"))
            .ShouldBeDone()
            .Output.ShouldContain("11 run(s) of app shop are cancelled, or asked to stop where a worker has them.");
        (await api.RunAsync("run", "clear", "--all", "--yes", "--app", "shop"))
            .ShouldBeDone()
            .Output.ShouldContain("11 run(s) of app shop are cancelled.");
    }

    [Theory]
    [InlineData("n\n", 0)]
    [InlineData("", 0)]
    [InlineData("y\n", 1)]
    public async Task Question_ThatAPersonAnswers_EndsWithZeroEitherWay(string answer, int requests)
    {
        await using var api = await FakeApi.StartAsync();
        api.On(Pausing, """{"items":[]}""");

        var result = await new PbmRun
        {
            Server = api.Address,
            Input = answer,
            Keyboard = new NoKeys(),
        }.RunAsync("app", "pause", "--all");

        result.ExitCode.ShouldBe(0, $"{result}");
        result.Errors.ShouldBe("Pause all apps of the cluster? [y/N] ");
        api.Requests.Count.ShouldBe(requests);
    }

    private sealed class NoKeys : IKeyboard
    {
        public ConsoleKeyInfo Read() => throw new NotSupportedException("The answer is read as a line.");
    }
}
