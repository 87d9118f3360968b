using ActorJobs.Actors;
using ActorJobs.Core.Runs;
using NodaTime;

namespace ActorJobs.Scheduler.Tests.Simulation;

/// <summary>Some apps with fixed-rate jobs, their workers, users, and trouble, all decided by a seed; then healing, and a check of what must hold.</summary>
/// <param name="seed">Decides everything.</param>
/// <param name="kills">Whether worker processes are killed: then a run may take more than one attempt.</param>
/// <param name="missing">The guard that is not there.</param>
internal sealed class SchedulerSimulation(int seed, bool kills, Missing missing = Missing.Nothing)
{
    private const int Users = 2;
    private const int SubmitsPerUser = 15;
    private const string Held = "held";
    private static readonly string[] Apps = ["red", "blue"];
    private static readonly Dictionary<string, int> Rates = new() { ["fast"] = 100, ["slow"] = 700 };

    private readonly SchedulerWorld _world = new(seed, busyness: 50);
    private readonly List<(string App, FakeWorker Worker)> _workers = [];
    private readonly HashSet<(string App, RunId Run)> _acknowledged = [];
    private readonly HashSet<(string App, string Key, RunId Run)> _keyed = [];
    private readonly List<string> _violations = [];
    private bool _isOver;
    private bool _isHealing;

    public List<string> Trace => _world.Trace;

    public Dictionary<string, int> CommitEnds => _world.Store.Ends;

    public int AdoptedWithWork => _workers.Sum(entry => entry.Worker.AdoptedWithWork);

    /// <summary>How many pauses were acknowledged.</summary>
    public int Pauses { get; private set; }

    /// <summary>How the asks of users ended, by name.</summary>
    public Dictionary<string, int> AskEnds { get; } = [];

    public void Run() => _world.Run(RunAsync);

    private async Task RunAsync()
    {
        foreach (var app in Apps)
        {
            _world.Store.Create(app);
            _world.Apps.Start(app);
            _workers.AddRange([(app, new FakeWorker(_world, app, "one", 4)), (app, new FakeWorker(_world, app, "two", 4))]);
        }

        _world.Store.KeepsRuns = missing != Missing.OccurrenceKey;
        _workers.ForEach(entry => entry.Worker.Checks = missing != Missing.WorkersCheck);
        var lives = _workers.Select(entry => entry.Worker.LiveAsync(() => _isOver)).ToList();
        foreach (var app in Apps)
        {
            await CreateJobsAsync(app);
        }

        _world.Store.Trouble = 12;
        var background = new List<Task> { CutWorkersAsync(), SetClockAsync() };
        background.AddRange(Apps.Select(HoldAsync));
        await Task.WhenAll(Apps.SelectMany(app => Enumerable.Range(0, Users).Select(_ => UseAsync(app))));
        _world.Store.Trouble = 0;
        _isHealing = true;
        await Task.WhenAll(background);
        foreach (var app in Apps)
        {
            await DisableJobsAsync(app);
        }

        await _world.UntilAsync(() => Apps.All(app => !Open(app).Any()), "the end of every run");
        _isOver = true;
        await Task.WhenAll(lives);
        Check();
    }

    private async Task CreateJobsAsync(string app)
    {
        const string policies = """, "misfire": { "policy": "fireAll", "window": "1h", "max": 1000 }, "overlap": { "policy": "allow" }""";
        (await _world.AskAsync(Ask.Create(Ask.Job(Held)), app)).JobSaved.ShouldNotBeNull();
        foreach (var (name, every) in Rates)
        {
            var schedule = $$"""{ "name": "main", "kind": "fixedRate", "every": "{{every}}ms" }""";
            (await _world.AskAsync(Ask.Create(Ask.Job(name, schedule, policies)), app)).JobSaved.ShouldNotBeNull();
        }
    }

    private async Task DisableJobsAsync(string app)
    {
        foreach (var name in Rates.Keys)
        {
            while (await TryAskAsync(Ask.Enable(name, false), app) is null)
            {
                await PauseAsync(100);
            }
        }
    }

