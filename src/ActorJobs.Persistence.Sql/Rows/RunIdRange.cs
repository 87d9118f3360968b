using System.Buffers.Binary;
using ActorJobs.Core.Runs;
using NodaTime;

namespace ActorJobs.Persistence.Sql.Rows;

/// <summary>The ids that runs of one planned millisecond can have. They let a list between two times read a range of the index.</summary>
internal static class RunIdRange
{
    public static RunId First(Instant planned) => Of(planned, 0x00);

    public static RunId Last(Instant planned) => Of(planned, 0xFF);

    private static RunId Of(Instant planned, byte rest)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Fill(rest);
        var millis = Math.Clamp(planned.ToUnixTimeMilliseconds(), 0, (1L << 48) - 1);
        BinaryPrimitives.WriteInt16BigEndian(bytes, (short)(millis >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], (uint)millis);
        return new RunId(new Guid(bytes, bigEndian: true));
    }
}
