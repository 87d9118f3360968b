namespace ActorJobs.Cli.Tests;

/// <summary>Definitions and settings as pbm shows them, of a real server.</summary>
public sealed class DefinitionTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Job_WithDefaultsOnly_ShowsNoneOfThemButItsPolicies()
    {
        var app = await server.NewAppAsync();

        var rows = await ShowAsync("job", "show", "hello", "-a", app);

        rows.ShouldContain("misfire fireOnce");
        rows.ShouldContain("overlap skip");
        rows.Select(static row => row.Split(' ')[0])
            .ShouldBe(["job", "enabled", "processor", "params", "misfire", "overlap", "delivery", "version"]);
    }

    [Fact]
    public async Task Job_WithAllThatThereIs_ShowsIt()
    {
        var app = await server.NewAppAsync();
        await SetAsync(app);
        var save = new PbmRun
        {
            Server = server.Address,
            Input = """
                {"name":"full","processor":{"name":"echo"},"priority":5,"ownProcess":true,"limits":{"perJob":3,"perKey":1,"rate":"10/1s"},
                 "retry":{"max":3,"backoff":{"initial":"2s","max":"5m"},"on":["failed"],"worker":"other"},"timeouts":{"queue":"1h","run":"90s"},
                 "target":{"workers":["w1"],"labels":{"pool":"blue"},"runtimes":["python3"],"minFreeCpu":0.5,"minFreeMemory":"512MiB","maxWorkers":2,"strategy":"random"},
                 "misfire":{"policy":"fireAll","window":"2h","max":7},"overlap":{"policy":"queue","max":4},"notify":{"failure":[],"every":"1h"},
                 "schedules":[{"name":"a","kind":"cron","expression":"0 0 3 * * ?","timeZone":"Europe/Berlin","calendar":"holidays","jitter":"5m"},
                  {"name":"b","kind":"dailyWindow","every":"1h","window":{"from":"09:00","to":"17:30","days":["mon","tue"]},
                   "startAt":"2100-01-01T00:00:00Z","endAt":"2101-01-01T00:00:00Z"}]}
                """,
        };
        (await save.RunAsync("job", "save", "-", "-a", app)).ShouldBeDone();

        var rows = await ShowAsync("job", "show", "full", "-a", app);

        string[] told =
        [
            "schedules a: cron 0 0 3 * * ? Europe/Berlin; calendar holidays; jitter 5m",
            "b: dailyWindow 1h UTC; 09:00 to 17:30 on mon, tue; from 2100-01-01T00:00:00Z; until 2101-01-01T00:00:00Z",
            "misfire fireAll, window 2h, max 7",
            "overlap queue, max 4",
            "priority 5",
            "limits per job 3, per key 1, rate 10/1s",
            "retry max 3; backoff exponential 2s to 5m, factor 2, jitter 0.2; on failed; worker other",
            "timeouts queue 1h, run 1m30s",
            "target workers w1; labels pool=blue; runtimes python3; free processors 0.5; free memory 512MiB; max workers 2; strategy random",
            "own process yes",
            "notify failure: none; every: 1h",
        ];
        told.Except(rows).ShouldBeEmpty(string.Join('\n', rows));
    }

    [Fact]
    public async Task Settings_WithCalendars_ShowTheirDays()
    {
        var app = await server.NewAppAsync();
        await SetAsync(app);

        var rows = await ShowAsync("app", "settings", app);

        rows.ShouldContain("calendars holidays: 01-01, 12-25 every year; 2026-12-24; sat, sun");
        rows.ShouldContain("defaults run 1h");
    }

    private async Task SetAsync(string app) =>
        (
            await new PbmRun
            {
                Server = server.Address,
                Input = """
                    {"defaults":{"timeouts":{"run":"1h"}},
                     "calendars":{"holidays":{"dates":["2026-12-24"],"everyYear":["12-25","01-01"],"weekdays":["sat","sun"]}}}
                    """,
            }.RunAsync("app", "set", app, "--file", "-")
        ).ShouldBeDone();

    /// <summary>The rows, with one blank between a name and its value.</summary>
    private async Task<IReadOnlyList<string>> ShowAsync(params string[] line) =>
        [
            .. (await server.RunAsync(line))
                .ShouldBeDone()
                .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(static row => string.Join(' ', row.Split(' ', StringSplitOptions.RemoveEmptyEntries))),
        ];
}
