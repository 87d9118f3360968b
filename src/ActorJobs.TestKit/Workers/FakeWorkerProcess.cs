using System.Globalization;
using ActorJobs.Core.Workers;
using ActorJobs.Protocol;
using ActorJobs.TestKit.Links;
using ActorJobs.TestKit.VirtualTime;
using NodaTime;
using AttemptRef = ActorJobs.Protocol.AttemptRef;

namespace ActorJobs.TestKit.Workers;

/// <summary>What a fake worker is to the server. It lives on the loop's thread.</summary>
internal sealed class FakeWorkerProcess : IKitWorker
{
    private readonly FakeLedger _ledger;
    private readonly List<ServerMessage> _unread = [];
    private readonly FakeWorker _worker;
    private readonly VirtualLoop _loop;
    private readonly WorkerLimits _limits;
    private readonly Hello _hello;
    private readonly Action<InProcessLink, Hello> _accept;
    private InProcessLink? _link;
    private State _state = State.Lives;
    private int _life = 1;
    private TimeSpan _silentSince;

    /// <param name="worker">Whose script decides.</param>
    /// <param name="loop">Where it lives.</param>
    /// <param name="limits">How often it sends a heartbeat, and when it is gone.</param>
    /// <param name="hello">App, id, slots and processors.</param>
    /// <param name="accept">The node that it dials.</param>
    public FakeWorkerProcess(FakeWorker worker, VirtualLoop loop, WorkerLimits limits, Hello hello, Action<InProcessLink, Hello> accept)
    {
        (_worker, _loop, _limits, _hello, _accept) = (worker, loop, limits, hello, accept);
        _ledger = new FakeLedger(hello.Slots, Say, Start);
        var every = limits.HeartbeatEvery.ToTimeSpan();
        loop.Machine.CreateTimer(_ => Beat(), null, every, every);
    }

    private enum State
    {
        Lives,
        Frozen,
        Dead,
    }

    /// <summary>Its id.</summary>
    public string Id => _hello.Worker;

    /// <inheritdoc/>
    public bool IsQuiet =>
        _state == State.Lives
            ? _link is { IsUp: true } && _ledger is { IsAdopted: true, Unaccepted: 0 }
            : _loop.Machine.Elapsed - _silentSince > (_limits.OfflineAfter + Duration.FromSeconds(5)).ToTimeSpan();

    /// <inheritdoc/>
    public bool Offers(string processor) => _hello.Processors.Contains(processor);

    /// <inheritdoc/>
    public void Dial()
    {
        if (_state != State.Lives)
        {
            return;
        }

        _ledger.Dialled();
        InProcessLink? link = null;
        link = new InProcessLink(
            _loop.Scheduler,
            _accept,
            messages =>
            {
                if (_link == link)
                {
                    Receive(messages);
                }
            },
            _ => { }
        );
        _link = link;
        var hello = _hello.Clone();
        hello.Session = ++_hello.Session;
        hello.Incarnation = string.Create(CultureInfo.InvariantCulture, $"life-{_life}");
        link.Say(new WorkerMessage { Hello = hello });
    }

    /// <inheritdoc/>
    public void Cut(string reason)
    {
        _link?.Cut(reason);
        _link = null;
    }

    /// <summary>The process is gone, with all that it held.</summary>
    public void Kill()
    {
        (_state, _silentSince) = (State.Dead, _loop.Machine.Elapsed);
        _life++;
        _hello.Session = 0;
        _ledger.Die();
        _unread.Clear();
        Cut("its process was killed");
    }

    /// <summary>The process stands still.</summary>
    public void Freeze()
    {
        if (_state == State.Lives)
        {
            (_state, _silentSince) = (State.Frozen, _loop.Machine.Elapsed);
        }
    }

    /// <summary>The process goes on, or there is a new one. After a silence it dials anew, as the SDK does.</summary>
    public void Return()
    {
        if (_state == State.Lives)
        {
            return;
        }

        _state = State.Lives;
        IReadOnlyList<ServerMessage> unread = [.. _unread];
        _unread.Clear();
        Receive(unread);
        Cut("it was silent");
        Dial();
    }

    /// <summary>Takes no more runs.</summary>
    public void Drain() => _ledger.Drain("The fake worker was asked to drain.");

    private void Say(WorkerMessage message)
    {
        if (_state == State.Lives)
        {
            _link?.Say(message);
        }
    }

    private void Beat()
    {
        if (_link is { IsUp: false })
        {
            Dial();
            return;
        }

        _ledger.Beat();
    }

    private void Receive(IReadOnlyList<ServerMessage> messages)
    {
        foreach (var message in messages)
        {
            if (_state == State.Lives)
            {
                _ledger.Take(message);
            }
            else if (_state == State.Frozen)
            {
                _unread.Add(message);
            }
        }
    }

    private void Start(Dispatch dispatch, CancellationToken stopping)
    {
        var attempt = new FakeAttempt(
            dispatch.Attempt.Run,
            dispatch.Job,
            dispatch.Processor,
            dispatch.Attempt.Attempt,
            dispatch.Params,
            DateTimeOffset.FromUnixTimeMilliseconds(dispatch.Planned),
            _loop.Time.GetUtcNow()
        );
        _ = WorkAsync(dispatch.Attempt, _worker.Decide(attempt), _life, stopping);
    }

    private async Task WorkAsync(AttemptRef attempt, Work work, int life, CancellationToken stopping)
    {
        if (work.Kind == WorkKind.ReportsLate)
        {
            Freeze();
        }

        try
        {
            var hangs = work.Kind is WorkKind.Hangs or WorkKind.HangsDespiteStops;
            var minds = work.Kind is WorkKind.HangsDespiteStops or WorkKind.ReportsLate ? CancellationToken.None : stopping;
            if (hangs || work.After > TimeSpan.Zero)
            {
                await Task.Delay(hangs ? Timeout.InfiniteTimeSpan : work.After, _loop.Time, minds);
            }
        }
        catch (OperationCanceledException)
        {
            // Its end is told below, unless its process is gone.
        }

        if (life == _life)
        {
            End(attempt, work, stopping.IsCancellationRequested);
        }
    }

    private void End(AttemptRef attempt, Work work, bool stopped)
    {
        if (work.Kind == WorkKind.Vanishes && !stopped)
        {
            Kill();
            return;
        }

        if (work.Kind == WorkKind.ReportsLate)
        {
            Return();
        }

        var cancelled = stopped && work.Kind != WorkKind.ReportsLate;
        _ledger.End(
            new Result
            {
                Attempt = attempt,
                Outcome =
                    cancelled ? Outcome.Cancelled
                    : work.Failure is null ? Outcome.Succeeded
                    : Outcome.Failed,
                Result_ = cancelled ? "" : work.ResultJson,
                Append = cancelled ? "" : work.AppendJson,
                Failure = cancelled ? null : work.Failure,
            }
        );
    }
}
