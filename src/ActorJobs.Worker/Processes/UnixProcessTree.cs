using System.Diagnostics;

namespace ActorJobs.Worker.Processes;

/// <summary>
/// A tree on Linux. A control group holds all of it, where one can be made. Where none can, it is found by its session, by its parents as long as they are known,
/// and by the mark in its environment, which finds daemons that left both.
/// </summary>
internal sealed class UnixProcessTree : ProcessTree
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(100);

    private readonly TreeMark _mark;
    private readonly ControlGroup? _group;
    private readonly ProcessWarden _warden;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly HashSet<ProcessIdentity> _seen = [];
    private readonly ITimer? _looks;

    public UnixProcessTree(Process root, TreeMark mark, ControlGroup? group, ProcessWarden warden, TimeProvider time)
        : base(root)
    {
        (_mark, _group, _warden, _time) = (mark, group, warden, time);
        _warden.Watch(Pid);
        Look();
        // Only what was seen with its parent is known by its parents; a group knows all by itself.
        _looks = group is null ? time.CreateTimer(_ => Look(), state: null, s_look, s_look) : null;
    }

    public override bool IsAlive => Living().Count > 0;

    public override void Ask()
    {
        foreach (var pid in Living())
        {
            NativeMethods.Signal(pid, NativeMethods.Sigterm);
            // One that stands still would not see it.
            NativeMethods.Signal(pid, NativeMethods.Sigcont);
        }
    }

    public override async Task<IReadOnlyList<int>> KillAsync(TimeSpan limit)
    {
        var started = _time.GetTimestamp();
        for (var pause = s_firstPause; ; pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause)
        {
            _group?.Kill();
            var left = Living();
            if (left.Count is 0 || _time.GetElapsedTime(started) > limit)
            {
                return left;
            }
            foreach (var pid in left)
            {
                NativeMethods.Signal(pid, NativeMethods.Sigkill);
            }
            await Task.Delay(pause, _time, CancellationToken.None).ConfigureAwait(false);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (_looks is not null)
        {
            await _looks.DisposeAsync().ConfigureAwait(false);
        }
        _warden.Forget(Pid);
        _group?.Remove();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private IReadOnlyList<int> Living()
    {
        lock (_gate)
        {
            var found = ProcessScan.Of(Pid, _mark, _seen, _group?.Members() ?? []);
            _seen.UnionWith(found);
            return [.. found.Select(process => process.Pid)];
        }
    }

    private void Look()
    {
        lock (_gate)
        {
            _seen.UnionWith(ProcessScan.Of(Pid, mark: null, _seen, []));
        }
    }
}
