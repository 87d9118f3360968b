using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace ActorJobs.Records;

/// <summary>
/// A record of a file that is only appended to: its length, a checksum, and its bytes. Of a process that was killed, or a disk that was full, the last record may be
/// there in part; its checksum tells.
/// </summary>
internal static class Record
{
    /// <summary>What stands before the bytes of a record.</summary>
    public const int HeaderBytes = 8;

    /// <summary>No record is longer; a length beyond it is none.</summary>
    public const int MostBytes = 1024 * 1024;

    /// <summary>Appends a record.</summary>
    public static void Write(IBufferWriter<byte> target, ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, MostBytes, nameof(bytes));
        var space = target.GetSpan(HeaderBytes + bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(space, bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(space[sizeof(int)..], ChecksumOf(bytes));
        bytes.CopyTo(space[HeaderBytes..]);
        target.Advance(HeaderBytes + bytes.Length);
    }

    /// <summary>Reads the record at the beginning.</summary>
    /// <param name="data">Bytes of a file, from the beginning of a record on.</param>
    /// <param name="bytes">Those of the record.</param>
    /// <returns>How many bytes it takes with its header; 0: none is there as a whole.</returns>
    public static int Read(ReadOnlySpan<byte> data, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (data.Length < HeaderBytes)
        {
            return 0;
        }
        var length = BinaryPrimitives.ReadInt32LittleEndian(data);
        // A part of a file that was never written reads as zeros, and no record is empty.
        if (length is <= 0 or > MostBytes || data.Length - HeaderBytes < length)
        {
            return 0;
        }
        bytes = data.Slice(HeaderBytes, length);
        return BinaryPrimitives.ReadUInt32LittleEndian(data[sizeof(int)..]) == ChecksumOf(bytes) ? HeaderBytes + length : 0;
    }

    private static uint ChecksumOf(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            sum = BitOperations.Crc32C(sum, word);
        }
        foreach (var rest in bytes[(words.Length * sizeof(ulong))..])
        {
            sum = BitOperations.Crc32C(sum, rest);
        }
        return sum;
    }
}
