using System.Globalization;

namespace ActorJobs.Worker.Hosts;

/// <summary>The memory that the worker may use: that of the machine, or of the container.</summary>
internal static class HostMemory
{
    private const string MemInfo = "/proc/meminfo";
    private const string Available = "MemAvailable:";

    /// <summary>All of it, in bytes; the limit of a container counts.</summary>
    public static long Whole() => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>What is free of it, in bytes.</summary>
    public static long Free()
    {
        var info = GC.GetGCMemoryInfo();
        var byRuntime = Math.Max(0, info.TotalAvailableMemoryBytes - info.MemoryLoadBytes);
        // The runtime counts at its collections, which may be long ago; the kernel counts always, but knows nothing of a container's limit.
        return OperatingSystem.IsLinux() && ReadAvailable() is { } bytes ? Math.Min(bytes, info.TotalAvailableMemoryBytes) : byRuntime;
    }

    private static long? ReadAvailable()
    {
        var line = File.ReadLines(MemInfo).FirstOrDefault(line => line.StartsWith(Available, StringComparison.Ordinal));
        return line?[Available.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var kilobytes, ..]
            ? long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024
            : null;
    }
}
