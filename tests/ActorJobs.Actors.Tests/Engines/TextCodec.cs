using System.Text;

namespace ActorJobs.Actors.Tests.Engines;

/// <summary>Texts as UTF-8. Counts, and refuses to read "unreadable".</summary>
internal sealed class TextCodec : IMessageCodec<string, string>
{
    public int Messages { get; private set; }

    public int Replies { get; private set; }

    public byte[] EncodeMessage(string message) => Encoding.UTF8.GetBytes(message);

    public string DecodeMessage(byte[] encoded)
    {
        Messages++;
        var message = Encoding.UTF8.GetString(encoded);
        return message is "unreadable" ? throw new FormatException("cannot read it") : message;
    }

    public byte[] EncodeReply(string reply)
    {
        Replies++;
        return Encoding.UTF8.GetBytes(reply);
    }

    public string DecodeReply(byte[] encoded) => Encoding.UTF8.GetString(encoded);
}
