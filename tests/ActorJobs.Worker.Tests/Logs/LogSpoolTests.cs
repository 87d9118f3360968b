using ActorJobs.Protocol;
using ActorJobs.Worker.Logs;
using ActorJobs.Worker.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorJobs.Worker.Tests.Logs;

public sealed class LogSpoolTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Release_OfWhatWasRead_EmptiesTheFolder()
    {
        using var spool = Open();
        spool.Append(Lines(1, 10));
        spool.Append(Lines(11, 10));

        var (first, middle) = spool.Read(most: 100);
        var (second, end) = spool.Read(most: 100_000);
        spool.Release(middle);
        spool.IsEmpty.ShouldBeFalse();
        spool.Release(end);

        first.Count.ShouldBeInRange(1, 5);
        Numbers(first, second).ShouldBe(Enumerable.Range(1, 20));
        (spool.IsEmpty, spool.HasUnread).ShouldBe((true, false));
        Files().ShouldBeEmpty();
        spool.Append(Lines(21, 1));
        Numbers(spool.Read(1).Lines).ShouldBe([21]);
    }

    [Fact]
    public void Rewind_AfterALostLink_ReadsAgainWhatWasNotReleased()
    {
        using var spool = Open(segment: 200);
        foreach (var line in Lines(1, 30))
        {
            spool.Append([line]);
        }
        var (_, end) = spool.Read(most: 300);
        spool.Release(end);
        var left = Numbers(ReadAll(spool));

        spool.Rewind();

        Numbers(ReadAll(spool)).ShouldBe(left);
        (left.Count, left[^1]).ShouldBe((30 - (left[0] - 1), 30));
        left[0].ShouldBeGreaterThan(1);
    }

    [Fact]
    public void Open_AfterAKill_GoesOnWithWhatIsWhole()
    {
        using (var killed = Open())
        {
            killed.Append(Lines(1, 10));
        }
        using (var file = new FileStream(Files().ShouldHaveSingleItem(), FileMode.Open))
        {
            file.SetLength(file.Length - 3);
        }

        using var spool = Open();
        spool.Append(Lines(101, 3));
        var lines = ReadAll(spool);

        Numbers(lines).ShouldBe([.. Enumerable.Range(1, 9), 101, 102, 103]);
        spool.HasUnread.ShouldBeFalse();
    }

    [Fact]
    public void Open_WithAByteThatChanged_StopsThereAndReadsTheNextFile()
    {
        using (var first = Open())
        {
            first.Append(Lines(1, 10));
        }
        using (var second = Open())
        {
            second.Append(Lines(11, 2));
        }
        using (var file = new FileStream(Files()[0], FileMode.Open))
        {
            file.Position = file.Length / 2;
            var changed = (byte)(file.ReadByte() ^ 0xFF);
            file.Position--;
            file.WriteByte(changed);
        }

        using var spool = Open();
        var numbers = Numbers(ReadAll(spool));

        numbers[^2..].ShouldBe([11, 12]);
        numbers[..^2].ShouldBe(Enumerable.Range(1, numbers.Count - 2));
        numbers.Count.ShouldBeInRange(3, 9);
    }

    [Fact]
    public void HasRoom_WithAFullDiskLimit_IsOverUntilLinesAreReleased()
    {
        using var spool = new LogSpool(_folder.Path, new LogSpoolLimits { DiskBytes = 10_000, SegmentBytes = 1000 }, NullLogger.Instance);
        while (spool.HasRoom(500))
        {
            spool.Append(Lines(1, 5));
        }
        Files().Sum(file => new FileInfo(file).Length).ShouldBeInRange(9_000, 10_500);

        var (_, end) = spool.Read(most: 5_000);
        spool.Release(end);

        spool.HasRoom(500).ShouldBeTrue();
    }

    [Fact]
    public void Append_WithoutAUsableFolder_KeepsLessInMemory()
    {
        File.WriteAllText(_folder.File("file"), "");
        using var spool = new LogSpool(
            Path.Combine(_folder.File("file"), "logs"),
            new LogSpoolLimits { MemoryBytes = 3000, SegmentBytes = 1000 },
            NullLogger.Instance
        );
        var last = 0;
        while (spool.HasRoom(200))
        {
            spool.Append(Lines(++last, 1));
        }

        last.ShouldBeInRange(20, 100);
        Numbers(ReadAll(spool)).ShouldBe(Enumerable.Range(1, last));
    }

    private LogSpool Open(long segment = 1024 * 1024) =>
        new(_folder.Path, new LogSpoolLimits { SegmentBytes = segment }, NullLogger.Instance);

    private List<string> Files() => [.. Directory.EnumerateFiles(_folder.Path).Order(StringComparer.Ordinal)];

    private static List<LogLine> ReadAll(LogSpool spool)
    {
        var lines = new List<LogLine>();
        while (spool.Read(most: 1000) is { Lines: { Count: > 0 } read })
        {
            lines.AddRange(read);
        }
        return lines;
    }

    private static List<int> Numbers(params IEnumerable<LogLine>[] lines) =>
        [.. lines.SelectMany(of => of).Select(line => (int)line.Number)];

    private static IEnumerable<LogLine> Lines(int from, int count) =>
        Enumerable
            .Range(from, count)
            .Select(number => new LogLine
            {
                Attempt = new AttemptRef
                {
                    Run = "run-1",
                    Attempt = 1,
                    Token = 1,
                },
                Number = number,
                Text = $"line {number}",
            });
}