    private async Task CutWorkersAsync()
    {
        while (!_isHealing)
        {
            await PauseAsync(4000);
            var (_, worker) = _workers[_world.Chance.Next(_workers.Count)];
            if (kills && _world.Chance.Next(2) == 0)
            {
                worker.Kill();
            }
            else
            {
                worker.Break();
            }
        }
    }

    /// <summary>The store's clock is noisy, and is set forward and back; what it shows is no whole number of ticks.</summary>
    private async Task SetClockAsync()
    {
        var offset = Duration.Zero;
        while (!_isHealing)
        {
            await PauseAsync(1000);
            if (_world.Chance.Next(5) == 0)
            {
                offset += Duration.FromMilliseconds(_world.Chance.Next(-500, 700));
            }

            var store =
                Instant.FromDateTimeOffset(_world.Time.GetUtcNow()) + offset + Duration.FromNanoseconds(_world.Chance.Next(5_000_000));
            _world.Clock.Sample(store, _world.Clock.Monotonic, _world.Clock.Monotonic);
        }
    }

    /// <summary>Pauses a job again and again, and asks for runs of it. Once a pause is acknowledged none of them is given out, until the job is resumed.</summary>
    private async Task HoldAsync(string app)
    {
        while (!_isHealing)
        {
            await SubmitHeldAsync(app);
            if ((await TryAskAsync(Ask.Pause(Held), app))?.JobSaved is not null)
            {
                Pauses++;
                var before = HeldAttempts(app);
                await SubmitHeldAsync(app);
                await PauseAsync(2000);
                Require(HeldAttempts(app) == before, $"a run of app {app} was given out after the pause of its job");
            }

            while (await TryAskAsync(Ask.Resume(Held), app) is null)
            {
                await PauseAsync(100);
            }

            await PauseAsync(2000);
        }
    }

    private async Task SubmitHeldAsync(string app)
    {
        var bytes = new byte[16];
        _world.Chance.NextBytes(bytes);
        await TryAskAsync(Ask.Submit(Held, new Guid(bytes)), app);
    }

    private int HeldAttempts(string app) => _world.Store[app].Runs.Values.Where(row => row.Run.JobName == Held).Sum(row => row.Run.Attempt);

    private async Task UseAsync(string app)
    {
        for (var count = 0; count < SubmitsPerUser; count++)
        {
            var bytes = new byte[16];
            _world.Chance.NextBytes(bytes);
            var run = new Guid(bytes);
            var submit = Ask.Submit("fast", run, delay: _world.Chance.Next(3) == 0 ? 500 : 0);
            var isKnown = false;
            for (var tries = 0; tries < 3 && !isKnown; tries++)
            {
                isKnown = await TryAskAsync(submit, app) is not null;
                await PauseAsync(300);
            }

            if (isKnown)
            {
                _acknowledged.Add((app, new RunId(run)));
            }

            if (_world.Chance.Next(4) == 0)
            {
                await Task.WhenAll(UseKeyAsync(app, $"{run}"), UseKeyAsync(app, $"{run}"));
            }

            if (_world.Chance.Next(4) == 0)
            {
                await TryAskAsync(Ask.Cancel(run), app);
            }
            else if (_world.Chance.Next(4) == 0)
            {
                // A repetition that comes late, when the run may have ended.
                await PauseAsync(1500);
                await TryAskAsync(submit, app);
            }
        }
    }

    /// <summary>Asks for a run by a key, as a server does for its user, who repeats it until he has an answer: each time with another id, and often beside
    /// himself.</summary>
    private async Task UseKeyAsync(string app, string key)
    {
        for (var tries = 0; tries < 6; tries++)
        {
            var store = _world.Store[app];
            if (store.Keys.TryGetValue(key, out var known))
            {
                _keyed.Add((app, key, known));
                return;
            }

            var looked = store.Sequence;
            await PauseAsync(100);
            var bytes = new byte[16];
            _world.Chance.NextBytes(bytes);
            var reply = await TryAskAsync(Ask.SubmitKeyed("fast", new Guid(bytes), key, looked), app);
            if (reply?.RunsSubmitted?.Runs[0].Run is { } run)
            {
                _keyed.Add((app, key, new RunId(Guid.Parse(run.Id))));
                return;
            }

            await PauseAsync(300);
        }
    }

