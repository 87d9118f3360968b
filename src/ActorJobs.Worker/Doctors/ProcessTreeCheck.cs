using System.ComponentModel;
using System.Globalization;
using ActorJobs.Worker.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorJobs.Worker.Doctors;

/// <summary>Whether a program can be ended with all that it started: starts a small tree of processes, kills it, and sees that its output ends.</summary>
internal sealed class ProcessTreeCheck(IReadOnlyList<ControlGroupMount> groups, TimeProvider time, WorkerTimings timings) : IWorkerCheck
{
    /// <summary>A child, and one that left its parent and its session if the machine has setsid.</summary>
    private const string UnixTree = "sleep 60 & (setsid sleep 60 &) ; echo up; wait";
    private const string WindowsTree = "start /b ping -n 60 127.0.0.1 >nul & echo up& ping -n 60 127.0.0.1";

    /// <inheritdoc/>
    public string Name => "process tree";

    /// <inheritdoc/>
    public async Task<Finding> CheckAsync(CancellationToken cancellationToken)
    {
        var trees = new ProcessTrees(time, groups, NullLogger.Instance);
        await using (trees.ConfigureAwait(false))
        {
            try
            {
                return await KillOneAsync(trees, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is Win32Exception or IOException or InvalidOperationException)
            {
                return Finding.Failure(
                    $"no process can be started: {exception.Message}",
                    "a process of a shell",
                    "Look at the limits of this user (ulimit -u, pids.max of the container) and whether the machine has a shell."
                );
            }
        }
    }

    private async Task<Finding> KillOneAsync(ProcessTrees trees, CancellationToken cancellationToken)
    {
        var mark = trees.MarkOf("doctor");
        var tree = await trees
            .StartAsync(
                OperatingSystem.IsWindows()
                    ? new ProcessCommand("cmd", ["/d", "/c", WindowsTree], mark)
                    : new ProcessCommand("/bin/sh", ["-c", UnixTree], mark)
            )
            .ConfigureAwait(false);
        await using (tree.ConfigureAwait(false))
        {
            using var output = new StreamReader(tree.Stdout);
            var line = await output.ReadLineAsync(cancellationToken).ConfigureAwait(false);
            var isHeld = IsInOwnGroup(tree.Pid);
            var started = time.GetTimestamp();
            var left = await tree.KillAsync(timings.KillWait).ConfigureAwait(false);
            if (line is not "up" || left.Count > 0)
            {
                return Finding.Failure(
                    line is not "up" ? "the processes did not come up" : $"still alive: {string.Join(", ", left)}",
                    "a tree of processes that starts, and is dead after a kill",
                    "Look whether something keeps this user from starting processes and signalling its own (seccomp, AppArmor, hidepid of /proc)."
                );
            }
            // Every process of the tree holds the output: its end is the proof that does not come from who killed it.
            await output.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            return Judge(isHeld, time.GetElapsedTime(started));
        }
    }

    private static Finding Judge(bool isHeld, TimeSpan took)
    {
        var told = $"a tree was killed within {Shown.Span(took)}, ";
        return isHeld || !OperatingSystem.IsLinux()
            ? Finding.Ok($"{told}{(isHeld ? "in a control group of its own" : "as a job object or by its parents")}")
            : Finding.Warning(
                $"{told}but no control group can be made here, so its processes are found by session, parents and environment",
                "a control group for each script, which no process leaves",
                "Let systemd delegate one (Delegate=yes in the unit of the worker), or run the worker as root; a script that cleans its "
                    + "environment, starts a session and "
                    + "forks twice may escape without."
            );
    }

    /// <summary>The kernel's own word for it.</summary>
    private static bool IsInOwnGroup(int pid)
    {
        var file = string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cgroup");
        return File.Exists(file)
            && File.ReadLines(file)
                .Any(line => line.Contains($"/{UnixTreeHost.GroupPrefix}{Environment.ProcessId}-", StringComparison.Ordinal));
    }
}
