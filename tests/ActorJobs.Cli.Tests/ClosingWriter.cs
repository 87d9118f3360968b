using System.Text;

namespace ActorJobs.Cli.Tests;

/// <summary>A pipe whose reader goes away when it has seen a text.</summary>
internal sealed class ClosingWriter(string text) : TextWriter
{
    private readonly StringBuilder _seen = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        if (_seen.ToString().Contains(text, StringComparison.Ordinal))
        {
            throw new IOException("Broken pipe");
        }

        _seen.Append(value);
    }
}
