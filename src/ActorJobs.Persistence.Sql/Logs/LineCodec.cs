using System.Text;
using ActorJobs.Core.Runs;
using ActorJobs.Persistence.Sql.Rows;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Persistence.Sql.Logs;

/// <summary>A line as the bytes of a record. The run is told by the file.</summary>
internal static class LineCodec
{
    /// <summary>The first byte of every line; a later form gets another one.</summary>
    private const byte Form = 1;

    /// <summary>The bytes of a line.</summary>
    public static ReadOnlySpan<byte> Write(RunLine line)
    {
        var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(Form);
        writer.Write(line.IsEnd);
        writer.Write((byte)line.Stream);
        writer.Write((byte)line.Level);
        writer.Write7BitEncodedInt(line.Attempt.Number);
        writer.Write7BitEncodedInt64(line.Attempt.Token);
        writer.Write7BitEncodedInt64(line.Number);
        writer.Write7BitEncodedInt64(Micros.Of(line.At));
        writer.Write7BitEncodedInt64(line.DroppedLines);
        writer.Write7BitEncodedInt64(line.DroppedBytes);
        writer.Write(line.Category);
        writer.Write(line.Text);
        return bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
    }

    /// <summary>The line of some bytes.</summary>
    public static RunLine Read(ReadOnlySpan<byte> bytes, RunId run)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes.ToArray()), Encoding.UTF8);
        if (reader.ReadByte() != Form)
        {
            throw new InvalidDataException($"The log of run {run} was written by a newer program. Start that, or remove the log.");
        }
        var isEnd = reader.ReadBoolean();
        var (stream, level) = ((RunLineStream)reader.ReadByte(), (RunLineLevel)reader.ReadByte());
        var attempt = new LogAttempt(run, reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt64());
        var (number, at) = (reader.Read7BitEncodedInt64(), Micros.ToInstant(reader.Read7BitEncodedInt64()));
        var (lines, dropped) = (reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64());
        return new RunLine(attempt, number, at, stream, level, reader.ReadString(), reader.ReadString())
        {
            DroppedLines = lines,
            DroppedBytes = dropped,
            IsEnd = isEnd,
        };
    }
}
