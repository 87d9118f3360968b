using System.Text;
using ActorJobs.Worker.Processes;

namespace ActorJobs.Worker.Tests.Processes;

public sealed class OutputReaderTests
{
    [Fact]
    public async Task Read_LinesOfAllKinds_AreToldWithoutTheirEnds() =>
        (await LinesOf("one\r\ntwö\n\nrest")).ShouldBe(["one", "twö", "", "rest"]);

    [Fact]
    public async Task Read_NoEndOfLine_ComesInPiecesAndLosesNothing()
    {
        var text = new string('x', (3 * OutputReader.PieceCharacters) + 5);

        var lines = await LinesOf(text);

        lines.Select(line => line.Length).ShouldBe([.. Enumerable.Repeat(OutputReader.PieceCharacters, 3), 5]);
    }

    [Fact]
    public async Task Read_BrokenText_IsReplaced() => (await LinesOf([0x61, 0xFF, 0x62, 0x0A])).ShouldBe(["a\uFFFDb"]);

    [Fact]
    public void Tail_ManyLines_KeepsTheNewest()
    {
        var tail = new OutputTail(characters: 20);
        foreach (var number in Enumerable.Range(1, 1000))
        {
            tail.Add($"line {number}");
        }
        tail.Add(" ");

        tail.Text.ShouldBe("line 1000\n ");
        tail.Last(5).ShouldBe("line 1000");
        tail.Add(new string('y', 100));
        tail.Text.ShouldBe(new string('y', 19));
    }

    private static Task<List<string>> LinesOf(string text) => LinesOf(Encoding.UTF8.GetBytes(text));

    private static async Task<List<string>> LinesOf(byte[] bytes)
    {
        var lines = new List<string>();
        await new OutputReader(new MemoryStream(bytes), Encoding.UTF8, lines.Add).ReadAsync(CancellationToken.None);
        return lines;
    }
}
