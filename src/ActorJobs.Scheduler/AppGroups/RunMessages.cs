using ActorJobs.Core;
using ActorJobs.Core.Apps;
using ActorJobs.Core.Runs;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using NodaTime;

namespace ActorJobs.Scheduler.AppGroups;

/// <summary>The messages to an app group that are about runs.</summary>
internal static class RunMessages
{
    /// <summary>Makes the runs of one request, but for those whose key may be in the store, and those for which there is no room.</summary>
    public static Func<AppEffects, AppGroupReply> Submit(AppGroup group, KeyBook keys, SubmitRuns submit, Moment moment)
    {
        var room = group.RoomForRunsOf(submit.Job);
        var requests = new Core.Apps.RunRequest[submit.Runs.Count];
        var results = new SubmittedRun?[requests.Length];
        var made = new List<Core.Apps.RunRequest>(requests.Length);
        for (var index = 0; index < requests.Length; index++)
        {
            var request = requests[index] = Read(submit.Runs[index], moment);
            if (request.Key is { } known && keys.MayKnow(known.Text, submit.Looked))
            {
                results[index] = new SubmittedRun { Look = new LookAgain() };
            }
            else if (made.Count == room)
            {
                results[index] = new SubmittedRun { Problem = AppGroupMessages.ProblemOf(group.TooManyOpenRuns()) };
            }
            else
            {
                made.Add(request);
                if (request.Key is { } key)
                {
                    keys.Take(key.Text);
                }
            }
        }

        group.Submit(submit.Job, made, submit.Origin, moment);
        return effects => Submitted(group, requests, results, effects, moment);
    }

    /// <summary>Ends a run, or asks its worker to.</summary>
    public static Func<AppEffects, AppGroupReply> Cancel(AppGroup group, CancelRun cancel, Moment moment)
    {
        var id = ReadRun(cancel.Run);
        group.Cancel(id, cancel.Reason, moment);
        return effects => new AppGroupReply { Run = View(group, id, effects, moment) };
    }

    /// <summary>Cancels many runs, or tells which it would.</summary>
    public static Func<AppEffects, AppGroupReply> Cancel(AppGroup group, CancelRuns cancel, Moment moment)
    {
        var selection = new RunSelection(
            cancel.Job.Length == 0 ? null : cancel.Job,
            [.. cancel.States.Select(static state => Word<RunState>(state, "state"))],
            cancel.WaitReason.Length == 0 ? null : Word<WaitReason>(cancel.WaitReason, "waitReason"),
            cancel.LimitKey.Length == 0 ? null : cancel.LimitKey,
            cancel.From == 0 ? null : Instant.FromUnixTimeMilliseconds(cancel.From),
            cancel.To == 0 ? null : Instant.FromUnixTimeMilliseconds(cancel.To),
            cancel.AtWorkers
        );
        var cleared = cancel.Most == 0 ? group.LookFor(selection) : group.Clear(selection, cancel.Most, cancel.Reason, moment);
        var cancelled = new RunsCancelled { Count = cleared.Count };
        cancelled.First.AddRange(cleared.First.Select(static id => id.ToString()));
        return _ => new AppGroupReply { RunsCancelled = cancelled };
    }

    /// <summary>A word that a sender of a newer version knows is refused: to leave it out would cancel more than was asked for.</summary>
    private static T Word<T>(string word, string field)
        where T : struct, Enum =>
        Enum.TryParse<T>(word, out var value)
            ? value
            : throw new RefusalException(ErrorCodes.InvalidValue, $"The owner of the app does not know '{word}'.", field);

    /// <summary>Tells the fire times of a period.</summary>
    public static Func<AppEffects, AppGroupReply> ListFires(AppGroup group, ListFires list)
    {
        var times = group.FireTimesOf(
            list.Job,
            list.HasSchedule ? list.Schedule : null,
            Instant.FromUnixTimeMilliseconds(list.From),
            Instant.FromUnixTimeMilliseconds(list.To),
            list.Most
        );
        var listed = new FiresListed { Count = times.Count };
        listed.Fires.AddRange(
            times.First.Select(static fire => new Protocol.FireTime { Schedule = fire.Schedule, At = fire.At.ToUnixTimeMilliseconds() })
        );
        return _ => new AppGroupReply { FiresListed = listed };
    }

