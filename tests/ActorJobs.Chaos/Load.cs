namespace ActorJobs.Chaos;

/// <summary>The jobs of a campaign, and the runs that a user submits to them all the time.</summary>
internal sealed class Load(World world, Client client, Random chance)
{
    /// <summary>Fires every 200 ms, misses nothing, may overlap.</summary>
    public const string Tick = "tick";

    /// <summary>Fires every second, takes longer than that, and never overlaps.</summary>
    public const string Slow = "slow";

    /// <summary>Submitted; repeated if its worker is lost.</summary>
    public const string Repeated = "repeated";

    /// <summary>Submitted; never repeated.</summary>
    public const string Once = "once";

    /// <summary>Submitted; some of its attempts fail, and are tried again; one at a time of each key.</summary>
    public const string Flaky = "flaky";

    /// <summary>Submitted; ignores its time-out and every stop.</summary>
    public const string Deaf = "deaf";

    /// <summary>Submitted; has a process of its own, which crashes at times.</summary>
    public const string Fragile = "fragile";

    /// <summary>How many attempts of <see cref="Flaky"/> and <see cref="Fragile"/> may follow the first.</summary>
    public const int Retries = 2;

    /// <summary>How long they wait for it.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(500);

    /// <summary>A workflow whose nodes run one after the other, each of them <see cref="Repeated"/>.</summary>
    public const string Flow = "flow";

    /// <summary>How many nodes <see cref="Flow"/> has.</summary>
    public const int FlowNodes = 3;

    /// <summary>The period of <see cref="Tick"/>.</summary>
    public static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>The period of <see cref="Slow"/>.</summary>
    public static readonly TimeSpan SlowEvery = TimeSpan.FromSeconds(1);

    /// <summary>Fires that are later than this are missed for good.</summary>
    public static readonly TimeSpan MisfireWindow = TimeSpan.FromHours(1);

    private static readonly string[] s_pausable = [Slow, Repeated, Once, Flaky];

