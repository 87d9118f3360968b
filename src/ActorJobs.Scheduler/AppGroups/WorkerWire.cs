using ActorJobs.Core.Apps;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workers;
using ActorJobs.Protocol;
using NodaTime;

namespace ActorJobs.Scheduler.AppGroups;

/// <summary>Between the wire's messages and the words of the app group, for what workers say and are told.</summary>
internal static class WorkerWire
{
    /// <summary>How much of what a processor says of its progress is kept.</summary>
    private const int LongestDetails = 1000;

    /// <summary>The address as Core has it.</summary>
    public static Core.Workers.SessionAddress Read(Protocol.SessionAddress address) => new(address.Node, address.Number);

    /// <summary>The address as the wire has it.</summary>
    public static Protocol.SessionAddress Write(Core.Workers.SessionAddress address) =>
        new() { Node = address.Node, Number = address.Number };

    /// <summary>What a worker says of itself.</summary>
    public static WorkerIntroduction Read(Hello hello) =>
        new(
            new WorkerRef(hello.Worker, hello.Incarnation),
            hello.Session,
            hello.Slots,
            [.. hello.Processors],
            hello.Sdk,
            hello.Host is { } host
                ? new WorkerHost(host.Name, host.Os, host.Architecture, host.Pid, host.Address) { Cpus = host.Cpus, Memory = host.Memory }
                : WorkerHost.Unknown
        )
        {
            Labels = new Dictionary<string, string>(hello.Labels, StringComparer.Ordinal),
            Runtimes = new Dictionary<string, string>(hello.Runtimes, StringComparer.Ordinal),
        };

    /// <summary>Tells the app group what a worker says. Attempts that cannot be read are none that the app ever gave out; they are passed over.</summary>
    public static void Apply(
        AppGroup group,
        Core.Workers.SessionAddress session,
        WorkerRef worker,
        WorkerMessage message,
        Core.Moment moment
    )
    {
        switch (message.BodyCase)
        {
            case WorkerMessage.BodyOneofCase.Adopted:
                var adopted = message.Adopted;
                var held = adopted
                    .Held.Where(item => TryRead(item.Attempt, out _))
                    .Select(item => new Core.Workers.HeldAttempt(Read(item.Attempt), item.Ended));
                group.Adopted(session, adopted.Epoch, adopted.Slots, adopted.Draining, [.. held], moment);
                break;
            case WorkerMessage.BodyOneofCase.Heartbeat:
                Beat(group, session, message.Heartbeat, moment);
                break;
            case WorkerMessage.BodyOneofCase.DispatchAccepted when TryRead(message.DispatchAccepted.Attempt, out var attempt):
                group.Accepted(attempt, moment);
                break;
            case WorkerMessage.BodyOneofCase.DispatchRefused when TryRead(message.DispatchRefused.Attempt, out var attempt):
                group.Refused(attempt, message.DispatchRefused.Code, message.DispatchRefused.Reason, moment);
                break;
            case WorkerMessage.BodyOneofCase.StopAccepted when TryRead(message.StopAccepted.Attempt, out var attempt):
                group.StopAccepted(attempt, message.StopAccepted.Held, moment);
                break;
            case WorkerMessage.BodyOneofCase.Returned when TryRead(message.Returned.Attempt, out var attempt):
                group.Returned(attempt, moment);
                break;
            case WorkerMessage.BodyOneofCase.Result when TryRead(message.Result.Attempt, out var attempt):
                var result = message.Result;
                var text = result.Result_.Length == 0 ? null : result.Result_;
                group.Report(
                    session,
                    worker,
                    attempt,
                    Read(result.Outcome),
                    text,
                    result.Append.Length == 0 ? null : result.Append,
                    result.Failure is { } failure ? Read(failure) : null,
                    moment
                );
                break;
            case WorkerMessage.BodyOneofCase.Drain:
                group.Drain(session, message.Drain.Reason);
                break;
            case WorkerMessage.BodyOneofCase.Goodbye:
                group.Goodbye(session, moment);
                break;
        }
    }

    private static void Beat(AppGroup group, Core.Workers.SessionAddress session, Heartbeat beat, Core.Moment moment)
    {
        var load = beat.Load is { } told ? new Core.Workers.HostLoad(told.FreeCpu, told.FreeMemory, told.FreeDisk) : null;
        var pulses = beat.Held.Where(pulse => TryRead(pulse.Attempt, out _)).Select(Read);
        group.Heartbeat(session, beat.Number, beat.Slots, load, [.. pulses], moment);
    }

