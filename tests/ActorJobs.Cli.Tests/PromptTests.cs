using ActorJobs.Cli.Prompts;

namespace ActorJobs.Cli.Tests;

/// <summary>The prompt, with a scripted keyboard.</summary>
public sealed class PromptTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Prompt_WithACommandAndAMistake_GoesOnAndEndsWithCtrlD()
    {
        var result = await new PbmRun { Keyboard = new Keys("explain NOPE\rexplain INTERNAL_ERROR\r\u0004"), Columns = 100 }.RunAsync();

        result.ExitCode.ShouldBe(0);
        result.Errors.ShouldContain("There is no error 'NOPE'");
        result.Output.ShouldContain("Something is broken in the server.");
    }

    [Theory]
    [InlineData("expl\tINTERNAL_E\t\r", "Something is broken")]
    [InlineData("explain INTERNAL_ERRORx\b\r", "Something is broken")]
    [InlineData("xplain INTERNAL_ERROR\u0001e\r", "Something is broken")]
    [InlineData("explain INTERNAL_ERROR NOPE\u0017\r", "Something is broken")]
    public async Task Keys_ThatEdit_DoAsInAShell(string keys, string told)
    {
        var result = await new PbmRun { Keyboard = new Keys(keys + "exit\r"), Columns = 100 }.RunAsync();

        result.ShouldBeDone().Output.ShouldContain(told);
    }

    [Fact]
    public async Task Secret_Typed_IsSentAndNotShown()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("PUT /api/v1/apps/shop/secrets/bank", "", 204);

        var result = await new PbmRun
        {
            Server = api.Address,
            Keyboard = new Keys("s3cr4\b3t\r"),
            Columns = 100,
        }.RunAsync("secret", "set", "bank", "--app", "shop");

        result.ExitCode.ShouldBe(0, result.ToString());
        api.Requests.Single().Body.ShouldBe("""{"value":"s3cr3t"}""");
        $"{result}".ShouldNotContain("s3c");
    }

    [Fact]
    public async Task Tab_BehindACommand_CompletesNamesOfTheServer()
    {
        var app = await server.NewAppAsync();

        var one = await new PbmRun
        {
            Server = server.Address,
            Keyboard = new Keys($"job show --app {app} h\t\r\u0004"),
            Columns = 200,
        }.RunAsync();
        var several = await new PbmRun
        {
            Server = server.Address,
            Keyboard = new Keys("clu\ts\ts\t\u0015\u0004"),
            Columns = 200,
        }.RunAsync();

        one.Output.ShouldContain("processor  echo");
        several.Output.ShouldContain("show  status");
    }

    [Fact]
    public async Task History_OfAnEarlierPrompt_IsThereAgain()
    {
        var folder = Directory.CreateTempSubdirectory("pbm-history-").FullName;
        await new PbmRun
        {
            Keyboard = new Keys("explain INTERNAL_ERROR\r\u0004"),
            StateFolder = folder,
            Columns = 100,
        }.RunAsync();

        var result = await new PbmRun
        {
            Keyboard = new Keys("↑\r\u0004"),
            StateFolder = folder,
            Columns = 100,
        }.RunAsync();

        result.Output.ShouldContain("Something is broken");
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Types a text; ↑ is the key of that name.</summary>
    private sealed class Keys(string text) : IKeyboard
    {
        private readonly Queue<char> _keys = new(text);

        public ConsoleKeyInfo Read() => Of(_keys.Dequeue());

        private static ConsoleKeyInfo Of(char letter) =>
            letter switch
            {
                '\r' => new(letter, ConsoleKey.Enter, false, false, false),
                '\t' => new(letter, ConsoleKey.Tab, false, false, false),
                '\b' => new(letter, ConsoleKey.Backspace, false, false, false),
                '↑' => new('\0', ConsoleKey.UpArrow, false, false, false),
                < ' ' => new(letter, ConsoleKey.A + (letter - 1), false, false, control: true),
                _ => new(letter, ConsoleKey.None, false, false, false),
            };
    }
}
