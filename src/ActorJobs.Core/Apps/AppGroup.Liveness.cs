using ActorJobs.Core.Workers;
using NodaTime;

namespace ActorJobs.Core.Apps;

/// <content>What the silence of workers means.</content>
public sealed partial class AppGroup
{
    /// <summary>A worker that is offline and has no session is forgotten after this.</summary>
    private static readonly Duration ForgetAfter = Duration.FromHours(1);

    private Duration _lastJudgement;

    private Duration? NextJudgement(Moment moment) =>
        _workers.Values.Any(worker => worker.State != WorkerState.Offline || worker.Held.Count > 0)
            ? Duration.Max(_lastJudgement + Tick, moment.Monotonic)
            : null;

    private void JudgeWorkers(Moment moment)
    {
        if (moment.Monotonic - _lastJudgement < Tick)
        {
            return;
        }

        _lastJudgement = moment.Monotonic;
        EndSilentAttempts(moment);
        _capacityChanged = true;
        foreach (var worker in _workers.Values.ToList())
        {
            var silence = moment.Monotonic - worker.LastHeard;
            if (worker.State == WorkerState.Offline)
            {
                if (worker.Session is null && moment.Now - worker.Since > ForgetAfter)
                {
                    ForgetLeftovers(worker);
                    _workers.Remove(worker.Ref.Id);
                }
            }
            else if (silence > Limits.OfflineAfter)
            {
                TakeOffline(worker, $"not heard for {Limits.OfflineAfter.TotalSeconds:0} s", moment);
            }
            else if (silence > Limits.SuspectAfter && worker.State == WorkerState.Online)
            {
                worker.Become(WorkerState.Suspect, $"not heard for {Limits.SuspectAfter.TotalSeconds:0} s", moment);
                _effects.Notice(AppNoticeLevel.Warning, $"Worker {worker.Ref.Id} of app {_app.Name} is suspect: {worker.Reason}");
            }
            else if (worker.Session is { } session && moment.Monotonic - worker.AskedAt >= SendAgainAfter)
            {
                AskAgain(worker, session, moment);
            }
        }
    }

    private void AskAgain(Worker worker, SessionAddress session, Moment moment)
    {
        if (worker.State == WorkerState.Connecting)
        {
            AskWhatItHolds(worker, session, moment);
        }
        else if (worker.State == WorkerState.Online)
        {
            StopLeftovers(worker, session, moment);
        }
    }

    /// <summary>This process stood still: nobody could be heard meanwhile.</summary>
    private void ForgiveSilence(Duration gap)
    {
        foreach (var worker in _workers.Values)
        {
            worker.LastHeard += gap;
        }

        foreach (var (run, heard) in _guarded.ToList())
        {
            _guarded[run] = heard + gap;
        }
    }
}
