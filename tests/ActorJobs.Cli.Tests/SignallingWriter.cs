using System.Text;

namespace ActorJobs.Cli.Tests;

/// <summary>Keeps what is written, and tells after each line.</summary>
internal sealed class SignallingWriter(Action<string> onLine) : TextWriter
{
    private readonly StringBuilder _text = new();

    public override Encoding Encoding => Encoding.UTF8;

    public string Text => _text.ToString();

    public override void Write(char value)
    {
        _text.Append(value);
        if (value == '\n')
        {
            onLine(Text);
        }
    }
}