    private static Core.Workers.AttemptPulse Read(Protocol.AttemptPulse pulse) =>
        new(
            Read(pulse.Attempt),
            pulse.Pid,
            pulse.LastOutput > 0 ? Instant.FromUnixTimeMilliseconds(pulse.LastOutput) : null,
            pulse.Progress >= 0 ? Math.Min(pulse.Progress, 1) : null,
            pulse.Details.Length > LongestDetails ? pulse.Details[..LongestDetails] : pulse.Details
        );

    private static long Milliseconds(Duration? duration) => duration is { } given ? (long)given.TotalMilliseconds : 0;

    /// <summary>Tells the app group that it has not sent an attempt.</summary>
    public static void Withhold(AppGroup group, WithholdAttempt withhold, Core.Moment moment) =>
        group.Withheld(Read(withhold.Attempt), Read(withhold.Failure), moment);

    /// <summary>An order as the wire has it.</summary>
    /// <param name="order">Not a dispatch: see the other overload.</param>
    /// <param name="epoch">Of the app group.</param>
    public static SessionMessage Write(WorkerOrder order, long epoch) =>
        order switch
        {
            AdoptOrder => Forward(new ServerMessage { Adopt = new Adopt { Epoch = epoch } }),
            HeartbeatAnswerOrder answer => Forward(
                new ServerMessage
                {
                    HeartbeatAnswer = new HeartbeatAnswer { Number = answer.Number, Epoch = epoch },
                }
            ),
            StopOrder stop => Forward(
                new ServerMessage
                {
                    Stop = new Stop
                    {
                        Epoch = epoch,
                        Attempt = Write(stop.Attempt),
                        Cause = stop.Cause,
                        KillGrace = Milliseconds(stop.Kill),
                    },
                }
            ),
            ResultAcceptedOrder accepted => Forward(
                new ServerMessage
                {
                    ResultAccepted = new ResultAccepted { Attempt = Write(accepted.Attempt), Stale = accepted.Stale },
                }
            ),
            RefuseOrder refuse => Forward(
                new ServerMessage
                {
                    Refused = new Refused { Code = refuse.Code, Reason = refuse.Reason },
                }
            ),
            IntroduceOrder => new SessionMessage { Introduce = new Introduce() },
            _ => throw new InvalidOperationException($"{order.GetType().Name} has no form on the wire."),
        };

    /// <summary>A dispatch as the wire has it, with the params that the commit answered.</summary>
    public static SessionMessage Write(DispatchOrder order, AppIdentity app, string parameters) =>
        Forward(
            new ServerMessage
            {
                Dispatch = new Dispatch
                {
                    Epoch = app.Epoch,
                    Attempt = Write(AttemptOf(order.Run)),
                    App = app.Name,
                    Job = order.Run.JobName,
                    JobVersion = order.Run.JobVersion,
                    Processor = order.Run.Processor.Name,
                    Params = parameters,
                    Planned = order.Run.Planned.ToUnixTimeMilliseconds(),
                    RunTimeout = Milliseconds(order.Policy.Timeouts.Run),
                    KillGrace = Milliseconds(order.Policy.Timeouts.Kill),
                    OwnProcess = order.Policy.OwnProcess,
                },
            }
        );

    /// <summary>The attempt of a run that is under way.</summary>
    public static Core.Workers.AttemptRef AttemptOf(Run run) => new(run.Id, run.Attempt, run.Token);

    private static SessionMessage Forward(ServerMessage message) => new() { Forward = message };

    /// <summary>An attempt as the wire has it.</summary>
    public static Protocol.AttemptRef Write(Core.Workers.AttemptRef attempt) =>
        new()
        {
            Run = attempt.Run.ToString(),
            Attempt = attempt.Attempt,
            Token = attempt.Token,
        };

    /// <summary>An attempt as Core has it, if it can be read.</summary>
    public static bool TryRead(Protocol.AttemptRef? attempt, out Core.Workers.AttemptRef read)
    {
        var known = RunId.TryParse(attempt?.Run, out var run);
        read = known ? new Core.Workers.AttemptRef(run, attempt!.Attempt, attempt.Token) : default;
        return known;
    }

    private static Core.Workers.AttemptRef Read(Protocol.AttemptRef attempt) => TryRead(attempt, out var read) ? read : default;

    private static AttemptOutcome Read(Outcome outcome) =>
        outcome switch
        {
            Outcome.Succeeded => AttemptOutcome.Succeeded,
            Outcome.Cancelled => AttemptOutcome.Cancelled,
            Outcome.TimedOut => AttemptOutcome.TimedOut,
            _ => AttemptOutcome.Failed,
        };

    private static Core.Runs.Failure Read(Protocol.Failure failure) =>
        new(failure.Type, failure.Message, failure.Stack, [.. failure.Causes.Select(Read)]);
}
