using ActorJobs.Core.Runs;
using ActorJobs.Persistence.Sql.Tests.Databases;
using ActorJobs.Scheduler.Stores;
using NodaTime;

namespace ActorJobs.Persistence.Sql.Tests.Conformance;

/// <summary>The logs of runs: in order, each line once, and no more of them than is wanted.</summary>
public abstract class LogConformance(TestDatabase database) : StoreConformance(database)
{
    private static readonly RunLogFilter All = new(null, null);
    private static readonly RunId First = Samples.Run(1).Id;
    private static readonly RunId Second = Samples.Run(2).Id;

    [Fact]
    public async Task Append_LinesOfSeveralRuns_AreReadBackAsTheyWereInTheOrderInWhichTheyCame()
    {
        await Store.CreateAsync("shop");
        var odd = Line(First, 2, "räumen, ✓ 🚀\nand on", attempt: 2, token: 9) with
        {
            Stream = RunLineStream.Stderr,
            Level = RunLineLevel.Critical,
            Category = "My.Category",
        };
        var gap = Line(First, 1, "b", attempt: 2, token: 9) with { DroppedLines = 5, DroppedBytes = 77 };
        await Store.Logs.AppendAsync("shop", [Line(First, 1, "a"), Line(Second, 1, "other"), gap]);
        await Store.Logs.AppendAsync("shop", [odd, End(First, 3) with { Attempt = odd.Attempt }]);

        (await ReadAsync(First)).ShouldBe([Line(First, 1, "a"), gap, odd, End(First, 3) with { Attempt = odd.Attempt }]);
        (await ReadAsync(Second)).ShouldBe([Line(Second, 1, "other")]);
        (await ReadAsync(Samples.Run(3).Id)).ShouldBeEmpty();
        (await Store.Logs.ReadAsync("bank", First, All, 0, 10)).Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Append_WhatCannotBeStored_IsStoredAllTheSame()
    {
        await Store.CreateAsync("shop");

        await Store.Logs.AppendAsync("shop", [Line(First, 1, "a\0b\uD800c")]);
        await Store.Logs.AppendAsync("nowhere", [Line(First, 1, "of no app")]);

        var text = (await ReadAsync(First)).ShouldHaveSingleItem().Text;
        text.ShouldStartWith("a");
        text.ShouldEndWith("c");
    }

    [Fact]
    public async Task Append_Again_StoresNothingTwiceAlsoAfterARestart()
    {
        await Store.CreateAsync("shop");
        RunLine[] lines = [.. Enumerable.Range(1, 5).Select(number => Line(First, number, $"{number}"))];
        await Store.Logs.AppendAsync("shop", lines[..3]);
        await Store.Logs.AppendAsync("shop", lines[1..4]);
        var again = await Database.OpenAsync();
        await again.Logs.AppendAsync("shop", lines);
        await again.Logs.AppendAsync("shop", [Line(First, 1, "the next token", token: 2)]);

        (await ReadAsync(First)).Select(line => line.Text).ShouldBe(["1", "2", "3", "4", "5", "the next token"]);
    }

    [Fact]
    public async Task Append_WithAGapInTheNumbers_CountsWhatIsMissing()
    {
        await Store.CreateAsync("shop");

        await Store.Logs.AppendAsync("shop", [Line(First, 3, "c") with { DroppedLines = 10, DroppedBytes = 1 }, Line(First, 4, "d")]);

        (await ReadAsync(First)).Select(line => (line.Text, line.DroppedLines)).ShouldBe([("c", 12), ("d", 0)]);
    }

    [Fact]
    public async Task Read_ByPagesFilterAndTail_GivesWhatIsAskedFor()
    {
        await Store.CreateAsync("shop");
        await Store.Logs.AppendAsync(
            "shop",
            [
                .. Enumerable
                    .Range(1, 20)
                    .Select(number =>
                        Line(First, number, $"{number}") with
                        {
                            Stream = number % 5 == 0 ? RunLineStream.Stdout : RunLineStream.Log,
                        }
                    ),
                End(First, 21),
                Line(First, 1, "second attempt", attempt: 2, token: 2),
            ]
        );
        var (texts, pages, position) = (new List<string>(), 0, 0L);
        for (var isLast = false; !isLast; pages++)
        {
            var page = await Store.Logs.ReadAsync("shop", First, All, position, 5);
            texts.AddRange(page.Lines.Where(line => !line.Line.IsEnd).Select(line => line.Line.Text));
            (position, isLast) = (page.Next, page.IsLast);
        }

        pages.ShouldBe(5);
        texts.ShouldBe([.. Enumerable.Range(1, 20).Select(number => $"{number}"), "second attempt"]);
        (await TextsAsync(new RunLogFilter(null, RunLineStream.Stdout))).ShouldBe(["5", "10", "15", "20"]);
        (await TextsAsync(new RunLogFilter(2, null))).ShouldBe(["second attempt"]);
        (await TextsAsync(All, 2)).ShouldBe(["20", "second attempt"]);
        (await TextsAsync(new RunLogFilter(1, RunLineStream.Stdout), 2)).ShouldBe(["15", "20"]);
        (await TextsAsync(All, 0)).ShouldBeEmpty();
        (await TextsAsync(All, 100)).Count.ShouldBe(21);
        (await Store.Logs.PositionsAsync("shop", [First, Second])).ShouldBe([KeyValuePair.Create(First, position)]);
    }

    [Fact]
    public async Task Read_OfLongLines_GivesFewerOfThemInAPage()
    {
        await Store.CreateAsync("shop");
        var text = new string('x', 16 * 1024);
        for (var batch = 0; batch < 4; batch++)
        {
            var from = (batch * 25) + 1;
            await Store.Logs.AppendAsync("shop", [.. Enumerable.Range(from, 25).Select(number => Line(First, number, text))]);
        }

        var page = await Store.Logs.ReadAsync("shop", First, All, 0, 100);

        (page.Lines.Count, page.IsLast).ShouldBe((64, false));
        (await Store.Logs.ReadAsync("shop", First, All, page.Next, 100)).Lines[0].Line.Number.ShouldBe(65);
    }

    [Fact]
    public async Task Append_ToALogThatHasTooMuch_TakesItsEndOnlyAndCountsTheRest()
    {
        var store = await Database.OpenAsync(new LogLimits { BytesPerRun = 2000 });
        await store.CreateAsync("shop");

        await store.Logs.AppendAsync("shop", [.. Enumerable.Range(1, 50).Select(number => Line(First, number, new string('x', 100)))]);
        await store.Logs.AppendAsync("shop", [Line(First, 51, "more"), End(First, 52)]);

        var lines = await ReadAsync(First);
        lines.Count.ShouldBeInRange(8, 20);
        lines[^1].IsEnd.ShouldBeTrue();
        lines.Sum(line => 1 + line.DroppedLines).ShouldBe(52);
    }

    [Fact]
    public async Task Tend_OfAnAppThatHasTooMuch_RemovesItsOldestLogs()
    {
        var store = await Database.OpenAsync(new LogLimits { BytesPerApp = 15_000 });
        await store.CreateAsync("shop");
        await store.CreateAsync("bank");
        await store.Logs.AppendAsync("bank", [Line(First, 1, "small")]);
        var runs = Enumerable.Range(1, 4).Select(number => Samples.Run(number).Id).ToList();
        foreach (var run in runs)
        {
            await store.Logs.AppendAsync("shop", [Line(run, 1, new string('x', 6_000))]);
        }

        await store.Logs.TendAsync();

        (await store.Logs.PositionsAsync("shop", runs)).Keys.ShouldBe(runs[2..], ignoreOrder: true);
        (await ReadAsync(runs[0])).ShouldBeEmpty();
        (await store.Logs.PositionsAsync("bank", [First])).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task App_Deleted_TakesTheLogsOfItsRunsAlong()
    {
        await Store.CreateAsync("shop");
        await Store.Logs.AppendAsync("shop", [Line(First, 1, "a")]);

        await Store.DeleteAsync("shop");
        await Store.CreateAsync("shop");

        (await ReadAsync(First)).ShouldBeEmpty();
    }

    private static RunLine Line(RunId run, long number, string text, int attempt = 1, long token = 1) =>
        new(
            new LogAttempt(run, attempt, token),
            number,
            Samples.Noon + Duration.FromMilliseconds(number),
            RunLineStream.Log,
            RunLineLevel.Information,
            "",
            text
        );

    private static RunLine End(RunId run, long number) => Line(run, number, "") with { IsEnd = true };

    private async Task<IReadOnlyList<RunLine>> ReadAsync(RunId run) =>
        [.. (await Store.Logs.ReadAsync("shop", run, All, 0, 1000)).Lines.Select(placed => placed.Line)];

    private async Task<IReadOnlyList<string>> TextsAsync(RunLogFilter filter, int? tail = null)
    {
        var from = tail is { } lines ? await Store.Logs.FindTailAsync("shop", First, filter, lines) : 0;
        var page = await Store.Logs.ReadAsync("shop", First, filter, from, 100);
        return [.. page.Lines.Where(placed => !placed.Line.IsEnd).Select(placed => placed.Line.Text)];
    }
}
