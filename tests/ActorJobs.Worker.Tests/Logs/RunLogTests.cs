using System.Text;
using ActorJobs.Protocol;
using ActorJobs.Worker.Attempts;
using ActorJobs.Worker.Logs;
using ActorJobs.Worker.Tests.Fakes;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Worker.Tests.Logs;

public sealed class RunLogTests
{
    private readonly KeptLines _kept = new();
    private readonly ManualTime _time = new();

    private List<LogLine> Lines => _kept.Lines;

    [Fact]
    public void Write_Lines_LeaveAtOnceWithNumberInstantStreamAndLevel()
    {
        var log = NewLog();
        log.LastOutput.ShouldBeNull();
        _time.Advance(TimeSpan.FromSeconds(5));
        log.Write(RunLogStream.Log, LogLevel.Warning, "one");
        log.Write(RunLogStream.Stderr, LogLevel.Error, "two");

        Lines
            .Select(line => $"{line.Attempt.Run} {line.Number} {line.At} {line.Stream} {line.Level} {line.Text}")
            .ShouldBe(["run-1 1 5000 Log Warning one", "run-1 2 5000 Stderr Error two"]);
        log.LastOutput.ShouldBe(DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(5));

        log.End();
        log.Write(RunLogStream.Log, LogLevel.Warning, "too late");
        log.End();
        Lines.Skip(2).ShouldHaveSingleItem().ShouldSatisfyAllConditions(end => end.End.ShouldBeTrue(), end => end.Number.ShouldBe(3));
    }

    [Fact]
    public void End_OfAnAttemptThatWroteNothing_SaysNothing()
    {
        NewLog().End();

        Lines.ShouldBeEmpty();
    }

    [Fact]
    public void Write_TooMuch_KeepsHeadAndTailAndCountsWhatIsBetween()
    {
        var log = NewLog(head: 10 * 164, tail: 5 * 164);
        for (var line = 1; line <= 1000; line++)
        {
            log.Write(RunLogStream.Stdout, LogLevel.Information, $"{line, 100}");
        }
        Lines.Count.ShouldBe(10, "the rest waits for the end");

        log.End();

        Lines
            .Select(line => line.Text.Trim())
            .ShouldBe([.. Enumerable.Range(1, 10).Concat(Enumerable.Range(996, 5)).Select(n => $"{n}"), ""]);
        Lines.Select(line => line.Number).ShouldBe(Enumerable.Range(1, 16).Select(n => (long)n), "numbers have no gap");
        Lines
            .Where(line => line.DroppedLines > 0)
            .ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                mark => mark.Text.Trim().ShouldBe("996"),
                mark => (mark.DroppedLines, mark.DroppedBytes).ShouldBe((985, 98_500))
            );
    }

    [Fact]
    public void Write_WithoutRoom_CountsWhatIsLeftOutOnTheNextLineThatThereIsRoomFor()
    {
        var log = NewLog();
        log.Write(RunLogStream.Log, LogLevel.Information, "a");
        _kept.HasRoom = false;
        log.Write(RunLogStream.Log, LogLevel.Information, "bb");
        log.Write(RunLogStream.Log, LogLevel.Information, "ccc");
        _kept.HasRoom = true;
        log.Write(RunLogStream.Log, LogLevel.Information, "d");
        _kept.HasRoom = false;
        log.Write(RunLogStream.Log, LogLevel.Information, "e");
        log.End();

        Lines
            .Select(line => (line.Number, line.Text, line.DroppedLines, line.DroppedBytes, line.End))
            .ShouldBe([(1, "a", 0, 0, false), (2, "d", 2, 5, false), (3, "", 1, 1, true)]);
    }

    [Theory]
    [InlineData("x", 1)]
    [InlineData("é", 2)]
    [InlineData("🚀", 4)]
    public void Write_ALineThatIsTooLong_IsCutBetweenTwoCharactersWithAMark(string letter, int bytes)
    {
        var text = string.Concat(Enumerable.Repeat(letter, (MessageLimits.LogLineBytes / bytes) + 100));
        NewLog().Write(RunLogStream.Log, LogLevel.Information, "-" + text);

        var cut = Lines.ShouldHaveSingleItem().Text;
        var kept = (MessageLimits.LogLineBytes - 1) / bytes;
        cut.ShouldBe($"-{text[..(kept * letter.Length)]}… ({(text.Length / letter.Length * bytes) - (kept * bytes)} more bytes)");
        Encoding.UTF8.GetByteCount(cut).ShouldBeLessThan(MessageLimits.LogLineBytes + 50);
    }

    [Fact]
    public void Write_FromManyThreads_NumbersEachLineOnce()
    {
        var log = NewLog();

        Parallel.For(
            0,
            8,
            thread => Enumerable.Range(0, 500).ToList().ForEach(n => log.Write(RunLogStream.Log, LogLevel.Debug, $"{thread}/{n}"))
        );

        Lines.Select(line => line.Number).ShouldBe(Enumerable.Range(1, 4000).Select(n => (long)n));
        foreach (var of in Lines.GroupBy(line => line.Text.Split('/')[0]))
        {
            of.Select(line => line.Text.Split('/')[1]).ShouldBe(Enumerable.Range(0, 500).Select(n => $"{n}"));
        }
    }

    [Fact]
    public void Write_IntoTheLogOfATest_IsTaken()
    {
        var log = new RunLog();

        log.Write(RunLogStream.Log, LogLevel.Information, "nobody reads it");

        log.LastOutput.ShouldNotBeNull();
    }

    private RunLog NewLog(long head = 1_000_000, long tail = 1_000_000) =>
        new(new AttemptKey("run-1", 1, 1), new RunLogLimits { HeadBytes = head, TailBytes = tail }, _kept, _time);
}
