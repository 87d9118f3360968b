using System.Globalization;
using ActorJobs.Core.Runs;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Persistence.Sql.Logs;

/// <summary>Which file is the log of which run, and which of them have to go.</summary>
internal sealed class LogFiles(string folder, LogLimits limits, TimeProvider clock)
{
    private const int MostKnown = 4096;
    private const string Suffix = ".log";
    private const string DayFormat = "yyyy-MM-dd";

    private readonly Lock _gate = new();
    private readonly Dictionary<(string App, RunId Run), LogFile> _known = [];

    /// <summary>Adds lines to the log of a run, and flushes them to disk.</summary>
    public void Append(string app, RunId run, IReadOnlyList<RunLine> lines)
    {
        var file = Take(app, run);
        try
        {
            file.Append(lines, limits.BytesPerRun);
        }
        catch
        {
            // What was written may not be what it remembers; it reads the file anew the next time.
            file.Forget();
            throw;
        }
        finally
        {
            Give(file);
        }
    }

    /// <summary>The file of a run; null if it has none.</summary>
    public string? Find(string app, RunId run)
    {
        lock (_gate)
        {
            if (_known.TryGetValue((app, run), out var known))
            {
                return File.Exists(known.Path) ? known.Path : null;
            }
        }
        return DaysOf(app).Select(day => Path.Combine(day, NameOf(run))).FirstOrDefault(File.Exists);
    }

    /// <summary>Removes the logs that are too old, and the oldest ones of apps that have too much.</summary>
    public void Clean(CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow().UtcDateTime - limits.Keep.ToTimeSpan();
        foreach (var app in new DirectoryInfo(folder).EnumerateDirectories())
        {
            var files = app.EnumerateFiles($"*{Suffix}", SearchOption.AllDirectories)
                .OrderBy(static file => file.LastWriteTimeUtc)
                .ToList();
            var excess = files.Sum(static file => file.Length) - limits.BytesPerApp;
            foreach (var file in files)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var length = file.Length;
                if ((file.LastWriteTimeUtc < before || excess > 0) && TryRemove(app.Name, file))
                {
                    excess -= length;
                }
            }
            foreach (var day in app.EnumerateDirectories().Where(day => !day.EnumerateFileSystemInfos().Any() && day.Name != Today()))
            {
                day.Delete();
            }
        }
    }

    /// <summary>The files of the runs of an app.</summary>
    public Dictionary<RunId, FileInfo> List(string app) =>
        DaysOf(app)
            .SelectMany(static day => new DirectoryInfo(day).EnumerateFiles($"*{Suffix}"))
            .Select(static file => (IsRun: TryReadName(file, out var run), Run: run, File: file))
            .Where(static found => found.IsRun)
            .DistinctBy(static found => found.Run)
            .ToDictionary(static found => found.Run, static found => found.File);

    /// <summary>Removes logs of an app, but for those that are written just now.</summary>
    public void Remove(string app, IEnumerable<FileInfo> files)
    {
        foreach (var file in files)
        {
            TryRemove(app, file);
        }
    }

    /// <summary>Removes all logs of an app.</summary>
    public void Forget(string app)
    {
        lock (_gate)
        {
            foreach (var key in _known.Keys.Where(key => key.App == app).ToList())
            {
                _known.Remove(key);
            }
            if (Path.Combine(folder, app) is var path && Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
        }
    }

    private LogFile Take(string app, RunId run)
    {
        lock (_gate)
        {
            if (!_known.TryGetValue((app, run), out var file))
            {
                MakeRoom();
                file = new LogFile(Find(app, run) ?? Path.Combine(folder, app, Today(), NameOf(run)), run);
                _known.Add((app, run), file);
            }
            file.Users++;
            return file;
        }
    }

    private void Give(LogFile file)
    {
        lock (_gate)
        {
            file.Users--;
        }
    }

    /// <summary>A file that is not known any more is read once to be known again, which costs little beside the disk.</summary>
    private void MakeRoom()
    {
        if (_known.Count >= MostKnown)
        {
            foreach (var (key, _) in _known.Where(static known => known.Value.Users == 0).Take(MostKnown / 2).ToList())
            {
                _known.Remove(key);
            }
        }
    }

    private bool TryRemove(string app, FileInfo file)
    {
        lock (_gate)
        {
            if (TryReadName(file, out var run) && _known.TryGetValue((app, run), out var known))
            {
                if (known.Users > 0)
                {
                    return false;
                }
                _known.Remove((app, run));
            }
            file.Delete();
            return true;
        }
    }

    private IEnumerable<string> DaysOf(string app)
    {
        var path = Path.Combine(folder, app);
        return Directory.Exists(path) ? Directory.EnumerateDirectories(path) : [];
    }

    private string Today() => clock.GetUtcNow().ToString(DayFormat, CultureInfo.InvariantCulture);

    private static bool TryReadName(FileInfo file, out RunId run) => RunId.TryParse(Path.GetFileNameWithoutExtension(file.Name), out run);

    private static string NameOf(RunId run) => $"{run}{Suffix}";
}