    /// <summary>Null if the answer was none. An answer must be in the store by then.</summary>
    private async Task<Protocol.AppGroupReply?> TryAskAsync(Protocol.AppGroupMessage message, string app)
    {
        string end;
        Protocol.AppGroupReply? reply = null;
        try
        {
            reply = await _world.AskAsync(message, app);
            end = reply.BodyCase.ToString();
            if ((reply.Run ?? reply.RunsSubmitted?.Runs[0].Run) is { } view)
            {
                var isStored = RunId.TryParse(view.Id, out var run) && _world.Store[app].Runs.ContainsKey(run);
                Require(isStored, $"run {view.Id} was answered and is not in the store");
            }
        }
        catch (Exception exception)
            when (exception is EntityUnavailableException or OutcomeUnknownException or TimeoutException or PoisonMessageException)
        {
            end = exception.GetType().Name;
        }

        AskEnds[end] = AskEnds.GetValueOrDefault(end) + 1;
        _world.Note($"ask {app} {message.BodyCase} {end}");
        return reply;
    }

    private IEnumerable<Run> Open(string app) => _world.Store[app].Runs.Values.Select(row => row.Run).Where(run => !run.State.IsEnd());

    private void Check()
    {
        _violations.Concat(_world.Sessions.Violations).Concat(_workers.SelectMany(entry => entry.Worker.Violations)).ShouldBeEmpty();
        _world.Poison.ShouldAllBe(poison => poison.EndsWith(TroubledAppStore.RollbackText));
        // A commit in doubt that is durable after all is followed by others; the actor layer says so as an error.
        // And a message whose commits the store rolled back three times is set aside, as one that the actor fails on would be.
        _world.Errors.ShouldAllBe(line => line.Contains("A later commit of app/") || line.EndsWith(TroubledAppStore.RollbackText));
        foreach (var app in Apps)
        {
            CheckFires(app);
            CheckEffects(app);
        }

        foreach (var (app, key, run) in _keyed)
        {
            _world.Store[app].Keys[key].ShouldBe(run, "a key has two runs, or its run was lost");
        }

        foreach (var (app, run) in _acknowledged)
        {
            _world.Store[app].Runs.ShouldContainKey(run, "an acknowledged submit was lost");
        }
    }

    private void CheckFires(string app)
    {
        var store = _world.Store[app];
        foreach (var (job, row) in store.Jobs.Where(job => Rates.ContainsKey(job.Value.Name)))
        {
            var mark = store.Marks[(job, "main")];
            var every = Duration.FromMilliseconds(Rates[row.Name]);
            var due = Enumerable.Range(1, (int)((mark.FiredUpTo - mark.Anchor) / every)).Select(number => mark.Anchor + every * number);
            var fired = store
                .Runs.Values.Select(entry => entry.Run)
                .Where(run => run.JobId == job && run.Trigger.Kind == TriggerKind.Schedule);
            fired.Select(run => run.Planned).Order().ShouldBe(due, $"the fires of job {row.Name} of app {app}");
            fired.ShouldAllBe(run => run.State == RunState.Succeeded);
        }
    }

    /// <summary>A run that succeeded took effect; and it took effect once, if no worker was killed.</summary>
    private void CheckEffects(string app)
    {
        var effects = _workers.Where(entry => entry.App == app).SelectMany(entry => entry.Worker.Effects).ToLookup(effect => effect.Run);
        foreach (var run in _world.Store[app].Runs.Values.Select(row => row.Run))
        {
            var count = effects[run.Id].Count();
            count.ShouldBeInRange(run.State == RunState.Succeeded ? 1 : 0, kills ? run.Attempt : 1, $"effects of run {run}");
        }
    }

    private void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            _violations.Add(otherwise);
        }
    }

    private Task PauseAsync(int mostMilliseconds) =>
        _world.PassAsync(TimeSpan.FromTicks(_world.Chance.NextInt64(1, mostMilliseconds * TimeSpan.TicksPerMillisecond)));
}
