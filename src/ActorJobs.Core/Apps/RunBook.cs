using System.Runtime.InteropServices;
using ActorJobs.Core.Runs;

namespace ActorJobs.Core.Apps;

/// <summary>The open runs of an app, and what has changed about runs since the last flush. A run that changes several times in one turn is written once.</summary>
internal sealed class RunBook
{
    private readonly Dictionary<RunId, Run> _open = [];
    private readonly Dictionary<RunId, Change> _changes = [];
    private readonly List<RunId> _changed = [];
    private readonly int[] _byState = new int[Enum.GetValues<RunState>().Length];

    public int Count => _open.Count;

    public IEnumerable<Run> Open => _open.Values;

    /// <summary>How many open runs are in a state.</summary>
    public int CountIn(RunState state) => _byState[(int)state];

    public Run? Find(RunId id) => _open.GetValueOrDefault(id);

    /// <summary>Takes in a run that the store has already.</summary>
    public void Restore(Run run)
    {
        _open.Add(run.Id, run);
        _byState[(int)run.State]++;
    }

    /// <summary>A new run. Null params: those of its job.</summary>
    public void Insert(Run run, string? parameters)
    {
        Keep(run);
        Note(run, new Change(run) { IsNew = true, Params = parameters });
    }

    /// <summary>A run that is new since the last flush is the answer to the request with this key.</summary>
    public void Name(RunId id, RunKey key) => _changes[id] = _changes[id] with { Key = key };

    /// <summary>A run has changed, or must be written again for what the commit answers.</summary>
    public void Update(Run run)
    {
        Keep(run);
        Note(run, new Change(run));
    }

    /// <summary>A change that the store need not know.</summary>
    public void Touch(Run run) => Put(run);

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

    /// <summary>A run that had ended is open again.</summary>
    public void Reopen(Run run)
    {
        Keep(run);
        Note(run, new Change(run) { IsReopened = true });
    }

    /// <summary>Hands over what has changed, in the order of the first change to each run.</summary>
    public void Flush(AppEffects effects)
    {
        foreach (var id in _changed)
        {
            var change = _changes[id];
            if (change.IsNew)
            {
                // A workflow instance can begin and end in one turn: its end is a write of its own, which has the texts.
                var begun = change.HasTexts ? change.Run with { State = RunState.Running, EndedAt = null } : change.Run;
                effects.Write(new RunInserted(begun, change.Params) { Key = change.Key });
            }

            if (change.IsReopened)
            {
                effects.Write(new RunReopened(change.Run, change.Result, change.Failure));
            }
            else if (change.HasTexts)
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
        if (!run.State.IsEnd())
        {
            Put(run);
        }
        else if (_open.Remove(run.Id, out var before))
        {
            _byState[(int)before.State]--;
        }
    }

    private void Put(Run run)
    {
        ref var kept = ref CollectionsMarshal.GetValueRefOrAddDefault(_open, run.Id, out var isKnown);
        if (isKnown)
        {
            _byState[(int)kept!.State]--;
        }

        kept = run;
        _byState[(int)run.State]++;
    }

    private void Note(Run run, Change change)
    {
        if (_changes.TryGetValue(run.Id, out var before))
        {
            _changes[run.Id] = change with
            {
                IsNew = before.IsNew,
                IsReopened = before.IsReopened,
                Params = before.Params,
                Key = before.Key,
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
        public bool IsReopened { get; init; }
        public string? Params { get; init; }
        public RunKey? Key { get; init; }
        public bool HasTexts { get; init; }
        public string? Result { get; init; }
        public Failure? Failure { get; init; }
    }
}
