using ActorJobs.Core;
using ActorJobs.Core.Apps;
using ActorJobs.Core.Runs;
using ActorJobs.Protocol;
using NodaTime;

namespace ActorJobs.Scheduler.AppGroups;

/// <summary>Why an open run is where it is, as the wire has it.</summary>
internal static class RunReasonsWire
{
    /// <summary>The explanation as the wire has it.</summary>
    public static RunReasons Of(RunWhy why, Moment moment)
    {
        var explanation = new RunReasons
        {
            Run = new RunView
            {
                Id = why.Run.Id.ToString(),
                State = why.Run.State.ToString(),
                Wait = why.Summary,
            },
            Summary = why.Summary,
            Code = why.Waits == WaitReason.None ? "" : why.Waits.ToString(),
            Since = Milliseconds(why.Since),
            EndsBy = why.EndsBy,
            EndsAt = Milliseconds(why.EndsAt),
            Attempt = AttemptOf(why, moment),
        };
        if (why.Ahead is { } ahead)
        {
            explanation.Ahead = ahead;
            explanation.Rivals = why.Rivals;
        }

        explanation.Candidates.AddRange(
            why.Candidates.Select(static candidate => new WorkerCandidate
            {
                Worker = candidate.Worker,
                Code = candidate.Misfit.ToString(),
                Text = candidate.Text,
            })
        );
        return explanation;
    }

    private static AttemptView? AttemptOf(RunWhy why, Moment moment)
    {
        if (why.Holder is not { } holder)
        {
            return null;
        }

        var view = new AttemptView
        {
            Worker = holder.Ref.Id,
            WorkerState = holder.State.ToString(),
            SilentFor = (long)(moment.Monotonic - holder.LastHeard).TotalMilliseconds,
            Pid = why.Pulse is { Pid: > 0 } pulse ? pulse.Pid : holder.Host.Pid,
            Host = holder.Host.Name,
            LastOutput = Milliseconds(why.Pulse?.LastOutput),
            Details = why.Pulse?.Details ?? "",
        };
        if (why.Pulse?.Progress is { } progress)
        {
            view.Progress = progress;
        }

        return view;
    }

    private static long Milliseconds(Instant? time) => time?.ToUnixTimeMilliseconds() ?? 0;
}
