using System.Buffers;
using System.Globalization;
using ActorJobs.Protocol;
using ActorJobs.Records;
using Google.Protobuf;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Worker.Logs;

/// <summary>
/// Lines in their order, from their writing until the server has them: segments on disk, of which a process that comes later with the same worker id reads on; in
/// memory, and less of them, where the disk does not serve. All but <see cref="HasRoom"/> is for one thread at a time.
/// </summary>
internal sealed partial class LogSpool : IDisposable
{
    private const string Suffix = ".lines";
    private const int ReadBytes = 128 * 1024;
    private const int WriteBytes = 256 * 1024;

    private readonly string _folder;
    private readonly LogSpoolLimits _limits;
    private readonly ILogger _logger;
    private readonly SortedDictionary<long, LogSegment> _segments = [];
    private readonly ArrayBufferWriter<byte> _record = new();
    private readonly ArrayBufferWriter<byte> _records = new();
    private readonly byte[] _reading = new byte[ReadBytes];
    private LogSegment? _writing;
    private SpoolPosition _read;
    private SpoolPosition _released;
    private long _lastNumber;
    private long _diskBytes;
    private long _memoryBytes;
    private bool _isOnDisk;

    /// <summary>Opens the spool of a folder with what an earlier process left there.</summary>
    /// <param name="folder">The folder, which is made if it is missing.</param>
    /// <param name="limits">How much is kept.</param>
    /// <param name="logger">Where it tells that the disk does not serve.</param>
    public LogSpool(string folder, LogSpoolLimits limits, ILogger logger)
    {
        (_folder, _limits, _logger) = (folder, limits, logger);
        _isOnDisk = limits.DiskBytes > 0 && TryOpen();
    }

    /// <summary>Whether the server may lack anything that is here.</summary>
    public bool IsEmpty => _segments.Count == 0;

    /// <summary>Whether there are lines that were not read since the last <see cref="Rewind"/>.</summary>
    public bool HasUnread => _segments.Any(IsUnread);

    /// <summary>Whether so many bytes more can be kept.</summary>
    public bool HasRoom(long bytes) =>
        Volatile.Read(ref _isOnDisk)
            ? Volatile.Read(ref _diskBytes) + bytes <= _limits.DiskBytes
            : Volatile.Read(ref _memoryBytes) + bytes <= _limits.MemoryBytes;

    /// <summary>Adds lines.</summary>
    public void Append(IEnumerable<LogLine> lines)
    {
        _records.ResetWrittenCount();
        foreach (var line in lines)
        {
            _record.ResetWrittenCount();
            line.WriteTo(_record);
            Record.Write(_records, _record.WrittenSpan);
            if (_records.WrittenCount >= WriteBytes)
            {
                Flush();
            }
        }
        Flush();
    }

    /// <summary>The next lines that were not read.</summary>
    /// <param name="most">How many bytes of lines, more or less; at least one line is read if there is one.</param>
    /// <returns>The lines, and the place behind them; none: all was read.</returns>
    public (List<LogLine> Lines, SpoolPosition End) Read(int most)
    {
        var lines = new List<LogLine>();
        while (lines.Count == 0 && _segments.Where(IsUnread).Select(static segment => segment.Key).FirstOrDefault() is > 0 and var number)
        {
            var offset = number == _read.Segment ? _read.Offset : 0;
            var segment = _segments[number];
            var data = _reading.AsSpan(0, segment.Read(_reading, offset));
            var taken = 0;
            while (taken < most && Record.Read(data[taken..], out var bytes) is > 0 and var length)
            {
                lines.Add(LogLine.Parser.ParseFrom(bytes));
                taken += length;
            }
            // What a process that was killed left in part is the end of its segment.
            _read = new SpoolPosition(number, taken == 0 ? segment.Length : offset + taken);
        }
        return (lines, _read);
    }

    /// <summary>What was read and not released is to be read once more.</summary>
    public void Rewind() => _read = _released;

