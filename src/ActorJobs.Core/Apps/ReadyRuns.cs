using ActorJobs.Core.Runs;
using ActorJobs.Core.Workers;
using NodaTime;

namespace ActorJobs.Core.Apps;

/// <summary>
/// The runs that wait for a worker. Runs of a greater priority are first; jobs of equal priority take turns, whatever number of runs each has; within a job the
/// first that came is first. Every tenth run that is taken is the one that has waited longest, whatever its priority, so that nothing waits for ever.
/// </summary>
internal sealed class ReadyRuns
{
    /// <summary>Every so many-th run that is taken is the oldest.</summary>
    public const int OldestEvery = 10;

    private readonly Dictionary<RunNeed, Lane> _lanes = [];
    private readonly Dictionary<RunId, Place> _places = [];
    private readonly Dictionary<long, HashSet<JobLine>> _linesOfJobs = [];
    private readonly HashSet<long> _heldJobs = [];
    private readonly Dictionary<(long Job, string Key), RunQueue> _byKey = [];
    private long _lastNumber;
    private long _lastLine;
    private long _turn;
    private long _taken;

    /// <summary>The lanes in which runs wait.</summary>
    public IReadOnlyCollection<Lane> Lanes => _lanes.Values;

    /// <summary>Whether the next run to take is to be the oldest.</summary>
    public bool IsTurnOfOldest => _taken % OldestEvery == OldestEvery - 1;

    /// <summary>How many wait.</summary>
    public int Count => _places.Count;

    /// <summary>Whether a run waits.</summary>
    public bool Contains(RunId run) => _places.ContainsKey(run);

    /// <summary>Whether a limit for its key is what a run waits for.</summary>
    public bool IsParked(RunId run) => _places.TryGetValue(run, out var place) && place.ParkedBy is not null;

    /// <summary>A run waits from now on; one that waits already keeps its place.</summary>
    public void Add(Run run, RunNeed need, int priority)
    {
        if (_places.ContainsKey(run.Id))
        {
            return;
        }

        if (!_lanes.TryGetValue(need, out var lane))
        {
            _lanes.Add(need, lane = new Lane(need));
        }

        var key = new JobLineKey(run.JobId, run.JobId == 0 ? run.JobName : "", priority);
        if (!lane.Lines.TryGetValue(key, out var line))
        {
            // A line that comes anew is not owed for the time in which it was not there, and does not go before those that were.
            lane.Lines.Add(key, line = new JobLine(lane, key, ++_lastLine) { Turn = _turn + 1 });
            if (!_linesOfJobs.TryGetValue(run.JobId, out var lines))
            {
                _linesOfJobs.Add(run.JobId, lines = []);
            }

            lines.Add(line);
        }

        _places.Add(run.Id, new Place(line, (run.QueuedAt ?? run.Due, ++_lastNumber), null));
        line.Runs.Add(run.Id);
        if (line.Runs.Count == 1)
        {
            Enter(line);
        }
    }

    /// <summary>A run waits no more; one that did not is of no concern.</summary>
    public void Remove(Run run)
    {
        if (!_places.Remove(run.Id, out var place))
        {
            return;
        }

        if (place.ParkedBy is { } key)
        {
            Unpark(place.Line, run.Id, key);
            Drop(place.Line);
        }
        else
        {
            TakeOut(place.Line, run.Id);
            if (run.LimitKey is { } freed)
            {
                // It may have been the one that was let back in when its key had room.
                Release(run.JobId, freed);
            }
        }
    }

    /// <summary>The first run of a line is given to a worker.</summary>
    public void Take(JobLine line, Run run)
    {
        _taken++;
        _turn = Math.Max(_turn, line.Turn);
        line.Lane.Leave(line);
        line.Turn = _turn + 1;
        _places.Remove(run.Id);
        TakeOut(line, run.Id);
    }

    /// <summary>A limit of the job is reached: none of its runs is taken until it is let go.</summary>
    public void Hold(long job)
    {
        if (_heldJobs.Add(job))
        {
            foreach (var line in LinesOf(job))
            {
                line.Lane.Leave(line);
            }
        }
    }

