using ActorJobs.Core.Workers;
using ActorJobs.Errors;
using NodaTime;

namespace ActorJobs.Core.Apps;

/// <content>What the app as a whole holds back, and of that its workers that are to get no new runs.</content>
public sealed partial class AppGroup
{
    private Instant? _nextDrainEnd;

    /// <summary>What operators hold back in the app as a whole.</summary>
    public AppHolds Holds { get; private set; } = AppHolds.None;

    /// <summary>Takes in from the store what the app holds back, before the jobs.</summary>
    public void RestoreHolds(AppHolds holds) => Take(holds);

    /// <summary>A worker, or all that have some labels, get no new runs from the commit on, also after they have come anew, or the app has moved. A drain of the same
    /// workers stays one, since then, for the reason and as long as is said now.</summary>
    /// <param name="asked">The drain; that its since lies in the past is of no concern.</param>
    /// <param name="moment">Now.</param>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.WorkerNotFound"/>; <see cref="ErrorCodes.OutOfRange"/>: it would be over already, or there are too
    /// many.</exception>
    public void DrainWorkers(WorkerDrain asked, Moment moment)
    {
        RefusePast(asked.Until, moment);
        var before = Holds.Drains.FirstOrDefault(drain => drain.Target == asked.Target);
        if (before is null)
        {
            RefuseUnknown(asked.Worker);
            RefuseTooManyDrains();
        }

        var drain = asked with { Since = before?.Since ?? WholeMilliseconds(moment.Now) };
        Hold(Holds with { Drains = [.. Holds.Drains.Where(other => other != before), drain] });
        _effects.Notice(AppNoticeLevel.Information, $"App {_app.Name}: {drain}");
    }

    /// <summary>Ends a drain. Does nothing if there is none of these workers; they may fall under another one, and then still get no runs.</summary>
    /// <param name="worker">The id of the one worker; null: the labels tell.</param>
    /// <param name="labels">Those that the drain names.</param>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.WorkerNotFound"/>: neither a drain nor a worker has that id.</exception>
    public void EndDrain(string? worker, IReadOnlyDictionary<string, string> labels)
    {
        var target = new WorkerDrain(worker, labels, "", default, null, null).Target;
        if (Holds.Drains.FirstOrDefault(drain => drain.Target == target) is { } found)
        {
            EndDrains(drain => drain == found);
        }
        else
        {
            RefuseUnknown(worker);
        }
    }

    private void EndDueDrains(Moment moment)
    {
        if (_nextDrainEnd <= moment.Now)
        {
            EndDrains(drain => drain.Until <= moment.Now);
        }
    }

    private void EndDrains(Func<WorkerDrain, bool> ends)
    {
        foreach (var drain in Holds.Drains.Where(ends))
        {
            _effects.Notice(AppNoticeLevel.Information, $"App {_app.Name}: the drain of {drain.Target} by {drain.By} has ended");
        }

        Hold(Holds with { Drains = [.. Holds.Drains.Where(drain => !ends(drain))] });
    }

    private void Hold(AppHolds holds)
    {
        Take(holds);
        _effects.Write(new AppHeld(holds));
        foreach (var worker in _workers.Values)
        {
            worker.Drain = DrainOf(worker);
        }

        _capacityChanged = true;
    }

    private void Take(AppHolds holds)
    {
        Holds = holds;
        _nextDrainEnd = holds.Drains.Min(drain => drain.Until);
    }

    private WorkerDrain? DrainOf(Worker worker) => Holds.Drains.FirstOrDefault(drain => drain.Covers(worker));

    private void RefuseUnknown(string? worker)
    {
        if (worker is not null && !_workers.ContainsKey(worker))
        {
            var near = NearMatches.Of(worker, _workers.Keys);
            var hint = NearMatches.Hint(worker, _workers.Keys);
            throw new RefusalException(ErrorCodes.WorkerNotFound, $"App {_app.Name} knows no worker {worker}.{hint}", "worker", near);
        }
    }

    private void RefuseTooManyDrains()
    {
        if (Holds.Drains.Count >= AppHolds.MostDrains)
        {
            throw new RefusalException(
                ErrorCodes.OutOfRange,
                $"App {_app.Name} has {Holds.Drains.Count} drains, which is the most. End those that are needed no more, or drain by labels."
            );
        }
    }
}
