using ActorJobs.Core.Runs;
using ActorJobs.Errors;

namespace ActorJobs.Core.Apps;

/// <content>A queue is cleared: many runs are cancelled at once.</content>
public sealed partial class AppGroup
{
    /// <summary>How many runs one turn cancels at most, so that the app's other runs do not wait for a great clearing.</summary>
    public const int MostCleared = 1000;

    /// <summary>How many of the runs of a clearing are named.</summary>
    private const int MostShown = 20;

    /// <summary>Looks which runs a clearing would cancel, and changes nothing.</summary>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.JobNotFound"/>.</exception>
    public ClearedRuns LookFor(RunSelection selection)
    {
        var count = 0;
        var first = new List<RunId>();
        foreach (var run in Selected(selection))
        {
            count++;
            if (first.Count < MostShown)
            {
                first.Add(run.Id);
            }
        }

        return new ClearedRuns(count, first);
    }

    /// <summary>Cancels runs; those at workers are asked to stop.</summary>
    /// <param name="selection">Which.</param>
    /// <param name="most">How many in this turn, at most <see cref="MostCleared"/>.</param>
    /// <param name="reason">Who cancels, and why.</param>
    /// <param name="moment">Now.</param>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.JobNotFound"/>.</exception>
    public ClearedRuns Clear(RunSelection selection, int most, string reason, Moment moment)
    {
        var chosen = Selected(selection).Take(Math.Min(most, MostCleared)).Select(static run => run.Id).ToList();
        foreach (var id in chosen)
        {
            // The end of an instance may have ended the runs of its nodes.
            if (_runs.Find(id) is { } run)
            {
                StopOrCancel(run, new StopWish(reason, moment.Now), moment);
            }
        }

        if (chosen.Count > 0)
        {
            _effects.Notice(AppNoticeLevel.Information, $"{chosen.Count} run(s) of app {_app.Name} were {reason}");
        }

        return new ClearedRuns(chosen.Count, [.. chosen.Take(MostShown)]);
    }

    private IEnumerable<Run> Selected(RunSelection selection)
    {
        var candidates = selection.Job is { } name ? FindJob(name).OpenRuns.Select(id => _runs.Find(id)!) : _runs.Open;
        return candidates.Where(run => selection.Takes(run, PauseOf(run)));
    }
}
