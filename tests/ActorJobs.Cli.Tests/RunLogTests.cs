using System.Text.Json;

namespace ActorJobs.Cli.Tests;

/// <summary>The log of a run, printed and followed.</summary>
public sealed class RunLogTests
{
    private const string Run = "01a1faf3-a5df-844f-9a19-fb8e5b14f2db";
    private const string Log = $"GET /api/v1/apps/shop/runs/{Run}/log";

    [Fact]
    public async Task Follow_WhenItIsCutOff_GoesOnBehindTheLastLineUntilTheEnd()
    {
        await using var api = await FakeApi.StartAsync();
        api.On(
            $"{Log}?follow=true&attempt=1&tail=2",
            $"{Event("7", "one")}{Event("9", "two\\nand on", more: ",\"droppedLines\":3,\"droppedBytes\":40")}id: 10\n",
            mediaType: Events
        );
        api.On(
            $"{Log}?follow=true&attempt=1&after=9",
            $":\n\n{Event("12", "bell \\u0007")}event: end\ndata: {{}}\n\n{Event("99", "beyond")}",
            mediaType: Events
        );

        var followed = await api.RunAsync("run", "log", Run, "-a", "shop", "-f", "--tail", "2", "--attempt", "1");

        followed
            .ShouldBeDone()
            .Output.ReplaceLineEndings("\n")
            .ShouldBe(
                """
                2026-11-21T20:15:42.797Z warning My.Category: one
                … 3 lines (40 bytes) were left out here
                2026-11-21T20:15:42.797Z warning My.Category: two
                and on
                2026-11-21T20:15:42.797Z warning My.Category: bell �

                """
            );
    }

    [Fact]
    public async Task Log_AsJson_IsOneObjectALineOfAllPages()
    {
        await using var api = await FakeApi.StartAsync();
        api.On($"{Log}?limit=1000&stream=stderr", $$"""{"items":[{{Line("7", "one")}}],"next":"7"}""");
        api.On($"{Log}?limit=1000&stream=stderr&after=7", $$"""{"items":[{{Line("9", "two")}}]}""");

        var printed = await api.RunAsync("run", "log", Run, "-a", "shop", "--stream", "stderr", "-o", "json");

        var lines = printed.ShouldBeDone().Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("text").GetString()).ShouldBe(["one", "two"]);
    }

    [Theory]
    [InlineData("--stream", "stdrr", "Found 'stdrr' for --stream; expected log, stdout, stderr. Did you mean")]
    [InlineData("--tail", "1001", "Found 1001 for --tail; expected a whole number from 0 to 1000.")]
    [InlineData("--attempt", "0", "Found 0 for --attempt")]
    public async Task Log_OfWhatThereIsNot_IsRefusedByName(string option, string value, string expected)
    {
        await using var api = await FakeApi.StartAsync();

        (await api.RunAsync("run", "log", Run, "-a", "shop", option, value)).ShouldFail(2, expected);
    }

    private const string Events = "text/event-stream";

    private static string Event(string cursor, string text, string more = "") =>
        $"id: {cursor}\nevent: line\ndata: {Line(cursor, text, more)}\n\n";

    private static string Line(string cursor, string text, string more = "") =>
        $$"""{"cursor":"{{cursor}}","attempt":1,"number":3,"at":"2026-11-21T20:15:42.797Z","stream":"log","level":"warning","category":"My.Category","text":"{{text}}"{{more}}}""";
}
