using System.Collections.Concurrent;
using ActorJobs.Actors;
using ActorJobs.Protocol;

namespace ActorJobs.Scheduler.Sessions;

/// <summary>The sessions whose sockets end on this node.</summary>
/// <param name="node">The node's name.</param>
/// <param name="firstNumber">Of the first session; above all numbers that a process of this node ever used.</param>
public sealed class LocalSessions(string node, long firstNumber) : ISessions
{
    private readonly ConcurrentDictionary<long, (string App, ActorRef<SessionInput, Done> Session)> _sessions = new();
    private long _lastNumber = firstNumber - 1;

    /// <summary>An address for a new session, never used before by this node.</summary>
    public Protocol.SessionAddress NextAddress() => new() { Node = node, Number = Interlocked.Increment(ref _lastNumber) };

    /// <summary>A session stands.</summary>
    public void Add(long number, string app, ActorRef<SessionInput, Done> session) => _sessions[number] = (app, session);

    /// <summary>A session has ended.</summary>
    public void Remove(long number) => _sessions.TryRemove(number, out _);

    /// <summary>Whether a session is one of this node.</summary>
    public bool IsHere(Core.Workers.SessionAddress session) => session.Node == node;

    /// <summary>Lets the sessions of some apps introduce their workers to the owners, who are others now.</summary>
    /// <param name="apps">Whether an app is among them.</param>
    public void Introduce(Func<string, bool> apps)
    {
        ArgumentNullException.ThrowIfNull(apps);
        foreach (var (_, session) in _sessions.Values.Where(session => apps(session.App)))
        {
            session.Tell(new SessionInput.OwnerChanged());
        }
    }

    /// <inheritdoc/>
    public void Send(Core.Workers.SessionAddress session, SessionMessage message)
    {
        if (IsHere(session))
        {
            Deliver(session.Number, message);
        }
    }

    /// <summary>Gives a message to a session of this node. Lost if there is no such session any more.</summary>
    public void Deliver(long number, SessionMessage message)
    {
        if (_sessions.TryGetValue(number, out var found))
        {
            found.Session.Tell(new SessionInput.FromOwner(message));
        }
    }
}
