using System.Buffers;
using ActorJobs.Core.Runs;
using ActorJobs.Records;
using ActorJobs.Scheduler.Stores;
using Microsoft.Win32.SafeHandles;

namespace ActorJobs.Persistence.Sql.Logs;

/// <summary>Reads the lines of a file one after the other. It ends at a record that is not there as a whole: it is being written, or never will be.</summary>
internal static class LogFileReader
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>Opens a file and reads the lines behind a position; none if it has just been removed.</summary>
    public static IEnumerable<PlacedLine> Read(string path, RunId run, long after)
    {
        SafeFileHandle file;
        try
        {
            file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            yield break;
        }
        using (file)
        {
            foreach (var line in Read(file, run, after))
            {
                yield return line;
            }
        }
    }

    /// <summary>Reads the lines behind a position.</summary>
    public static IEnumerable<PlacedLine> Read(SafeFileHandle file, RunId run, long after)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (true)
            {
                var count = RandomAccess.Read(file, buffer, after);
                var taken = 0;
                while (Record.Read(buffer.AsSpan(taken, count - taken), out var bytes) is > 0 and var length)
                {
                    taken += length;
                    yield return new PlacedLine(after + taken, LineCodec.Read(bytes, run));
                }
                if (taken == 0)
                {
                    yield break;
                }
                after += taken;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
