using ActorJobs.Actors;
using ActorJobs.Core.Apps;
using ActorJobs.Core.Runs;
using ActorJobs.Protocol;

namespace ActorJobs.Scheduler.AppGroups;

/// <summary>Those who wait for the end of a run. Whoever gives up is forgotten when there are many.</summary>
internal sealed class RunWaiters
{
    private const int Few = 64;

    private readonly Dictionary<RunId, List<Envelope<AppGroupMessage, AppGroupReply>>> _waiting = [];
    private int _count;
    private int _pruneAt = Few;

    /// <summary>How many are kept, with those who have given up and are not forgotten yet.</summary>
    public int Count => _count;

    /// <summary>Someone waits for the end of an open run.</summary>
    public void Add(RunId run, Envelope<AppGroupMessage, AppGroupReply> waiter)
    {
        if (_count >= _pruneAt)
        {
            Prune();
        }

        if (!_waiting.TryGetValue(run, out var waiters))
        {
            _waiting.Add(run, waiters = []);
        }

        waiters.Add(waiter);
        _count++;
    }

    /// <summary>Answers those whose runs have ended in a turn, once the turn is durable.</summary>
    public void Answer(IReadOnlyList<AppWrite> writes, Turn turn)
    {
        if (_count == 0)
        {
            return;
        }

        foreach (var write in writes)
        {
            if (write.ChangedRun is { } run && run.State.IsEnd() && _waiting.Remove(run.Id, out var waiters))
            {
                _count -= waiters.Count;
                var reply = new AppGroupReply
                {
                    Run = new RunView { Id = run.Id.ToString(), State = run.State.ToString() },
                };
                waiters.ForEach(waiter => turn.Reply(waiter, reply));
            }
        }
    }

    /// <summary>Nobody will be answered any more; they may ask again.</summary>
    public void Abandon(string reason)
    {
        foreach (var waiter in _waiting.Values.SelectMany(static waiters => waiters))
        {
            waiter.Abandon(reason);
        }

        _waiting.Clear();
        _count = 0;
    }

    private void Prune()
    {
        foreach (var (run, waiters) in _waiting)
        {
            _count -= waiters.RemoveAll(static waiter => !waiter.IsAwaited);
            if (waiters.Count == 0)
            {
                _waiting.Remove(run);
            }
        }

        // Twice as many as there are: pruning costs a constant for each who comes.
        _pruneAt = Math.Max(Few, _count * 2);
    }
}
