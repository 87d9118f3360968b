using System.Text;

namespace ActorJobs.Worker.Processes;

/// <summary>Reads what a program writes, line by line, in little memory however much it is. A line that is very long comes in pieces.</summary>
/// <param name="stream">The program's output.</param>
/// <param name="encoding">How its text is encoded; what is not valid becomes a replacement character.</param>
/// <param name="onLine">Takes a line without its end.</param>
internal sealed class OutputReader(Stream stream, Encoding encoding, Action<string> onLine)
{
    /// <summary>The most characters of a piece.</summary>
    public const int PieceCharacters = 16 * 1024;

    private const int BufferBytes = 32 * 1024;
    private readonly StringBuilder _line = new();

    /// <summary>Reads until no process holds the other end any more.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var bytes = new byte[BufferBytes];
        var characters = new char[encoding.GetMaxCharCount(BufferBytes)];
        var decoder = encoding.GetDecoder();
        int read;
        do
        {
            read = await stream.ReadAsync(bytes, cancellationToken).ConfigureAwait(false);
            Take(characters.AsSpan(0, decoder.GetChars(bytes, 0, read, characters, 0, flush: read is 0)));
        } while (read > 0);
        if (_line.Length > 0)
        {
            End();
        }
    }

    private void Take(ReadOnlySpan<char> text)
    {
        while (text.IndexOf('\n') is var end and >= 0)
        {
            Add(text[..end]);
            End();
            text = text[(end + 1)..];
        }
        Add(text);
    }

    private void Add(ReadOnlySpan<char> text)
    {
        while (_line.Length + text.Length > PieceCharacters)
        {
            var room = PieceCharacters - _line.Length;
            _line.Append(text[..room]);
            End();
            text = text[room..];
        }
        _line.Append(text);
    }

    private void End()
    {
        if (_line is [.., '\r'])
        {
            _line.Length--;
        }
        onLine(_line.ToString());
        _line.Clear();
    }
}
