namespace ActorJobs.Worker.Logs;

/// <summary>A piece of the spool in memory, where there is no disk for it.</summary>
internal sealed class MemorySegment : LogSegment
{
    private byte[] _bytes = new byte[4096];

    public override void Append(ReadOnlySpan<byte> bytes)
    {
        var end = (int)Length + bytes.Length;
        if (end > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(end, _bytes.Length * 2));
        }
        bytes.CopyTo(_bytes.AsSpan((int)Length));
        Length = end;
    }

    public override int Read(Span<byte> target, long offset)
    {
        var count = (int)Math.Min(target.Length, Length - offset);
        _bytes.AsSpan((int)offset, count).CopyTo(target);
        return count;
    }

    public override void Delete() => Dispose();

    public override void Dispose()
    {
        _bytes = [];
        Length = 0;
    }
}
