using System.Globalization;

namespace ActorJobs.Chaos;

/// <summary>The wall clock that libfaketime shows to a process: that of this machine, set ahead or back while it runs. Its monotonic clock stays as it is.</summary>
/// <param name="file">Where the library reads by how much.</param>
internal sealed class WallClock(string file)
{
    private const string Leftovers = "/dev/shm";

    /// <summary>Reads the time anew with each call, so that it has the clock at once.</summary>
    private static readonly string? s_library = FindLibrary();

    private readonly List<ClockSetting> _settings = [];

    /// <summary>Whether clocks are to be set: where the library is, and always as root, who can install it.</summary>
    public static bool IsWanted => Environment.IsPrivilegedProcess || s_library is not null;

    /// <summary>How far it is ahead of this machine's; negative: behind.</summary>
    public TimeSpan Ahead => _settings is [.., var last] ? last.Ahead : TimeSpan.Zero;

    /// <summary>All that it was ever set to, in order.</summary>
    public IReadOnlyList<ClockSetting> Settings => _settings;

    /// <summary>What it shows now.</summary>
    public DateTimeOffset Now => TimeProvider.System.GetUtcNow() + Ahead;

    /// <summary>What a process has to be started with to have this clock.</summary>
    /// <exception cref="InvalidOperationException">The library is not there.</exception>
    public IReadOnlyDictionary<string, string> Variables =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["LD_PRELOAD"] = s_library ?? throw new InvalidOperationException("Clocks cannot be set without the package faketime."),
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
            ["FAKETIME_NO_CACHE"] = "1",
            ["FAKETIME_TIMESTAMP_FILE"] = file,
        };

    /// <summary>Makes a clock that is right.</summary>
    /// <param name="folder">Where its file will be; the account of the process can read it.</param>
    /// <param name="name">The name of the file.</param>
    public static WallClock In(DirectoryInfo folder, string name)
    {
        var clock = new WallClock(Path.Combine(folder.FullName, name));
        clock.Set(TimeSpan.Zero);
        return clock;
    }

    /// <summary>Sets it.</summary>
    /// <param name="ahead">How far ahead of this machine's; negative: behind.</param>
    public void Set(TimeSpan ahead)
    {
        var written = $"{file}.new";
        var at = TimeProvider.System.GetUtcNow();
        File.WriteAllText(written, ahead.TotalSeconds.ToString("+0.000;-0.000;+0", CultureInfo.InvariantCulture));
        File.Move(written, file, overwrite: true);
        _settings.Add(new ClockSetting(at, TimeProvider.System.GetUtcNow(), ahead));
    }

    /// <summary>Removes what the library leaves of processes that were killed.</summary>
    public static void Sweep()
    {
        var left = Directory.Exists(Leftovers) ? Directory.GetFiles(Leftovers, "*faketime_s*") : [];
        foreach (var one in left.Where(static one => !Directory.Exists($"/proc/{one[(one.LastIndexOf('_') + 1)..]}")))
        {
            File.Delete(one);
        }
    }

    private static string? FindLibrary() =>
        OperatingSystem.IsLinux()
            ? Directory
                .GetDirectories("/usr/lib", "*-linux-*")
                .Select(static folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1"))
                .FirstOrDefault(File.Exists)
            : null;
}
