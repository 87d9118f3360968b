using Microsoft.Win32.SafeHandles;

namespace ActorJobs.Worker.Logs;

/// <summary>
/// A piece of the spool on disk. It is not flushed through: it outlives the process, and a machine that loses its power loses more of a run than lines.
/// </summary>
internal sealed class FileSegment : LogSegment
{
    private readonly string _path;
    private readonly SafeFileHandle _file;

    /// <summary>Opens or makes the file.</summary>
    public FileSegment(string path)
    {
        _path = path;
        _file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        Length = RandomAccess.GetLength(_file);
    }

    public override void Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(_file, bytes, Length);
            Length += bytes.Length;
        }
        catch (IOException)
        {
            RandomAccess.SetLength(_file, Length);
            throw;
        }
    }

    public override int Read(Span<byte> target, long offset) => RandomAccess.Read(_file, target, offset);

    public override void Delete()
    {
        _file.Dispose();
        File.Delete(_path);
    }

    public override void Dispose() => _file.Dispose();
}
