using System.Runtime.InteropServices;

namespace ActorJobs.Worker.Processes;

/// <summary>Signals of Unix.</summary>
internal static class NativeMethods
{
    public const int Sigkill = 9;
    public const int Sigterm = 15;
    public const int Sigcont = 18;

    /// <summary>Sends a signal. A process that is gone needs none.</summary>
    /// <param name="pid">Its id: 0, 1 and what is below mean groups of processes, or the first one.</param>
    /// <param name="signal">The signal's number.</param>
    public static void Signal(int pid, int signal)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pid, 2);
        _ = Kill(pid, signal);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
