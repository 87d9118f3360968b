using System.Diagnostics;
using System.Globalization;
using ActorJobs.Worker.Hosts;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Worker.Processes;

/// <summary>Where the trees of this process live on Linux and other systems of its kind: below one control group, watched by one warden.</summary>
internal sealed class UnixTreeHost : IAsyncDisposable
{
    /// <summary>
    /// The program waits for a line before it begins, until all that holds it is in place: without that, what it starts first could slip away. A shell reads
    /// its input byte by byte, so that the rest of it is the program's.
    /// </summary>
    private const string Launcher = "read -r go && exec \"$@\"";

    /// <summary>How the name of a process's control group begins, before its id.</summary>
    public const string GroupPrefix = "actorjobs-";

    private readonly ControlGroup? _group;
    private readonly ProcessWarden _warden;
    private readonly TimeProvider _time;
    private readonly string? _setsid = ProgramPath.Find("setsid");
    private long _trees;

    private UnixTreeHost(ControlGroup? group, ProcessWarden warden, TimeProvider time) => (_group, _warden, _time) = (group, warden, time);

    /// <summary>Makes what trees need.</summary>
    public static UnixTreeHost Create(string owner, IReadOnlyList<ControlGroupMount> groups, TimeProvider time, ILogger logger)
    {
        var group = ControlGroup.TryCreate(groups, $"{GroupPrefix}{Environment.ProcessId}-{owner[..8]}");
        return new UnixTreeHost(group, ProcessWarden.Start(owner, group?.KillFile ?? "", setsid: ProgramPath.Find("setsid"), logger), time);
    }

    /// <summary>Starts a program in a session and a control group of its own.</summary>
    public async ValueTask<ProcessTree> StartAsync(ProcessCommand command)
    {
        string[] launched = ["-c", Launcher, "actorjobs", command.Program, .. command.Arguments];
        var start = _setsid is null
            ? ProcessTrees.StartInfo(command, "/bin/sh", launched)
            : ProcessTrees.StartInfo(command, _setsid, ["/bin/sh", .. launched]);
        var root = Process.Start(start) ?? throw new InvalidOperationException($"{command.Program} was not started.");
        var group = command.LeavesBackground
            ? null
            : _group?.TryAdd(string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref _trees)}"), root.Id);
        var tree = new UnixProcessTree(root, command.Mark, group, _warden, _time);
        try
        {
            await tree.Stdin.WriteAsync("\n"u8.ToArray()).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // It ended before it began; its exit tells more than the pipe.
        }
        return tree;
    }

    public async ValueTask DisposeAsync()
    {
        await _warden.DisposeAsync().ConfigureAwait(false);
        _group?.Remove();
    }
}
