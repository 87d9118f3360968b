using System.Buffers;
using ActorJobs.Core.Runs;
using ActorJobs.Records;
using ActorJobs.Scheduler.Stores;
using Microsoft.Win32.SafeHandles;

namespace ActorJobs.Persistence.Sql.Logs;

/// <summary>The file with the log of a run: records that are only appended. It may be read while it is written.</summary>
internal sealed class LogFile(string path, RunId run)
{
    private const int MostTextOfPage = 1024 * 1024;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Lock _gate = new();
    private LogMarks? _marks;
    private long _length;

    /// <summary>Where it is.</summary>
    public string Path => path;

    /// <summary>How many are adding to it.</summary>
    public int Users { get; set; }

    /// <summary>Adds the lines that it does not have, and flushes them to disk.</summary>
    /// <exception cref="IOException">They cannot be stored; some of them may have been.</exception>
    public void Append(IReadOnlyList<RunLine> lines, long mostBytes)
    {
        lock (_gate)
        {
            using var file = Open(path);
            var marks = _marks ??= Recover(file);
            var records = new ArrayBufferWriter<byte>();
            foreach (var line in lines)
            {
                if (marks.Take(line, _length + records.WrittenCount < mostBytes) is { } stored)
                {
                    Record.Write(records, LineCodec.Write(stored));
                }
            }
            if (records.WrittenCount > 0)
            {
                Write(file, records.WrittenSpan);
            }
        }
    }

    /// <summary>Reads the file anew before the next lines are added.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _marks = null;
        }
    }

    /// <summary>Reads the lines behind a position.</summary>
    public static RunLogPage Read(string path, RunId run, RunLogFilter filter, long after, int limit)
    {
        var (taken, text, next) = (new List<PlacedLine>(), 0, after);
        foreach (var placed in LogFileReader.Read(path, run, after))
        {
            if (filter.Takes(placed.Line))
            {
                if (taken.Count == limit || (taken.Count > 0 && text + placed.Line.Text.Length > MostTextOfPage))
                {
                    return new RunLogPage(taken, next, IsLast: false);
                }
                taken.Add(placed);
                text += placed.Line.Text.Length;
            }
            next = placed.Position;
        }
        return new RunLogPage(taken, next, IsLast: true);
    }

    /// <summary>The position before the newest lines.</summary>
    public static long FindTail(string path, RunId run, RunLogFilter filter, int lines)
    {
        var (newest, before, end) = (new Queue<long>(), 0L, 0L);
        foreach (var (position, line) in LogFileReader.Read(path, run, 0))
        {
            if (!line.IsEnd && filter.Takes(line))
            {
                newest.Enqueue(before);
                if (newest.Count > lines)
                {
                    newest.Dequeue();
                }
            }
            (before, end) = (position, position);
        }
        return newest.TryPeek(out var first) ? first : end;
    }

    private void Write(SafeFileHandle file, ReadOnlySpan<byte> records)
    {
        try
        {
            RandomAccess.Write(file, records, _length);
            RandomAccess.FlushToDisk(file);
        }
        catch (IOException)
        {
            // A part of them is worth nothing, and takes room.
            RandomAccess.SetLength(file, _length);
            throw;
        }
        _length += records.Length;
    }

    /// <summary>Reads what is there. A record that was written in part is cut off.</summary>
    private LogMarks Recover(SafeFileHandle file)
    {
        var marks = new LogMarks();
        _length = 0;
        foreach (var (position, line) in LogFileReader.Read(file, run, 0))
        {
            marks.Set(line.Attempt, line.Number);
            _length = position;
        }
        if (RandomAccess.GetLength(file) > _length)
        {
            RandomAccess.SetLength(file, _length);
        }
        return marks;
    }

    private static SafeFileHandle Open(string path)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        if (!OperatingSystem.IsWindows() && RandomAccess.GetLength(file) == 0)
        {
            File.SetUnixFileMode(file, OwnerOnly);
        }
        return file;
    }
}
