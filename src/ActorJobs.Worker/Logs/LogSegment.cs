namespace ActorJobs.Worker.Logs;

/// <summary>A piece of the spool, which is only appended to.</summary>
internal abstract class LogSegment : IDisposable
{
    /// <summary>How many bytes it has.</summary>
    public long Length { get; protected set; }

    /// <summary>Adds bytes, all of them or none.</summary>
    /// <exception cref="IOException">They cannot be kept.</exception>
    public abstract void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Reads from an offset on.</summary>
    /// <returns>How many bytes were there.</returns>
    public abstract int Read(Span<byte> target, long offset);

    /// <summary>Forgets its bytes.</summary>
    public abstract void Delete();

    /// <summary>Lets go of it; what is on disk stays there.</summary>
    public abstract void Dispose();
}
