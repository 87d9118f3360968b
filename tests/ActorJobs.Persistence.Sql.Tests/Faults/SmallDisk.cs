using System.Diagnostics;
using System.Globalization;

namespace ActorJobs.Persistence.Sql.Tests.Faults;

/// <summary>A file system of a few megabytes, in memory, that can be filled up.</summary>
public sealed class SmallDisk : IAsyncDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    private string Filler => System.IO.Path.Combine(Path, "filler");

    public static async Task<SmallDisk> MountAsync(int megabytes)
    {
        var disk = new SmallDisk(Directory.CreateTempSubdirectory("actorjobs-disk-").FullName);
        await RunAsync(
            "mount",
            "-t",
            "tmpfs",
            "-o",
            string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m"),
            "actorjobs-test",
            disk.Path
        );
        return disk;
    }

    public Task GiveToAsync(string user) => RunAsync("chown", user, Path);

    /// <summary>Takes all the room but so much.</summary>
    public void FillBut(long bytes)
    {
        var block = new byte[4096];
        using var file = File.Create(Filler);
        while (new DriveInfo(Path).AvailableFreeSpace > bytes)
        {
            file.Write(block);
            file.Flush();
        }
    }

    public void MakeRoom() => File.Delete(Filler);

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", Path);
        Directory.Delete(Path);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}");
    }
}

/// <summary>A test that mounts a file system, which only root on Linux may.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MountFactAttribute : FactAttribute
{
    public MountFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            Skip = "It mounts a small file system, which takes root on Linux.";
        }
    }
}