    /// <summary>The runs of the job may be taken again.</summary>
    public void LetGo(long job)
    {
        if (_heldJobs.Remove(job))
        {
            foreach (var line in LinesOf(job))
            {
                Enter(line);
            }
        }
    }

    /// <summary>The first run of a line has a key whose limit is reached; others of the job may pass it.</summary>
    public void Park(JobLine line, Run run)
    {
        var key = (run.JobId, run.LimitKey!);
        _places[run.Id] = _places[run.Id] with { ParkedBy = run.LimitKey };
        if (!_byKey.TryGetValue(key, out var parked))
        {
            _byKey.Add(key, parked = new RunQueue());
        }

        parked.Add(run.Id);
        line.Parked++;
        line.Lane.Leave(line);
        line.Runs.Remove(run.Id);
        Enter(line);
    }

    /// <summary>A run with the key has left its worker: the first that waits for that is the first of its line.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Release(long job, string key)
    {
        if (!_byKey.TryGetValue((job, key), out var parked))
        {
            return false;
        }

        var run = parked.First;
        var place = _places[run] with { ParkedBy = null };
        _places[run] = place;
        Unpark(place.Line, run, key);
        place.Line.Lane.Leave(place.Line);
        place.Line.Runs.AddFirst(run);
        Enter(place.Line);
        return true;
    }

    /// <summary>How many runs stand before this one: those of its job with its priority that came before, and those of a greater priority in its lane. Other jobs
    /// take turns with its own. For one that waits for its key: those with that key that came before.</summary>
    public int Ahead(RunId run)
    {
        var (line, _, parkedBy) = _places[run];
        if (parkedBy is { } key)
        {
            return _byKey[(line.Key.Job, key)].InOrder.TakeWhile(other => other != run).Count();
        }

        var before = line.Runs.InOrder.TakeWhile(other => other != run).Count();
        return before + line.Lane.Lines.Values.Where(other => other.Key.Priority > line.Key.Priority).Sum(static other => other.Runs.Count);
    }

    /// <summary>How many lines of the same priority take turns with that of a run.</summary>
    public int Rivals(RunId run)
    {
        var line = _places[run].Line;
        return line.Lane.Lines.Values.Count(other => other != line && other.Runs.Count > 0 && other.Key.Priority == line.Key.Priority);
    }

    private HashSet<JobLine> LinesOf(long job) => _linesOfJobs.TryGetValue(job, out var lines) ? lines : [];

    /// <summary>The line stands in the order of its lane if it has runs, and its job is not held.</summary>
    private void Enter(JobLine line)
    {
        if (line.Runs.Count > 0 && !_heldJobs.Contains(line.Key.Job))
        {
            line.Age = _places[line.Runs.First].Age;
            line.Lane.Enter(line);
        }
    }

    private void TakeOut(JobLine line, RunId run)
    {
        line.Lane.Leave(line);
        line.Runs.Remove(run);
        Enter(line);
        Drop(line);
    }

    /// <summary>A line without runs is forgotten.</summary>
    private void Drop(JobLine line)
    {
        if (line.Runs.Count + line.Parked > 0)
        {
            return;
        }

        line.Lane.Lines.Remove(line.Key);
        if (line.Lane.Lines.Count == 0)
        {
            _lanes.Remove(line.Lane.Need);
        }

        var lines = _linesOfJobs[line.Key.Job];
        lines.Remove(line);
        if (lines.Count == 0)
        {
            _linesOfJobs.Remove(line.Key.Job);
        }
    }

    private void Unpark(JobLine line, RunId run, string key)
    {
        var parked = _byKey[(line.Key.Job, key)];
        parked.Remove(run);
        line.Parked--;
        if (parked.Count == 0)
        {
            _byKey.Remove((line.Key.Job, key));
        }
    }

    /// <param name="Line">Where the run waits.</param>
    /// <param name="Age">Since when it is queued, and its number among those of that time.</param>
    /// <param name="ParkedBy">The key whose limit it waits for; null: none.</param>
    private readonly record struct Place(JobLine Line, (Instant Since, long Number) Age, string? ParkedBy);
}