    /// <summary>Shows an open run.</summary>
    public static Func<AppEffects, AppGroupReply> Describe(AppGroup group, DescribeRun describe, Moment moment)
    {
        var id = ReadRun(describe.Run);
        group.FindOpen(id);
        return effects => new AppGroupReply { Run = View(group, id, effects, moment) };
    }

    /// <summary>Explains an open run.</summary>
    public static Func<AppEffects, AppGroupReply> Explain(AppGroup group, ExplainRun explain, Moment moment)
    {
        var id = ReadRun(explain.Run);
        group.FindOpen(id);
        return _ => new AppGroupReply { Reasons = RunReasonsWire.Of(group.Why(id, moment), moment) };
    }

    /// <summary>Which open run a message waits for.</summary>
    public static RunId Await(AppGroup group, AwaitRun await) => group.FindOpen(ReadRun(await.Run)).Id;

    private static AppGroupReply Submitted(
        AppGroup group,
        Core.Apps.RunRequest[] requests,
        SubmittedRun?[] results,
        AppEffects effects,
        Moment moment
    )
    {
        var submitted = new RunsSubmitted();
        Dictionary<RunId, Run>? written = null;
        foreach (var (request, result) in requests.Zip(results))
        {
            submitted.Runs.Add(
                result
                    ?? new SubmittedRun
                    {
                        Run =
                            requests.Length == 1
                                ? View(group, request.Id, effects, moment)
                                : ShortView(group, request.Id, effects, ref written),
                    }
            );
        }

        return new AppGroupReply { RunsSubmitted = submitted };
    }

    /// <summary>Without the words for the wait: they look at every worker.</summary>
    private static RunView ShortView(AppGroup group, RunId id, AppEffects effects, ref Dictionary<RunId, Run>? written)
    {
        var run = group.Find(id) ?? (written ??= Written(effects))[id];
        return new RunView { Id = id.ToString(), State = run.State.ToString() };
    }

    internal static RunView View(AppGroup group, RunId id, AppEffects effects, Moment moment)
    {
        var described = group.Describe(id, moment);
        var run = described?.Run ?? Written(effects)[id];
        return new RunView
        {
            Id = id.ToString(),
            State = run.State.ToString(),
            Wait = described?.Wait ?? "",
        };
    }

    /// <summary>A run that is open no more has ended in this turn, and the turn writes how.</summary>
    private static Dictionary<RunId, Run> Written(AppEffects effects)
    {
        var runs = new Dictionary<RunId, Run>();
        foreach (var write in effects.Writes)
        {
            if (write.ChangedRun is { } run)
            {
                runs[run.Id] = run;
            }
        }

        return runs;
    }

    private static Core.Apps.RunRequest Read(Protocol.RunRequest run, Moment moment) =>
        new(ReadRun(run.Id), run.HasParams ? run.Params : null, Planned(run, moment.Now))
        {
            Priority = run.HasPriority ? run.Priority : null,
            LimitKey = run.HasLimitKey ? run.LimitKey : null,
            Key = run.Key is { } key ? new Core.Runs.RunKey(key.Text, key.Fingerprint) : null,
        };

    private static Instant Planned(Protocol.RunRequest run, Instant now)
    {
        const string tooFar = "Found a time for the run that no calendar has; expected one near now.";
        try
        {
            return run.At != 0 ? Instant.FromUnixTimeMilliseconds(run.At) : now + Duration.FromMilliseconds(run.Delay);
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or OverflowException)
        {
            throw new RefusalException(ErrorCodes.OutOfRange, tooFar, run.At != 0 ? "at" : "delay");
        }
    }

    internal static RunId ReadRun(string text) =>
        RunId.TryParse(text, out var id)
            ? id
            : throw new RefusalException(ErrorCodes.InvalidRunId, $"Found '{text}'; {RunId.Expected}.", "run");
}
