namespace ActorJobs.Actors.Tests.Simulation;

/// <summary>Numbers as four bytes.</summary>
internal sealed class NumberCodec : IMessageCodec<int, int>
{
    private int _encoded;

    /// <summary>How many messages and replies went through their wire form.</summary>
    public int Encoded => _encoded;

    public byte[] EncodeMessage(int message) => Encode(message);

    public int DecodeMessage(byte[] encoded) => BitConverter.ToInt32(encoded);

    public byte[] EncodeReply(int reply) => Encode(reply);

    public int DecodeReply(byte[] encoded) => BitConverter.ToInt32(encoded);

    private byte[] Encode(int number)
    {
        Interlocked.Increment(ref _encoded);
        return BitConverter.GetBytes(number);
    }
}
