using ActorJobs.Actors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Sessions;

namespace ActorJobs.Scheduler.Tests.Simulation;

/// <summary>A socket between a fake worker and its session: keeps the order, takes a while, and loses what is under way when it breaks.</summary>
internal sealed class WorkerSocket : IWorkerLink
{
    private readonly SchedulerWorld _world;
    private readonly SessionAddress _address;
    private readonly ActorRef<SessionInput, Done> _session;
    private readonly Action<ServerMessage> _receive;
    private Task _toWorker = Task.CompletedTask;
    private Task _toNode = Task.CompletedTask;

    public WorkerSocket(SchedulerWorld world, Hello hello, Action<ServerMessage> receive)
    {
        _world = world;
        _receive = receive;
        (_address, _session) = world.Open(hello, this);
    }

    public bool IsUp { get; private set; } = true;

    /// <summary>From the session to the worker.</summary>
    public void Send(ServerMessage message) =>
        _toWorker = AfterAsync(
            _toWorker,
            () =>
            {
                if (IsUp)
                {
                    _receive(message);
                }
            }
        );

    /// <summary>From the worker to the session.</summary>
    public void Say(WorkerMessage message) =>
        _toNode = AfterAsync(
            _toNode,
            () =>
            {
                if (IsUp)
                {
                    _session.Tell(new SessionInput.FromWorker([message]));
                }
            }
        );

    /// <summary>From the session to the worker, as the last thing.</summary>
    public void Refuse(Refused refusal)
    {
        Send(new ServerMessage { Refused = refusal });
        _toWorker = AfterAsync(_toWorker, () => Break("ended by the node"));
    }

    /// <summary>It breaks; the node learns it a while later.</summary>
    public void Break(string reason)
    {
        if (IsUp)
        {
            IsUp = false;
            _world.Note($"break {_address.Number} {reason}");
            _ = AfterAsync(Task.CompletedTask, () => SchedulerWorld.Close(_session, reason));
        }
    }

    private async Task AfterAsync(Task before, Action action)
    {
        await before;
        await Task.Delay(TimeSpan.FromTicks(_world.Chance.NextInt64(1, 2 * TimeSpan.TicksPerMillisecond)), _world.Time);
        action();
    }
}
