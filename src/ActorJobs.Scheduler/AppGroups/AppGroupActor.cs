using ActorJobs.Actors;
using ActorJobs.Core;
using ActorJobs.Core.Apps;
using ActorJobs.Core.Secrets;
using ActorJobs.Core.Workers;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Measures;
using ActorJobs.Scheduler.Secrets;
using ActorJobs.Scheduler.Sessions;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Scheduler.Time;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Scheduler.AppGroups;

/// <summary>What every app group of a node works with.</summary>
/// <param name="Store">Where it claims, loads and commits.</param>
/// <param name="Sessions">How it reaches workers.</param>
/// <param name="Clock">Scheduling time.</param>
/// <param name="Limits">When a worker's silence means something.</param>
/// <param name="Instruments">Where it is measured.</param>
/// <param name="Node">The node's name, for views.</param>
/// <param name="Logger">For what operators should read.</param>
public sealed record AppGroupSurroundings(
    IAppStore Store,
    ISessions Sessions,
    SchedulingClock Clock,
    WorkerLimits Limits,
    AppInstruments Instruments,
    string Node,
    ILogger Logger
)
{
    /// <summary>What the values of secrets are opened with; null if the node has no key.</summary>
    public SecretKey? SecretKey { get; init; }

    /// <summary>Told that a notification is due, once it is stored.</summary>
    public Action NotificationDue { get; init; } = static () => { };
}

/// <summary>The sharded entity that owns an app: turns messages into calls of the <see cref="AppGroup"/> model, and its effects into one commit a turn and outputs
/// that wait for it.</summary>
public sealed class AppGroupActor(string app, AppGroupSurroundings surroundings) : Actor<AppGroupMessage, AppGroupReply>
{
    private AppClaim _claim = null!;
    private AppIdentity _identity = null!;
    private AppGroup _group = null!;
    private KeyBook _keys = null!;
    private RunSecrets _secrets = null!;
    private OwnedApp _owned = null!;
    private readonly RunWaiters _waiters = new();
    private long _sequence;

    /// <summary>Claims the app, which fences every earlier owner, and reads what it needs.</summary>
    /// <exception cref="EntityUnavailableException">There is no such app.</exception>
    public override async ValueTask LoadAsync(CancellationToken cancellationToken)
    {
        _claim =
            await surroundings.Store.ClaimAsync(app, cancellationToken) ?? throw new EntityUnavailableException($"There is no app {app}.");
        _identity = new AppIdentity(_claim.AppId, _claim.App, _claim.Epoch);
        _sequence = _claim.Sequence;
        _keys = new KeyBook(_claim.Sequence);
        _group = new AppGroup(_identity, surroundings.Limits, _claim.LastToken, _claim.LastJobId);
        var contents = await surroundings.Store.LoadAsync(_claim, cancellationToken);
        var moment = surroundings.Clock.Moment;
        AppGroupLoading.Load(_group, contents, _identity, moment, surroundings.Logger);
        _secrets = new RunSecrets(app, surroundings.SecretKey, withhold => Self.Tell(new AppGroupMessage { WithholdAttempt = withhold }));
        _secrets.Restore(contents.ParamsAtWorkers, _group.Secrets);
        _owned = surroundings.Instruments.Begin(app, _claim.Epoch, _group.Figures());
    }

    /// <inheritdoc/>
    public override void Started(Turn turn)
    {
        turn.Output(() =>
            surroundings.Logger.LogInformation("App {App} is owned by node {Node} in epoch {Epoch}", app, surroundings.Node, _claim.Epoch)
        );
        var moment = surroundings.Clock.Moment;
        _group.BeginTurn(moment);
        Leave(turn, moment);
    }

    /// <summary>The next life, here or on another node, does not know who waits.</summary>
    public override void Stopped()
    {
        surroundings.Instruments.End(_owned);
        _waiters.Abandon($"App {app} is loaded anew.");
    }

    /// <inheritdoc/>
    public override void Receive(IReadOnlyList<Envelope<AppGroupMessage, AppGroupReply>> batch, Turn turn)
    {
        var moment = surroundings.Clock.Moment;
        _group.BeginTurn(moment);
        _keys.BeginTurn(_sequence + 1, moment.Monotonic);
        var replies = new List<(Envelope<AppGroupMessage, AppGroupReply> Asker, Func<AppEffects, AppGroupReply> Reply)>();
        foreach (var envelope in batch)
        {
            try
            {
                if (envelope.Message.AwaitRun is { } awaited)
                {
                    _waiters.Add(RunMessages.Await(_group, awaited), envelope);
                }
                else if (
                    AppGroupMessages.Apply(_group, _keys, _secrets, _identity, surroundings.Node, envelope.Message, moment) is { } reply
                )
                {
                    replies.Add((envelope, reply));
                }
            }
            catch (RefusalException refusal)
            {
                turn.Reply(envelope, AppGroupMessages.Refusal(refusal));
            }
        }

        var effects = Leave(turn, moment);
        foreach (var (asker, reply) in replies)
        {
            turn.Reply(asker, reply(effects));
        }
    }

    /// <summary>Ends the turn: one commit for all its writes; orders and log lines leave after it.</summary>
    private AppEffects Leave(Turn turn, Moment moment)
    {
        var effects = _group.EndTurn(moment);
        AppGroupCommit? commit = null;
        if (effects.Writes.Count > 0)
        {
            _sequence++;
            commit = new AppGroupCommit(
                surroundings.Store,
                new AppCommit(_claim, _sequence, _group.LastToken, _group.LastJobId, effects.Writes)
            );
            turn.Commit(commit);
        }

        if (effects.Writes.Count > 0 || effects.Orders.Count > 0 || effects.Notices.Count > 0)
        {
            // As this turn has them: a later one may set others, and fail.
            var secrets = _group.Secrets;
            turn.Output(() => Send(effects, commit, secrets, moment));
        }

        _owned.Show(_group.Figures());

        _waiters.Answer(effects.Writes, turn);
        turn.WakeAfter(_group.NextWake(moment) is { } delay ? surroundings.Clock.WakeAfter(delay) : null);
        return effects;
    }

    private void Send(AppEffects effects, AppGroupCommit? commit, IReadOnlyDictionary<string, AppSecret> secrets, Moment moment)
    {
        surroundings.Instruments.Committed(app, effects.Writes, moment.Now);
        _secrets.Forget(effects.Writes);
        foreach (var order in effects.Orders)
        {
            if (order is not DispatchOrder dispatch)
            {
                surroundings.Sessions.Send(order.Session, WorkerWire.Write(order, _identity.Epoch));
            }
            else if (commit!.FindParams(dispatch.Run.Id) is { } stored && _secrets.Fill(dispatch.Run, stored, secrets) is { } parameters)
            {
                surroundings.Sessions.Send(order.Session, WorkerWire.Write(dispatch, _identity, parameters));
            }
        }

        if (effects.HasDueNotification)
        {
            surroundings.NotificationDue();
        }

        foreach (var notice in effects.Notices)
        {
            var level = notice.Level == AppNoticeLevel.Warning ? LogLevel.Warning : LogLevel.Information;
            surroundings.Logger.Log(level, "{Notice}", notice.Text);
        }
    }
}
