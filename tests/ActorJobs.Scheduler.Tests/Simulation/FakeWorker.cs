using ActorJobs.Protocol;
using AttemptRef = ActorJobs.Core.Workers.AttemptRef;

namespace ActorJobs.Scheduler.Tests.Simulation;

/// <summary>A worker process as the SDK makes it: heartbeats, obeys the newest owner only, keeps to its slots, starts an attempt once,
/// remembers stops, keeps results until they are accepted, and dials anew when it is cut off.</summary>
internal sealed class FakeWorker(SchedulerWorld world, string app, string id, int slots)
{
    private readonly Dictionary<AttemptRef, Protocol.AttemptRef> _running = [];
    private readonly Dictionary<AttemptRef, Result> _results = [];
    private readonly HashSet<AttemptRef> _stops = [];
    private WorkerSocket? _socket;
    private bool _isAdopted;
    private long _epoch;
    private long _sessions;
    private int _life = 1;
    private TimeSpan _heard;

    /// <summary>Every attempt that was started, in order: the effects.</summary>
    public List<AttemptRef> Effects { get; } = [];

    /// <summary>What must not happen. Read at the end.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>How many adoptions found work that went on.</summary>
    public int AdoptedWithWork { get; private set; }

    /// <summary>The longest that an attempt takes.</summary>
    public TimeSpan LongestWork { get; set; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Messages that the worker received, in order.</summary>
    public List<ServerMessage> Received { get; } = [];

    /// <summary>Lives until the end is asked for.</summary>
    public async Task LiveAsync(Func<bool> isOver)
    {
        for (var beat = 1; !isOver(); beat++)
        {
            if (_socket is not { IsUp: true } || world.Elapsed - _heard > TimeSpan.FromSeconds(4))
            {
                _socket?.Break("silence");
                Dial();
            }
            else
            {
                Say(
                    new WorkerMessage
                    {
                        Heartbeat = new Heartbeat { Number = beat, Slots = slots },
                    }
                );
                ResendResults();
            }

            await world.PassAsync(TimeSpan.FromTicks(world.Chance.NextInt64(TimeSpan.TicksPerSecond / 2, TimeSpan.TicksPerSecond)));
        }
    }

    /// <summary>The connection breaks.</summary>
    public void Break() => _socket?.Break("cut");

    /// <summary>kill -9, and a new process in its place.</summary>
    public void Kill()
    {
        _socket?.Break("killed");
        _life++;
        (_sessions, _epoch) = (0, 0);
        _running.Clear();
        _results.Clear();
        _stops.Clear();
        world.Note($"kill {id}");
    }

    private void Dial()
    {
        _isAdopted = false;
        _heard = world.Elapsed;
        var hello = new Hello
        {
            Protocol = 1,
            App = app,
            Worker = id,
            Incarnation = $"life-{_life}",
            Session = ++_sessions,
            Slots = slots,
            Sdk = "fake",
        };
        hello.Processors.Add("echo");
        WorkerSocket? socket = null;
        socket = new WorkerSocket(world, hello, message => Receive(socket!, message));
        _socket = socket;
    }

    private void Say(WorkerMessage message) => _socket?.Say(message);

    private void ResendResults()
    {
        if (_isAdopted)
        {
            foreach (var result in _results.Values)
            {
                Say(new WorkerMessage { Result = result });
            }
        }
    }

    private void Receive(WorkerSocket socket, ServerMessage message)
    {
        if (socket != _socket)
        {
            return;
        }

        _heard = world.Elapsed;
        Received.Add(message);
        world.Note($"{id} gets {message.BodyCase}");
        switch (message.BodyCase)
        {
            case ServerMessage.BodyOneofCase.Adopt when Admit(message.Adopt.Epoch):
                AnswerAdopt(message.Adopt.Epoch);
                break;
            case ServerMessage.BodyOneofCase.HeartbeatAnswer:
                Admit(message.HeartbeatAnswer.Epoch);
                break;
            case ServerMessage.BodyOneofCase.Dispatch when Admit(message.Dispatch.Epoch):
                Take(message.Dispatch);
                break;
            case ServerMessage.BodyOneofCase.Stop when Admit(message.Stop.Epoch):
                Stop(message.Stop);
                break;
            case ServerMessage.BodyOneofCase.ResultAccepted:
                _results.Remove(CheckedSessions.Read(message.ResultAccepted.Attempt));
                break;
        }
    }

    private bool Admit(long epoch)
    {
        _epoch = Math.Max(_epoch, epoch);
        return epoch == _epoch;
    }

    private void AnswerAdopt(long epoch)
    {
        var adopted = new Adopted { Epoch = epoch, Slots = slots };
        adopted.Held.AddRange(_running.Values.Select(attempt => new HeldAttempt { Attempt = attempt }));
        adopted.Held.AddRange(_results.Values.Select(result => new HeldAttempt { Attempt = result.Attempt, Ended = true }));
        AdoptedWithWork += adopted.Held.Count > 0 ? 1 : 0;
        Say(new WorkerMessage { Adopted = adopted });
        _isAdopted = true;
        ResendResults();
    }

    private void Take(Dispatch dispatch)
    {
        var attempt = CheckedSessions.Read(dispatch.Attempt);
        if (!_running.ContainsKey(attempt) && !_results.ContainsKey(attempt))
        {
            Require(_isAdopted, "dispatched to before it was adopted");
            Require(_running.Count < slots, "given more than its slots");
            Require(
                !Effects.Exists(other => other.Run == attempt.Run && other.Token >= attempt.Token),
                $"{attempt} started twice, or late"
            );
            if (!_stops.Contains(attempt))
            {
                _ = WorkAsync(attempt, dispatch.Attempt, _life);
            }
            else
            {
                Keep(attempt, new Result { Attempt = dispatch.Attempt, Outcome = Outcome.Cancelled });
            }
        }

        Say(new WorkerMessage { DispatchAccepted = new DispatchAccepted { Attempt = dispatch.Attempt } });
    }

    private async Task WorkAsync(AttemptRef attempt, Protocol.AttemptRef wire, int life)
    {
        Effects.Add(attempt);
        _running.Add(attempt, wire);
        await world.PassAsync(TimeSpan.FromTicks(world.Chance.NextInt64(1, LongestWork.Ticks)));
        if (life == _life && _running.Remove(attempt))
        {
            var outcome = _stops.Contains(attempt) ? Outcome.Cancelled : Outcome.Succeeded;
            Keep(
                attempt,
                new Result
                {
                    Attempt = wire,
                    Outcome = outcome,
                    Result_ = "1",
                }
            );
        }
    }

    private void Stop(Stop stop)
    {
        var attempt = CheckedSessions.Read(stop.Attempt);
        _stops.Add(attempt);
        var held = _running.ContainsKey(attempt) || _results.ContainsKey(attempt);
        Say(
            new WorkerMessage
            {
                StopAccepted = new StopAccepted { Attempt = stop.Attempt, Held = held },
            }
        );
    }

    private void Keep(AttemptRef attempt, Result result)
    {
        _results[attempt] = result;
        if (_isAdopted)
        {
            Say(new WorkerMessage { Result = result });
        }
    }

    private void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            Violations.Add($"{id}: {otherwise}");
        }
    }
}
