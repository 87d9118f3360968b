namespace ActorJobs.Chaos;

/// <summary>What must hold of a campaign, from what users were told, what the store has, and what processors did.</summary>
/// <param name="submitted">Runs whose submission was acknowledged.</param>
/// <param name="cancelled">Runs whose cancellation was acknowledged, and when.</param>
/// <param name="runs">All runs of the store.</param>
/// <param name="effects">All effects.</param>
/// <param name="clock">What the database's clock was set to; empty if it was always right.</param>
internal sealed partial class Checker(
    IReadOnlyCollection<string> submitted,
    IReadOnlyDictionary<string, DateTimeOffset> cancelled,
    IReadOnlyList<StoredRun> runs,
    IReadOnlyList<Effect> effects,
    IReadOnlyList<ClockSetting> clock
)
{
    private const int MicrosOfMilli = 1000;

    /// <summary>After this time a cancellation that was acknowledged has reached whoever could still start the run.</summary>
    private static readonly TimeSpan s_cancelWithin = TimeSpan.FromSeconds(2);

    /// <summary>So much may the clock of a server and that of whoever paused a job differ.</summary>
    private static readonly TimeSpan s_clocksWithin = TimeSpan.FromSeconds(1);

    /// <summary>The clocks of this machine's processes are read one after the other.</summary>
    private static readonly TimeSpan s_clockTolerance = TimeSpan.FromMilliseconds(100);

    /// <summary>Servers ask the database for its clock every second, if it answers; until then they do not know that it was set back.</summary>
    private static readonly TimeSpan s_noticedWithin = TimeSpan.FromSeconds(10);

    private readonly Dictionary<Guid, StoredRun> _byId = runs.ToDictionary(static run => run.Id);
    private readonly ILookup<Guid, Effect> _byRun = effects.ToLookup(static effect => effect.Run);

    /// <summary>Runs whose cancellation was asked for, whether or not it was acknowledged.</summary>
    public IReadOnlySet<string> Unwanted { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The attempts that ended before their runs did.</summary>
    public IReadOnlyList<StoredAttempt> Attempts { get; init; } = [];

    /// <summary>When which jobs were paused.</summary>
    public IReadOnlyCollection<PausedSpan> Paused { get; init; } = [];

    /// <summary>What does not hold; empty if all does.</summary>
    public IReadOnlyList<string> Violations() =>
        [
            .. Lost(),
            .. Doubled(),
            .. Missing(),
            .. Stale(),
            .. Stuck(),
            .. Overlapping(),
            .. Retried(),
            .. Uncancelled(),
            .. Unpaused(),
            .. Backward(),
            .. Disordered(),
            .. Misled(),
        ];

    /// <summary>I1: no command is lost that was acknowledged. I3: a run that succeeded had its effect.</summary>
    public IEnumerable<string> Lost() =>
        submitted
            .Where(run => !_byId.ContainsKey(Guid.Parse(run)))
            .Select(static run => $"I1 run {run} was acknowledged, and is not in the store")
            .Concat(
                runs.Where(run => run.State == "Succeeded" && run.Job != Load.Flow && !_byRun[run.Id].Any())
                    .Select(static run => $"I3 run {run.Id} of {run.App}/{run.Job} succeeded without an effect")
            );

    /// <summary>I3: an attempt has at most one effect, and so has a run that is never repeated.</summary>
    public IEnumerable<string> Doubled() =>
        _byRun
            .SelectMany(lines =>
                lines
                    .GroupBy(static line => line.Token)
                    .Where(static attempt => attempt.Count() > 1)
                    .Select(attempt =>
                        $"I3 attempt {attempt.First().Attempt} (token {attempt.Key}) of run {lines.Key} had {attempt.Count()} effects"
                    )
            )
            .Concat(
                runs.Where(run => run.Job == Load.Once && _byRun[run.Id].Count() > 1)
                    .Select(run => $"I3 run {run.Id} of {run.App} is at most once, and had {_byRun[run.Id].Count()} effects")
            );

    /// <summary>I2: every fire time has one run, or lies in a record of fires that got none.</summary>
    public IEnumerable<string> Missing() =>
        runs.Where(static run => run.Trigger.Equals("schedule", StringComparison.OrdinalIgnoreCase))
            .GroupBy(static run => (run.App, run.Job))
            .SelectMany(static fires => Gaps(fires.Key, [.. fires.OrderBy(static run => run.Planned)]));

    /// <summary>I6: a run that succeeded did so by an attempt that took place, the last.</summary>
    public IEnumerable<string> Stale() =>
        runs.Where(run => run.State == "Succeeded" && _byRun[run.Id].Any() && _byRun[run.Id].All(line => line.Token != run.Token))
            .Select(static run => $"I6 run {run.Id} of {run.App}/{run.Job} succeeded with token {run.Token}, which had no effect");

    /// <summary>I10: everything has ended.</summary>
    public IEnumerable<string> Stuck() =>
        runs.Where(static run => !run.HasEnded)
            .Select(static run =>
                $"I10 run {run.Id} of {run.App}/{run.Job} is still {run.State}"
                + (run.PausedSince == 0 ? "" : $"; its job is paused since {Shown(run.PausedSince)}")
            );

    /// <summary>I4: attempts of a job that never overlaps, or of one key of a job that has one at a time, do not overlap, if their results were taken.</summary>
    public IEnumerable<string> Overlapping() =>
        effects
            .Where(effect => _byId.TryGetValue(effect.Run, out var run) && IsOneAtATime(run) && run.Token == effect.Token)
            .GroupBy(effect => (_byId[effect.Run].App, _byId[effect.Run].Job, _byId[effect.Run].Key))
            .SelectMany(static lines =>
            {
                var ordered = lines.OrderBy(static line => line.Started).ToList();
                return ordered
                    .Zip(ordered.Skip(1))
                    .Where(static pair => pair.Second.Started < pair.First.Ended)
                    .Select(pair => $"I4 runs {pair.First.Run} and {pair.Second.Run} of {lines.Key} overlap");
            });

    private static bool IsOneAtATime(StoredRun run) => run.Job == Load.Slow || (run.Job == Load.Flaky && run.Key.Length > 0);

    /// <summary>I9: what was cancelled does not start any more.</summary>
    public IEnumerable<string> Uncancelled() =>
        cancelled
            .Select(wish => (Run: Guid.Parse(wish.Key), At: (wish.Value + s_cancelWithin).ToUnixTimeMilliseconds()))
            .Where(wish => _byRun[wish.Run].Any(line => line.Started > wish.At))
            .Select(static wish => $"I9 run {wish.Run} was started after its cancellation had been acknowledged");

    /// <summary>I9: nothing is dispatched while its job is paused. The times can be compared only if the database's clock was right, by which runs
    /// are dispatched.</summary>
    public IEnumerable<string> Unpaused() =>
        Paused
            .Where(_ => clock.Count == 0)
            .SelectMany(pause =>
                runs.Where(run =>
                        run.App == pause.App
                        && run.Job == pause.Job
                        && run.Dispatched > Micros(pause.From + s_clocksWithin)
                        && run.Dispatched < Micros(pause.To - s_clocksWithin)
                    )
                    .Select(run =>
                        $"I9 run {run.Id} of {run.App}/{run.Job} was dispatched at {Shown(run.Dispatched)}, while its job was paused"
                    )
            );

    /// <summary>I5: one writer an app: later commits have no lower epoch.</summary>
    public IEnumerable<string> Backward() =>
        runs.GroupBy(static run => run.App)
            .SelectMany(static rows =>
            {
                var ordered = rows.OrderBy(static row => row.Sequence).ToList();
                return ordered
                    .Zip(ordered.Skip(1))
                    .Where(static pair => pair.Second.Epoch < pair.First.Epoch)
                    .Select(pair =>
                        $"I5 in {rows.Key} commit {pair.Second.Sequence} has epoch {pair.Second.Epoch}, and {pair.First.Sequence} had {pair.First.Epoch}"
                    );
            });

    /// <summary>I7: an instance that succeeded has had one pass of each node, each after the end of the one before; one that nobody wanted to cancel succeeds.</summary>
    public IEnumerable<string> Disordered()
    {
        var passes = runs.Where(static run => run.Trigger == "Node")
            .ToLookup(static run => run.TriggerName[..run.TriggerName.IndexOf('/', StringComparison.Ordinal)], StringComparer.Ordinal);
        return runs.Where(static run => run.Job == Load.Flow).SelectMany(instance => Disorder(instance, passes[instance.Id.ToString()]));
    }

    private IEnumerable<string> Disorder(StoredRun instance, IEnumerable<StoredRun> passes)
    {
        if (instance.State != "Succeeded")
        {
            if (!Unwanted.Contains(instance.Id.ToString()))
            {
                yield return $"I7 instance {instance.Id} of {instance.App} is {instance.State}, and nobody wanted to cancel it";
            }

            yield break;
        }

        var ordered = passes.OrderBy(static run => run.TriggerName, StringComparer.Ordinal).ToList();
        var names = ordered.Select(static run => run.TriggerName).ToList();
        if (
            !names.SequenceEqual(Enumerable.Range(1, Load.FlowNodes).Select(number => $"{instance.Id}/n{number}/1"), StringComparer.Ordinal)
        )
        {
            yield return $"I7 instance {instance.Id} of {instance.App} had the passes {string.Join(", ", names)}";
        }

        foreach (var (first, second) in ordered.Zip(ordered.Skip(1)))
        {
            var before = _byRun[first.Id].FirstOrDefault(line => line.Token == first.Token);
            if (before is not null && _byRun[second.Id].Any(line => line.Started < before.Ended))
            {
                yield return $"I7 node {second.TriggerName} of {instance.App} began before the end of the one before it";
            }
        }
    }

    /// <summary>I12: whatever clocks are set to, no time is fired twice, none before the database's clock has shown it, and none is left out as missed that the policy
    /// makes up for. Fires that are neither there nor recorded are found as <see cref="Missing"/>.</summary>
    public IEnumerable<string> Misled()
    {
        var fires = runs.Where(static run => run.Trigger.Equals("schedule", StringComparison.OrdinalIgnoreCase)).ToList();
        var forward = clock.Zip(clock.Skip(1)).Select(static pair => pair.Second.Ahead - pair.First.Ahead).DefaultIfEmpty().Max();
        return
        [
            .. fires
                .GroupBy(static run => (run.App, run.Job, run.Planned))
                .Where(static time => time.Count() > 1)
                .Select(static time => $"I12 {time.Key.App}/{time.Key.Job} has {time.Count()} runs for {Shown(time.Key.Planned)}"),
            .. fires
                .SelectMany(run =>
                    _byRun[run.Id].Select(effect => (Run: run, Early: run.Planned / MicrosOfMilli - LatestShown(effect.Started)))
                )
                .Where(static fire => fire.Early > s_clockTolerance.TotalMilliseconds)
                .Select(static fire =>
                    $"I12 run {fire.Run.Id} of {fire.Run.App}/{fire.Run.Job} for {Shown(fire.Run.Planned)} was started {fire.Early} ms before that time had come"
                ),
            .. fires
                .Where(run => run.State == "Missed" && forward < Load.MisfireWindow)
                .Select(static run =>
                    $"I12 {run.Omitted} fire(s) of {run.App}/{run.Job} from {Shown(run.Planned)} on were left out as missed"
                ),
        ];
    }

    /// <summary>The latest time that the database's clock may have shown until then, as far as servers know, in milliseconds.</summary>
    private long LatestShown(long until)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(until);
        var ends = clock.Skip(1).Select(static next => next.Surely + s_noticedWithin).Append(DateTimeOffset.MaxValue);
        var shown = clock
            .Zip(ends)
            .Where(period => period.First.From <= time)
            .Select(period => (period.Second < time ? period.Second : time) + period.First.Ahead)
            .DefaultIfEmpty(time)
            .Max();
        return shown.ToUnixTimeMilliseconds();
    }

    private static IEnumerable<string> Gaps((string App, string Job) schedule, List<StoredRun> fires)
    {
        var every = (long)(schedule.Job == Load.Tick ? Load.TickEvery : Load.SlowEvery).TotalMilliseconds * MicrosOfMilli;
        foreach (var (earlier, later) in fires.Zip(fires.Skip(1)))
        {
            var covered = Math.Max(1, earlier.Omitted);
            if (later.Planned - earlier.Planned != every * covered)
            {
                yield return $"I2 in {schedule.App}/{schedule.Job} the fire after {Shown(earlier.Planned)} is {Shown(later.Planned)}, "
                    + $"and {covered} fire(s) are accounted for";
            }
        }
    }

    private static long Micros(DateTimeOffset time) => time.ToUnixTimeMilliseconds() * MicrosOfMilli;

    private static string Shown(long micros) => $"{DateTimeOffset.UnixEpoch.AddMicroseconds(micros):HH:mm:ss.fff}";
}
