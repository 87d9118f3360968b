using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Worker.Processes;

/// <summary>Starts programs whose whole trees can be ended, and sees to it that none outlives this process.</summary>
/// <param name="time">The clock.</param>
/// <param name="groups">Where control groups can be made; none: trees are found by other means.</param>
/// <param name="logger">Is told what the system does not allow.</param>
internal sealed class ProcessTrees(TimeProvider time, IReadOnlyList<ControlGroupMount> groups, ILogger logger) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly string _owner = Guid.NewGuid().ToString("N");
    private UnixTreeHost? _unix;

    /// <summary>The mark of an attempt of this worker.</summary>
    public TreeMark MarkOf(string attempt) => new($"{attempt}@{_owner}");

    /// <summary>The mark of an attempt whose background is nobody's: it can be found, but does not end with this process.</summary>
    public static TreeMark BackgroundMarkOf(string attempt) => new($"{attempt}@{Guid.NewGuid():N}");

    /// <summary>Starts a program with pipes for its input, output and errors.</summary>
    /// <exception cref="Win32Exception">It cannot be started; the message tells why.</exception>
    public async ValueTask<ProcessTree> StartAsync(ProcessCommand command)
    {
        if (OperatingSystem.IsWindows())
        {
            return WindowsProcessTree.Start(command);
        }
        UnixTreeHost host;
        lock (_gate)
        {
            host = _unix ??= UnixTreeHost.Create(_owner, groups, time, logger);
        }
        return await host.StartAsync(command).ConfigureAwait(false);
    }

    /// <summary>What both systems tell the new process alike.</summary>
    internal static ProcessStartInfo StartInfo(ProcessCommand command, string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = command.WorkDirectory,
            UserName = command.RunAs,
        };
        foreach (var (name, value) in command.Environment)
        {
            start.Environment[name] = value;
        }
        // The secret of the app is the worker's, not that of what it starts.
        foreach (var secret in start.Environment.Keys.Where(name => name.StartsWith("ACTORJOBS_SECRET", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(secret);
        }
        start.Environment[TreeMark.Variable] = command.Mark.Attempt;
        return start;
    }

    /// <summary>Ends the watch; what still runs is killed by it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_unix is { } unix)
        {
            await unix.DisposeAsync().ConfigureAwait(false);
        }
    }
}