    /// <summary>Makes all apps and jobs.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        foreach (var app in world.Apps)
        {
            await client.RepeatAsync(HttpMethod.Put, $"/api/v1/apps/{app}", null, null, cancellationToken);
            if (world.Network is not null)
            {
                var made = await client.RepeatAsync(HttpMethod.Post, $"/api/v1/apps/{app}:new-secret", null, null, cancellationToken);
                world.Secrets[app] = (string)made["secret"]!;
            }

            foreach (var job in Jobs(app))
            {
                await client.RepeatAsync(HttpMethod.Post, $"/api/v1/apps/{app}/jobs", job, null, cancellationToken);
            }

            await client.RepeatAsync(HttpMethod.Post, $"/api/v1/apps/{app}/workflows", Workflow(), null, cancellationToken);
        }
    }

    /// <summary>Submits runs and workflow instances, some of them delayed, and cancels a few, until it is told to end.</summary>
    public async Task SubmitAsync(CancellationToken cancellationToken)
    {
        var tasks = new List<Task>();
        while (!cancellationToken.IsCancellationRequested)
        {
            var app = world.Apps[chance.Next(world.Apps.Count)];
            var (what, body) = Next(app);
            tasks.RemoveAll(static task => task.IsCompleted);
            tasks.Add(
                SubmitOneAsync(
                    app,
                    what,
                    body,
                    chance.Next(8) == 0 ? TimeSpan.FromMilliseconds(chance.Next(2000)) : null,
                    cancellationToken
                )
            );
            await Task.WhenAny(Task.Delay(TimeSpan.FromMilliseconds(60), TimeProvider.System, cancellationToken));
        }

        await Task.WhenAll(tasks);
    }

    private (string What, Dictionary<string, object> Body) Next(string app)
    {
        var parameters = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["file"] = world.EffectsOf(app),
            ["ms"] = chance.Next(4) == 0 ? chance.Next(3000) : chance.Next(50),
        };
        var body = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["params"] = parameters,
            ["delay"] = chance.Next(2) == 0 ? "0s" : FormattableString.Invariant($"{chance.Next(5000)}ms"),
        };
        switch (chance.Next(60))
        {
            case < 10:
                return ($"workflows/{Flow}/instances", body);
            case < 25:
                body["priority"] = chance.Next(-1, 2);
                return ($"jobs/{Once}/runs", body);
            case < 40:
                parameters["ms"] = chance.Next(100);
                parameters["failAttempts"] = chance.Next(Retries + 2);
                body["key"] = $"key-{chance.Next(3)}";
                return ($"jobs/{Flaky}/runs", body);
            case 40:
                return ($"jobs/{Deaf}/runs", new Dictionary<string, object>(StringComparer.Ordinal));
            // Rare: under libfaketime the start of a process takes seconds of a processor.
            case 41 when chance.Next(20) == 0:
                parameters["exitAttempts"] = chance.Next(2);
                return ($"jobs/{Fragile}/runs", body);
            default:
                return ($"jobs/{Repeated}/runs", body);
        }
    }

    /// <summary>Pauses one job after the other for a few seconds, until it is told to end. The one that fires all the time is left alone: the gap in its
    /// effects tells how long an outage was.</summary>
    public async Task PauseAsync(Random choice, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            // The last one is resumed in any case, or its runs would wait for ever.
            var app = world.Apps[choice.Next(world.Apps.Count)];
            await client.PauseAsync(
                app,
                s_pausable[choice.Next(s_pausable.Length)],
                TimeSpan.FromSeconds(3 + choice.Next(3)),
                CancellationToken.None
            );
        }
    }

    /// <summary>Switches all schedules off, and resumes what a late pause has paused.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        foreach (var app in world.Apps)
        {
            foreach (var job in s_pausable)
            {
                await client.ResumeLatePauseAsync(app, job, cancellationToken);
            }

            foreach (var job in (string[])[Tick, Slow])
            {
                await client.RepeatAsync(HttpMethod.Post, $"/api/v1/apps/{app}/jobs/{job}:disable", null, null, cancellationToken);
            }
        }
    }

    private async Task SubmitOneAsync(string app, string what, object body, TimeSpan? cancelAfter, CancellationToken cancellationToken)
    {
        try
        {
            var run = await client.SubmitAsync(app, what, body, cancellationToken);
            if (cancelAfter is { } time)
            {
                await Task.Delay(time, TimeProvider.System, cancellationToken);
                await client.CancelAsync(app, run, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // It was not acknowledged, and is not counted.
        }
    }

    private IEnumerable<object> Jobs(string app) =>
        [
            Job(app, Tick, 0, "atLeastOnce", "allow", "200ms"),
            Job(app, Slow, 1300, "atLeastOnce", "skip", "1s"),
            Job(app, Repeated, 0, "atLeastOnce", "allow", null),
            Job(app, Once, 0, "atMostOnce", "allow", null),
            .. Troubled(app),
        ];

    private object[] Troubled(string app)
    {
        var processor = new { type = "sdk", name = "append" };
        var retry = new
        {
            max = Retries,
            backoff = new
            {
                kind = "fixed",
                initial = FormattableString.Invariant($"{RetryAfter.TotalMilliseconds}ms"),
                jitter = 0,
            },
            on = (string[])["failed", "timedOut"],
            worker = "other",
        };
        return
        [
            new
            {
                name = Flaky,
                processor,
                retry,
                limits = new { perKey = 1 },
            },
            new
            {
                name = Deaf,
                processor,
                @params = new
                {
                    file = world.EffectsOf(app),
                    ms = 4000,
                    ignoreCancellation = true,
                },
                timeouts = new { run = "500ms", kill = "500ms" },
                limits = new { perJob = 1 },
            },
            new
            {
                name = Fragile,
                processor,
                retry,
                ownProcess = true,
                timeouts = new { run = "1m", kill = "1s" },
                limits = new { perJob = 1 },
                target = new { strategy = "roundRobin" },
            },
        ];
    }

    private static object Workflow() =>
        new
        {
            name = Flow,
            nodes = Enumerable
                .Range(1, FlowNodes)
                .Select(static number => new
                {
                    key = $"n{number}",
                    job = Repeated,
                    @params = new { file = "${trigger.params.file}", ms = "${trigger.params.ms}" },
                }),
            edges = Enumerable.Range(1, FlowNodes - 1).Select(static number => new { from = $"n{number}", to = $"n{number + 1}" }),
        };

    private object Job(string app, string name, int ms, string delivery, string overlap, string? every) =>
        new
        {
            name,
            processor = new { type = "sdk", name = "append" },
            @params = new { file = world.EffectsOf(app), ms },
            schedules = every is null
                ? Array.Empty<object>()
                :
                [
                    new
                    {
                        name = "main",
                        kind = "fixedRate",
                        every,
                    },
                ],
            overlap = new { policy = overlap },
            misfire = new
            {
                policy = "fireAll",
                window = FormattableString.Invariant($"{MisfireWindow.TotalHours}h"),
                max = 10_000,
            },
            delivery,
        };
}
