using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace ActorJobs.Worker.Processes;

/// <summary>
/// A tree on Windows: a job object, which ends all its processes when it is told to, and when its last handle is closed, so also with this process. Written after
/// Microsoft's documentation of job objects; the project's tests do not run on Windows.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsProcessTree : ProcessTree
{
    private const int ExtendedLimits = 9;
    private const uint KillOnClose = 0x2000;

    /// <summary>JOBOBJECT_EXTENDED_LIMIT_INFORMATION of 64-bit systems: 144 bytes, whose LimitFlags stand at 16.</summary>
    private const int LimitsSize = 144;
    private const int FlagsOffset = 16;

    private readonly SafeFileHandle _job;

    private WindowsProcessTree(Process root, SafeFileHandle job)
        : base(root) => _job = job;

    /// <summary>Starts a program within a job of its own.</summary>
    public static WindowsProcessTree Start(ProcessCommand command)
    {
        var job = CreateJobObject(0, null);
        var limits = new byte[LimitsSize];
        BitConverter.TryWriteBytes(limits.AsSpan(FlagsOffset), KillOnClose);
        if (job.IsInvalid || !SetInformationJobObject(job, ExtendedLimits, limits, LimitsSize))
        {
            throw new Win32Exception();
        }
        var root =
            Process.Start(ProcessTrees.StartInfo(command, command.Program, command.Arguments))
            ?? throw new InvalidOperationException($"{command.Program} was not started.");
        // What it started before this line is outside; .NET cannot start a process that stands still.
        if (!AssignProcessToJobObject(job, root.SafeHandle))
        {
            root.Kill(entireProcessTree: true);
            throw new Win32Exception();
        }
        return new WindowsProcessTree(root, job);
    }

    /// <summary>Nothing of it was asked to end, so nothing of it is waited for.</summary>
    public override bool IsAlive => !Root.HasExited;

    /// <summary>A process without a console or a window takes no request; only the hard end is left.</summary>
    public override void Ask() { }

    public override Task<IReadOnlyList<int>> KillAsync(TimeSpan limit)
    {
        TerminateJobObject(_job, exitCode: 1);
        return Task.FromResult<IReadOnlyList<int>>([]);
    }

    public override async ValueTask DisposeAsync()
    {
        _job.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    [DllImport("kernel32", EntryPoint = "CreateJobObjectW", SetLastError = true, CharSet = CharSet.Unicode)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern SafeFileHandle CreateJobObject(nint attributes, string? name);

    [DllImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool SetInformationJobObject(SafeFileHandle job, int kind, byte[] information, int length);

    [DllImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool AssignProcessToJobObject(SafeFileHandle job, SafeProcessHandle process);

    [DllImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool TerminateJobObject(SafeFileHandle job, uint exitCode);
}