    /// <summary>The server has everything that was read.</summary>
    public void Release() => Release(_read);

    /// <summary>The server has everything before a place.</summary>
    public void Release(SpoolPosition place)
    {
        _released = place;
        foreach (var number in _segments.Keys.ToList())
        {
            var segment = _segments[number];
            if (number < place.Segment || (number == place.Segment && place.Offset >= segment.Length))
            {
                Forget(number, segment);
            }
        }
    }

    /// <summary>Closes the files, which stay.</summary>
    public void Dispose()
    {
        foreach (var segment in _segments.Values)
        {
            segment.Dispose();
        }
        _segments.Clear();
        _writing = null;
    }

    private bool IsUnread(KeyValuePair<long, LogSegment> segment) =>
        segment.Key > _read.Segment || (segment.Key == _read.Segment && _read.Offset < segment.Value.Length);

    private bool TryOpen()
    {
        try
        {
            Directory.CreateDirectory(_folder);
            foreach (var path in Directory.EnumerateFiles(_folder, $"*{Suffix}").Order(StringComparer.Ordinal))
            {
                if (long.TryParse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture, out var number) && number > 0)
                {
                    var segment = new FileSegment(path);
                    _segments.Add(number, segment);
                    _diskBytes += segment.Length;
                    _lastNumber = number;
                }
            }
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNoDisk(_folder, exception.Message);
            return false;
        }
    }

    private void Flush()
    {
        if (_records.WrittenCount > 0)
        {
            Append(_records.WrittenSpan);
            _records.ResetWrittenCount();
        }
    }

    private void Append(ReadOnlySpan<byte> records)
    {
        if (_writing is null || _writing.Length >= _limits.SegmentBytes)
        {
            _writing = null;
        }
        if (_limits.DiskBytes > 0 && _writing is not MemorySegment && TryAppend(records))
        {
            return;
        }
        _writing = _writing as MemorySegment ?? NewSegment(new MemorySegment());
        _writing.Append(records);
        Count(_writing, records.Length);
    }

    /// <summary>A disk that does not serve is tried again with each further segment.</summary>
    private bool TryAppend(ReadOnlySpan<byte> records)
    {
        try
        {
            _writing ??= NewSegment(new FileSegment(PathOf(_lastNumber + 1)));
            _writing.Append(records);
            Count(_writing, records.Length);
            Volatile.Write(ref _isOnDisk, true);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (_isOnDisk)
            {
                LogNoDisk(_folder, exception.Message);
                Volatile.Write(ref _isOnDisk, false);
            }
            return false;
        }
    }

    private string PathOf(long number) => Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{number:D12}{Suffix}"));

    private LogSegment NewSegment(LogSegment segment)
    {
        _segments.Add(++_lastNumber, segment);
        return segment;
    }

    private void Forget(long number, LogSegment segment)
    {
        Count(segment, -segment.Length);
        _segments.Remove(number);
        if (_writing == segment)
        {
            _writing = null;
        }
        try
        {
            segment.Delete();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Its lines would be sent once more after a restart, and the server knows them.
            LogNotDeleted(_folder, exception.Message);
        }
    }

    private void Count(LogSegment segment, long bytes)
    {
        if (segment is FileSegment)
        {
            Interlocked.Add(ref _diskBytes, bytes);
        }
        else
        {
            Interlocked.Add(ref _memoryBytes, bytes);
        }
    }

    [LoggerMessage(
        EventId = 511,
        Level = LogLevel.Warning,
        Message = "Logs of runs are kept in memory only, and less of them, as {Folder} cannot be used: {Reason}"
    )]
    private partial void LogNoDisk(string folder, string reason);

    [LoggerMessage(EventId = 512, Level = LogLevel.Warning, Message = "Lines that the server has stay in {Folder}: {Reason}")]
    private partial void LogNotDeleted(string folder, string reason);
}
