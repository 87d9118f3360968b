using System.Collections.Concurrent;
using ActorJobs.Actors;
using ActorJobs.Protocol;

namespace ActorJobs.Scheduler.Sessions;

/// <summary>The sessions whose sockets end on this node.</summary>
/// <param name="node">The node's name.</param>
/// <param name="firstNumber">Of the first session; above all numbers that a process of this node ever used.</param>
public sealed class LocalSessions(string node, long firstNumber) : ISessions
{
    private readonly ConcurrentDictionary<long, ActorRef<SessionInput, Done>> _sessions = new();
    private long _lastNumber = firstNumber - 1;

    /// <summary>An address for a new session, never used before by this node.</summary>
    public Protocol.SessionAddress NextAddress() => new() { Node = node, Number = Interlocked.Increment(ref _lastNumber) };

    /// <summary>A session stands.</summary>
    public void Add(long number, ActorRef<SessionInput, Done> session) => _sessions[number] = session;

    /// <summary>A session has ended.</summary>
    public void Remove(long number) => _sessions.TryRemove(number, out _);

    /// <inheritdoc/>
    public void Send(Core.Workers.SessionAddress session, SessionMessage message)
    {
        if (session.Node == node && _sessions.TryGetValue(session.Number, out var actor))
        {
            actor.Tell(new SessionInput.FromOwner(message));
        }
    }
}
