using ActorJobs.Protocol;
using ActorJobs.TestKit.Workers;
using AttemptRef = ActorJobs.Core.Workers.AttemptRef;

namespace ActorJobs.Scheduler.Tests.Simulation;

/// <summary>A worker process as the SDK makes it, which works for a while on each attempt, and dials anew when it is cut off.</summary>
internal sealed class FakeWorker
{
    private readonly SchedulerWorld _world;
    private readonly FakeLedger _ledger;
    private readonly string _app;
    private readonly string _id;
    private readonly int _slots;
    private WorkerSocket? _socket;
    private long _sessions;
    private int _life = 1;
    private TimeSpan _heard;

    public FakeWorker(SchedulerWorld world, string app, string id, int slots)
    {
        (_world, _app, _id, _slots) = (world, app, id, slots);
        _ledger = new FakeLedger(slots, Say, Start);
    }

    /// <summary>Every attempt that was started, in order: the effects.</summary>
    public List<AttemptRef> Effects { get; } = [];

    /// <summary>What must not happen. Read at the end.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>How many adoptions found work that went on.</summary>
    public int AdoptedWithWork { get; private set; }

    /// <summary>The longest that an attempt takes.</summary>
    public TimeSpan LongestWork { get; set; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Whether it looks at what it is given before it begins: the guard that a control takes away.</summary>
    public bool Checks { get; set; } = true;

    /// <summary>Messages that the worker received, in order.</summary>
    public List<ServerMessage> Received { get; } = [];

    /// <summary>Lives until the end is asked for.</summary>
    public async Task LiveAsync(Func<bool> isOver)
    {
        while (!isOver())
        {
            if (_socket is not { IsUp: true } || _world.Elapsed - _heard > TimeSpan.FromSeconds(4))
            {
                _socket?.Break("silence");
                Dial();
            }
            else
            {
                _ledger.Beat();
            }

            await _world.PassAsync(TimeSpan.FromTicks(_world.Chance.NextInt64(TimeSpan.TicksPerSecond / 2, TimeSpan.TicksPerSecond)));
        }
    }

    /// <summary>The connection breaks.</summary>
    public void Break() => _socket?.Break("cut");

    /// <summary>kill -9, and a new process in its place.</summary>
    public void Kill()
    {
        _socket?.Break("killed");
        _life++;
        _sessions = 0;
        _ledger.Die();
        _world.Note($"kill {_id}");
    }

    private void Dial()
    {
        _ledger.Dialled();
        _heard = _world.Elapsed;
        var hello = new Hello
        {
            Protocol = 1,
            App = _app,
            Worker = _id,
            Incarnation = $"life-{_life}",
            Session = ++_sessions,
            Slots = _slots,
            Sdk = "fake",
        };
        hello.Processors.Add("echo");
        WorkerSocket? socket = null;
        socket = new WorkerSocket(_world, hello, message => Receive(socket!, message));
        _socket = socket;
    }

    private void Say(WorkerMessage message)
    {
        AdoptedWithWork += message.Adopted is { Held.Count: > 0 } ? 1 : 0;
        _socket?.Say(message);
    }

    private void Receive(WorkerSocket socket, ServerMessage message)
    {
        if (socket != _socket)
        {
            return;
        }

        _heard = _world.Elapsed;
        Received.Add(message);
        _world.Note($"{_id} gets {message.BodyCase}");
        if (message.Dispatch is { } dispatch && !Checks)
        {
            Start(dispatch, CancellationToken.None);
            return;
        }

        _ledger.Take(message);
    }

    private void Start(Dispatch dispatch, CancellationToken stopping)
    {
        var attempt = CheckedSessions.Read(dispatch.Attempt);
        Require(_ledger.IsAdopted, "dispatched to before it was adopted");
        Require(_ledger.Running <= _slots, "given more than its slots");
        Require(!Effects.Exists(other => other.Run == attempt.Run && other.Token >= attempt.Token), $"{attempt} started twice, or late");
        Effects.Add(attempt);
        _ = WorkAsync(dispatch.Attempt, _life, stopping);
    }

    private async Task WorkAsync(Protocol.AttemptRef attempt, int life, CancellationToken stopping)
    {
        await _world.PassAsync(TimeSpan.FromTicks(_world.Chance.NextInt64(1, LongestWork.Ticks)));
        if (life == _life)
        {
            _ledger.End(
                new Result
                {
                    Attempt = attempt,
                    Outcome = stopping.IsCancellationRequested ? Outcome.Cancelled : Outcome.Succeeded,
                    Result_ = "1",
                }
            );
        }
    }

    private void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            Violations.Add($"{_id}: {otherwise}");
        }
    }
}
