using ActorJobs.Core.Notifications;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.Errors;
using NodaTime;

namespace ActorJobs.Core.Apps;

/// <content>
/// Tells channels of runs that have failed, and of runs that wait for too long. Nothing of it is done in an app without channels. A run of a node that fails is the
/// concern of its workflow instance; that it waits is told like that of any run.
/// </content>
public sealed partial class AppGroup
{
    /// <summary>How many runs that wait for too long one turn tells of.</summary>
    private const int MostWaitsATurn = 10_000;

    private const int LongestMessage = 2000;
    private const int LongestCause = 200;
    private const int NamedJobs = 20;

    private readonly NotificationBook _notifications;

    /// <summary>When runs begin to wait for too long.</summary>
    private readonly Timetable<Instant, RunId> _longWaits;

    /// <summary>Open runs of which it was told that they wait for too long.</summary>
    private readonly HashSet<RunId> _toldWaits = [];

    private bool HasChannels => Settings.Channels.Count > 0;

    /// <summary>Takes in from the store, after the settings and before the runs, what is not over.</summary>
    /// <param name="notifications">Those that gather, and those in whose interval the same is gathered.</param>
    /// <param name="toldWaits">Open runs of which it was told that they wait for too long.</param>
    public void RestoreNotifications(IEnumerable<Notification> notifications, IEnumerable<RunId> toldWaits)
    {
        foreach (var notification in notifications)
        {
            _notifications.Restore(notification);
        }

        _toldWaits.UnionWith(toldWaits);
    }

    /// <summary>The run has ended; if that is a failure, the channels are told.</summary>
    private void NotifyOfEnd(Run ended, Failure? failure, Moment moment)
    {
        _toldWaits.Remove(ended.Id);
        if (
            HasChannels
            && ended.State is RunState.Failed or RunState.TimedOut or RunState.Expired or RunState.WorkerLost
            && NodePass.Of(ended.Trigger) is null
        )
        {
            var run = new NotedRun(ended.Id, moment.Now);
            var cause = failure?.Type is { Length: > 0 } type ? type : $"{ended.State}";
            Tell(
                NotifyOf(ended).Failure,
                new NotificationKey("", NotificationEvent.Failure, ended.JobName, Cut(cause, LongestCause)),
                1,
                (run, run),
                ended.State,
                failure?.Message ?? ended.Stop?.Reason ?? ""
            );
        }
    }

    /// <summary>The end of a turn: what has become due is told.</summary>
    private void Notify(Moment moment)
    {
        TellOfLongWaits(moment);
        _notifications.End(moment.Now);
        _notifications.Flush(_effects);
    }

    private void TellOfLongWaits(Moment moment)
    {
        if (_longWaits.FindEarliest() is not { } first || first > moment.Now)
        {
            return;
        }

        var told = new List<(NotificationKey Key, Run Run)>();
        while (told.Count < MostWaitsATurn && _longWaits.TryTake(moment.Now, out var id))
        {
            var run = _runs.Find(id)!;
            _toldWaits.Add(id);
            _effects.Write(new WaitTold(id));
            told.Add((new NotificationKey("", NotificationEvent.Waiting, run.JobName, $"{ReasonOf(run, moment)}"), run));
        }

        foreach (var same in told.GroupBy(static one => one.Key, static one => one.Run))
        {
            var runs = same.ToList();
            Tell(
                NotifyOf(runs[^1]).Waiting,
                same.Key,
                runs.Count,
                (new NotedRun(runs[0].Id, moment.Now), new NotedRun(runs[^1].Id, moment.Now)),
                RunState.Queued,
                ExplainWait(runs[^1], moment)
            );
        }
    }

    private void Tell(
        IReadOnlyList<string>? channels,
        NotificationKey key,
        long count,
        (NotedRun First, NotedRun Last) runs,
        RunState state,
        string message
    )
    {
        foreach (var channel in (channels ?? []).Where(Settings.Channels.ContainsKey))
        {
            var now = runs.Last.At;
            _notifications.Tell(
                new Notification
                {
                    Id = default,
                    Key = key with { Channel = channel },
                    State = NotificationState.Pending,
                    Count = count,
                    First = runs.First,
                    Last = runs.Last,
                    RunState = state,
                    Message = Cut(message, LongestMessage),
                    Until = now,
                    Due = now,
                },
                now
            );
        }
    }

