using ActorJobs.Core.Runs;

namespace ActorJobs.Core.Apps;

/// <summary>The open runs of an app, and what has changed about runs since the last flush. A run that changes several times in one turn is written once.</summary>
internal sealed class RunBook
{
    private readonly Dictionary<RunId, Run> _open = [];
    private readonly Dictionary<RunId, Change> _changes = [];
    private readonly List<RunId> _changed = [];

    public int Count => _open.Count;

    public IEnumerable<Run> Open => _open.Values;

    public Run? Find(RunId id) => _open.GetValueOrDefault(id);

    /// <summary>Takes in a run that the store has already.</summary>
    public void Restore(Run run) => _open.Add(run.Id, run);

    /// <summary>A new run. Null params: those of its job.</summary>
    public void Insert(Run run, string? parameters)
    {
        Keep(run);
        Note(run, new Change(run) { IsNew = true, Params = parameters });
    }

    /// <summary>A run has changed, or must be written again for what the commit answers.</summary>
    public void Update(Run run)
    {
        Keep(run);
        Note(run, new Change(run));
    }

    /// <summary>A change that the store need not know.</summary>
    public void Touch(Run run) => _open[run.Id] = run;

    /// <summary>A run has ended by a report, with texts.</summary>
    public void End(Run run, string? result, Failure? failure)
    {
        Keep(run);
        Note(
            run,
            new Change(run)
            {
                HasTexts = true,
                Result = result,
                Failure = failure,
            }
        );
    }

    /// <summary>Hands over what has changed, in the order of the first change to each run.</summary>
    public void Flush(AppEffects effects)
    {
        foreach (var id in _changed)
        {
            var change = _changes[id];
            if (change.IsNew)
            {
                effects.Write(new RunInserted(change.Run, change.Params));
            }

            if (change.HasTexts)
            {
                effects.Write(new RunEnded(change.Run, change.Result, change.Failure));
            }
            else if (!change.IsNew)
            {
                effects.Write(new RunUpdated(change.Run));
            }
        }

        _changed.Clear();
        _changes.Clear();
    }

    private void Keep(Run run)
    {
        if (run.State.IsEnd())
        {
            _open.Remove(run.Id);
        }
        else
        {
            _open[run.Id] = run;
        }
    }

    private void Note(Run run, Change change)
    {
        if (_changes.TryGetValue(run.Id, out var before))
        {
            _changes[run.Id] = change with
            {
                IsNew = before.IsNew,
                Params = before.Params,
                HasTexts = before.HasTexts || change.HasTexts,
                Result = change.Result ?? before.Result,
                Failure = change.Failure ?? before.Failure,
            };
            return;
        }

        _changes.Add(run.Id, change);
        _changed.Add(run.Id);
    }

    private sealed record Change(Run Run)
    {
        public bool IsNew { get; init; }
        public string? Params { get; init; }
        public bool HasTexts { get; init; }
        public string? Result { get; init; }
        public Failure? Failure { get; init; }
    }
}
