using ActorJobs.Core.Workflows.Instances;
using ActorJobs.TestKit.VirtualTime;

namespace ActorJobs.TestKit.Workers;

/// <summary>
/// A worker whose work is scripted. Towards the server it behaves as the SDK's: heartbeats, obeys the newest owner, starts an attempt once, remembers stops, and
/// keeps results until they are accepted. Made by
/// <see cref="Jobs.JobTestKit.AddWorkerAsync"/>, and by <see cref="Jobs.JobTestKit.FakeAsync(string, Work)"/>.
/// </summary>
public sealed class FakeWorker
{
    private readonly VirtualLoop _loop;
    private readonly FakeWorkerProcess _process;
    private readonly Func<string, NodePass?> _passOf;
    private readonly List<FakeAttempt> _attempts = [];
    private Func<FakeAttempt, Work> _script = _ => Work.Succeeds();

    /// <param name="loop">Where it lives.</param>
    /// <param name="process">Makes what it is to the server.</param>
    /// <param name="passOf">Which pass of a node a run is, by its id; null if it is none.</param>
    internal FakeWorker(VirtualLoop loop, Func<FakeWorker, FakeWorkerProcess> process, Func<string, NodePass?> passOf)
    {
        (_loop, _passOf) = (loop, passOf);
        _process = process(this);
    }

    /// <summary>Its id.</summary>
    public string Id => _process.Id;

    /// <summary>What it was given, in that order.</summary>
    public IReadOnlyList<FakeAttempt> Attempts => _attempts;

    internal IKitWorker Process => _process;

    /// <summary>From now on, what it is given ends like this. Without a script everything succeeds at once.</summary>
    /// <param name="work">What it does with every attempt.</param>
    /// <returns>The worker.</returns>
    public FakeWorker Does(Work work) => Does(_ => work);

    /// <summary>From now on, a script decides how what it is given ends.</summary>
    /// <param name="script">Called once for each attempt, when it is given.</param>
    /// <returns>The worker.</returns>
    public FakeWorker Does(Func<FakeAttempt, Work> script)
    {
        ArgumentNullException.ThrowIfNull(script);
        _script = script;
        return this;
    }

    /// <summary>Its process is killed: what it runs is lost. The server learns of the closed socket at once, and takes the worker for gone after the offline
    /// limit.</summary>
    public Task VanishAsync() => _loop.DoAsync(_process.Kill);

    /// <summary>Nothing is heard of its process any more, nor does it hear anything, as if it were paused. What ends meanwhile is reported when it is back.</summary>
    public Task FreezeAsync() => _loop.DoAsync(_process.Freeze);

    /// <summary>It is back: after <see cref="VanishAsync"/> as a new process under the same id that holds nothing, after <see cref="FreezeAsync"/> as the same
    /// one, with what it holds.</summary>
    public Task ReturnAsync() => _loop.DoAsync(_process.Return);

    /// <summary>It takes no more runs from now on, as a worker that is asked to end.</summary>
    public Task DrainAsync() => _loop.DoAsync(_process.Drain);

    internal Work Decide(FakeAttempt attempt)
    {
        var given = _passOf(attempt.Run) is { } pass
            ? attempt with
            {
                Instance = $"{pass.Instance}",
                Node = pass.Node,
                Pass = pass.Pass,
            }
            : attempt;
        _attempts.Add(given);
        return _script(given);
    }
}