    /// <summary>The run waits; when it does so for too long, that is told once.</summary>
    private void WatchWait(Run run)
    {
        if (TooLongFrom(run) is { } time)
        {
            _longWaits.Add(time, run.Id);
        }
    }

    /// <summary>The policy of a job, or of a workflow, is another one.</summary>
    private void WatchWaitsOf(JobEntry job)
    {
        foreach (var id in HasChannels ? job.DueRuns.InOrder : [])
        {
            WatchWait(_runs.Find(id)!);
        }
    }

    /// <summary>The policy of workflows is another one: their nodes have runs that are of no job.</summary>
    private void WatchWaitsOfNodes()
    {
        foreach (var run in HasChannels ? _runs.Open.Where(static run => run.JobId == 0) : [])
        {
            WatchWait(run);
        }
    }

    /// <summary>When the run begins to wait for too long; null if it does not wait, or nobody is told.</summary>
    private Instant? TooLongFrom(Run run) =>
        HasChannels
        && run is { State: RunState.Queued, QueuedAt: { } since }
        && !_toldWaits.Contains(run.Id)
        && NotifyOf(run) is { Waiting.Count: > 0 } notify
            ? since + (notify.WaitingAfter ?? NotifyPolicy.UsualWaitingAfter)
            : null;

    /// <summary>The policy of the run's job; of a node's own work that of its workflow.</summary>
    private NotifyPolicy NotifyOf(Run run) =>
        _jobs.Find(run.JobId)?.Notify
        ?? (NodePass.Of(run.Trigger) is { } pass && _runs.Find(pass.Instance) is { } instance ? NotifyOf(instance) : Settings.Notify);

    private Duration EveryOf(string job) => (_jobs.Find(job)?.Notify ?? Settings.Notify).Every ?? NotifyPolicy.UsualEvery;

    /// <summary>A job may name only channels that there are.</summary>
    private void RefuseUnknownChannels(NotifyPolicy policy)
    {
        var channels = (_import?.Settings ?? Settings).Channels;
        foreach (var (channel, field) in policy.Channels.Where(named => !channels.ContainsKey(named.Channel)))
        {
            throw new RefusalException(
                ErrorCodes.UnknownChannel,
                $"App {_app.Name} has no channel '{channel}'.{NearMatches.Hint(channel, channels.Keys)} Its settings have those that there are.",
                field,
                NearMatches.Of(channel, channels.Keys)
            );
        }
    }

    /// <summary>Settings keep the channels that jobs name.</summary>
    private void RefuseToTakeChannels(AppSettings settings)
    {
        var users = _jobs
            .Names.SelectMany(job => DefinitionOf(job)!.Notify.Channels.Select(named => (Job: job, named.Channel)))
            .Where(use => !settings.Channels.ContainsKey(use.Channel))
            .Distinct()
            .OrderBy(static use => use.Job, StringComparer.Ordinal)
            .ToList();
        if (users is not [var (_, channel), ..])
        {
            return;
        }

        var jobs = users.Where(use => use.Channel == channel).Select(static use => use.Job).ToList();
        throw new RefusalException(
            ErrorCodes.ChannelInUse,
            $"The settings lack channel '{channel}', which {jobs.Count} job(s) or workflow(s) of app {_app.Name} name: "
                + $"{string.Join(", ", jobs.Take(NamedJobs))}{(jobs.Count > NamedJobs ? ", …" : "")}. "
                + $"Keep it, or take it out of their field {NotifyText.Notify} first.",
            ChannelText.Channels,
            [.. jobs.Take(NamedJobs)]
        );
    }

    private static string Cut(string text, int length) => text.Length > length ? $"{text[..length]}…" : text;
}
