using System.Globalization;
using ActorJobs.Protocol;

namespace ActorJobs.Worker.Hosts;

/// <summary>
/// Measures the machine from one call to the next. On Linux the processors' idle time comes from /proc/stat; elsewhere .NET tells only what this process uses,
/// so the load of others is not seen there.
/// </summary>
/// <param name="dataFolder">The folder on whose disk the free space counts.</param>
/// <param name="time">The clock.</param>
internal sealed class HostMeter(string dataFolder, TimeProvider time) : IHostMeter
{
    private const string StatFile = "/proc/stat";
    private readonly Lock _gate = new();
    private CpuTimes _last = ReadCpu(time);

    public HostLoad? Sample()
    {
        lock (_gate)
        {
            var now = ReadCpu(time);
            var load = new HostLoad
            {
                FreeCpu = now.FreeSince(_last),
                FreeMemory = HostMemory.Free(),
                FreeDisk = FreeDisk(),
            };
            _last = now;
            return load;
        }
    }

    /// <summary>Idle and whole time in one unit, whatever it is; the quotient counts.</summary>
    private readonly record struct CpuTimes(double Idle, double Whole)
    {
        public double FreeSince(CpuTimes before) =>
            Whole <= before.Whole
                ? Environment.ProcessorCount
                : Math.Clamp((Idle - before.Idle) / (Whole - before.Whole), 0, 1) * Environment.ProcessorCount;
    }

    private static CpuTimes ReadCpu(TimeProvider time)
    {
        if (OperatingSystem.IsLinux())
        {
            // cpu user nice system idle iowait irq softirq steal …: what waits for a disk is idle, too.
            using var reader = new StreamReader(StatFile);
            var fields = (reader.ReadLine() ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var times = fields.Skip(1).Take(8).Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray();
            return times.Length > 4 ? new CpuTimes(times[3] + times[4], times.Sum()) : default;
        }
        var whole = time.GetElapsedTime(0).TotalSeconds * Environment.ProcessorCount;
        return new CpuTimes(whole - Environment.CpuUsage.TotalTime.TotalSeconds, whole);
    }

    private long FreeDisk()
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(dataFolder)).AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return 0;
        }
    }
}
