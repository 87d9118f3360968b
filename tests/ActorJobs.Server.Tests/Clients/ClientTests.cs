using System.Text.Json;
using System.Text.Json.Nodes;
using ActorJobs.Client;
using ActorJobs.Client.Apps;
using ActorJobs.Client.Jobs;
using ActorJobs.Client.Runs;
using ActorJobs.Client.Workflows;
using ActorJobs.Errors;
using ActorJobs.Server.Tests.Facade;
using Outcome = ActorJobs.Protocol.Outcome;

namespace ActorJobs.Server.Tests.Clients;

/// <summary>Every method of the client, against the real server.</summary>
public sealed class ClientTests(FacadeServer server) : IClassFixture<FacadeServer>, IDisposable
{
    private static readonly JobDefinition Hello = new()
    {
        Name = "hello",
        Processor = new Processor("echo"),
        Params = JsonSerializer.SerializeToElement(new { text = "hi" }),
        Schedules = [new Schedule { Kind = "once", At = new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero) }],
        Misfire = new Misfire("skip", TimeSpan.FromMinutes(5), 7),
        Labels = new Dictionary<string, string> { ["team"] = "a" },
    };

    private readonly ActorJobsClient _client = new(server.Address);

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Apps_MadeAndDeleted_AreListedAndShownBetween()
    {
        var app = _client.App("client-apps");
        await app.CreateAsync();
        await app.CreateAsync();

        (await _client.ListAppsAsync().AnyAsync(listed => listed.Name == "client-apps")).ShouldBeTrue();
        var shown = await app.GetAsync();
        (shown.Name, shown.Jobs, shown.Queues.Waiting).ShouldBe(("client-apps", 0, 0));
        await app.CreateJobAsync(Hello);
        (await Should.ThrowAsync<ProblemException>(() => app.DeleteAsync())).Code.ShouldBe(ErrorCodes.AppInUse);
        await app.DeleteAsync(AppDeletion.WithEverything);
        (await Should.ThrowAsync<ProblemException>(() => app.GetAsync())).Code.ShouldBe(ErrorCodes.AppNotFound);
    }

    [Fact]
    public async Task Jobs_ChangedInTurn_KeepTheirVersions()
    {
        var app = await NewAppAsync();

        var made = await app.CreateJobAsync(Hello);
        var job = await app.GetJobAsync("hello");
        var replaced = await app.ReplaceJobAsync(job with { Description = "says hi" });
        var patched = await app.PatchJobAsync("hello", new JsonObject { ["misfire"] = new JsonObject { ["max"] = 8 } }, replaced.ETag);
        var disabled = await app.DisableJobAsync("hello");
        var enabled = await app.EnableJobAsync("hello");

        (made.Version, made.ETag, job.ETag, made.Enabled).ShouldBe((1, "\"1.1\"", "\"1.1\"", true));
        (job.Misfire, job.Schedules![0].At, job.Labels!["team"]).ShouldBe(
            (new Misfire("skip", TimeSpan.FromMinutes(5), 7), Hello.Schedules![0].At, "a")
        );
        (replaced.Version, patched.Version, disabled.Enabled, enabled.Version).ShouldBe((2, 3, false, 5));
        (await Should.ThrowAsync<ProblemException>(() => app.ReplaceJobAsync(job))).Problem.Status.ShouldBe(412);
        (await app.ListJobVersionsAsync("hello").Select(version => version.Version).ToListAsync()).ShouldBe([5, 4, 3, 2, 1]);
        (await app.GetJobVersionAsync("hello", 1)).Description.ShouldBe("");
        (await app.CompareJobVersionsAsync("hello", 2, 3)).Changes.ShouldHaveSingleItem().Field.ShouldBe("misfire.max");
        await app.DeleteJobAsync("hello", JobDeletion.CancellingRuns, enabled.ETag);
        (await app.ListJobsAsync().ToListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Jobs_PausedAndResumed_TellWhoWhyAndUntilWhen()
    {
        var app = await NewAppAsync();
        await app.CreateJobAsync(Hello);

        var until = new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var paused = (await app.PauseJobAsync("hello", new PauseRequest("no paper", until))).Paused.ShouldNotBeNull();
        var saved = await app.ReplaceJobAsync((await app.GetJobAsync("hello")) with { Description = "says hi" });
        var again = (await app.PauseJobAsync("hello")).Paused.ShouldNotBeNull();
        var resumed = await app.ResumeJobAsync("hello");

        (paused.By, paused.Note, paused.Until).ShouldBe(("127.0.0.1", "no paper", until));
        again.ShouldBe(paused with { Note = null, Until = null });
        (saved.Version, resumed.Version, resumed.Paused).ShouldBe((2, 2, null));
    }

    [Fact]
    public async Task Jobs_Listed_ByWhatTheyAreAndOverPages()
    {
        var app = await NewAppAsync();
        foreach (var number in Enumerable.Range(0, 60))
        {
            await app.CreateJobAsync(Hello with { Name = $"job-{number:00}", Enabled = number % 2 == 0 });
        }

        (await app.ListJobsAsync().CountAsync()).ShouldBe(60);
        (await app.ListJobsAsync(new JobQuery("job-0", Enabled: true, "echo", ["team=a"])).Select(job => job.Name).ToListAsync()).ShouldBe([
            "job-00",
            "job-02",
            "job-04",
            "job-06",
            "job-08",
        ]);
    }

    [Fact]
    public async Task Runs_Submitted_AreWaitedForListedAndCancelled()
    {
        var app = await NewAppAsync();
        await app.CreateJobAsync(Hello);
        var worker = new FakeWorker(server, $"/api/v1/apps/{app.Name}", "w1");
        await worker.JoinAsync(1, "echo");

        var run = await app.SubmitAsync("hello", new RunRequest { Params = new { n = 1 }, IdempotencyKey = "one" });
        var again = await app.SubmitAsync("hello", new RunRequest { Params = new { n = 1 }, IdempotencyKey = "one" });
        await worker.ReportAsync(run.Id.ToString(), Outcome.Succeeded, """{"n":2}""");
        var ended = await app.WaitForEndAsync(run.Id);
        var waited = await app.RunAsync("hello", new RunRequest { Params = new { n = 1 }, IdempotencyKey = "one" });
        var now = server.Clock.GetUtcNow();
        var later = await app.SubmitAsync("hello", new RunRequest { Delay = TimeSpan.FromHours(1) });
        var at = await app.SubmitAsync("hello", new RunRequest { At = now.AddDays(1) });
        var many = await app.SubmitAsync("hello", [new RunRequest(), new RunRequest { Delay = TimeSpan.FromDays(-1) }]);
        var cancelled = await app.CancelAsync(later.Id, "not needed");

        (waited.Id, waited.State).ShouldBe((run.Id, RunState.Succeeded));
        (again.Id, ended.State, ended.ResultAs<Dictionary<string, int>>()!["n"]).ShouldBe((run.Id, RunState.Succeeded, 2));
        (later.State, at.State, cancelled.State).ShouldBe((RunState.Scheduled, RunState.Scheduled, RunState.Cancelled));
        (many[0].Status, many[1].Status, many[1].Problem!.Field).ShouldBe((201, 400, "items[1].delay"));
        (await app.ListAttemptsAsync(run.Id)).Items.ShouldHaveSingleItem().Worker!.Id.ShouldBe("w1");
        var query = new RunQuery("hello", [RunState.Cancelled], now.AddMinutes(30), now.AddHours(2));
        (await app.ListRunsAsync(query).Select(one => one.Id).ToListAsync()).ShouldBe([later.Id]);
        (await Should.ThrowAsync<ProblemException>(() => app.CancelAsync(run.Id))).Problem.State.ShouldBe("Succeeded");
    }

    [Fact]
    public async Task Workflows_OfAnApp_AreWrittenReadAndStarted()
    {
        var app = await NewAppAsync();
        await app.CreateJobAsync(Hello);
        var etl = new WorkflowDefinition { Name = "etl", Nodes = [new WorkflowNode { Key = "load", Job = "hello" }] };

        var made = await app.CreateWorkflowAsync(etl with { Labels = new Dictionary<string, string> { ["team"] = "a" } });
        var read = await app.GetWorkflowAsync("etl");
        var replaced = await app.ReplaceWorkflowAsync(read with { Description = "loads" });
        var patched = await app.PatchWorkflowAsync("etl", new JsonObject { ["onFailure"] = "cancel" }, replaced.ETag);
        var paused = await app.PauseWorkflowAsync("etl", new PauseRequest("a test"));
        var started = await app.StartInstancesAsync("etl", [new RunRequest(), new RunRequest { Delay = TimeSpan.FromDays(-1) }]);
        var resumed = await app.ResumeWorkflowAsync("etl");
        var disabled = await app.DisableWorkflowAsync("etl");
        var enabled = await app.EnableWorkflowAsync("etl");

        (made.ETag, read.ETag, replaced.Version, patched.Version).ShouldBe((read.ETag, made.ETag, 2, 3));
        (paused.Paused?.Note, resumed.Paused, disabled.Enabled, enabled.Enabled).ShouldBe(("a test", null, false, true));
        (await Should.ThrowAsync<ProblemException>(() => app.ReplaceWorkflowAsync(read))).Problem.Status.ShouldBe(412);
        (started[0].Status, started[1].Status, started[1].Problem!.Field).ShouldBe((201, 400, "items[1].delay"));
        (await app.GetInstanceAsync(started[0].Id!.Value)).Workflow.ShouldBe("etl");
        var query = new WorkflowQuery("e", Enabled: true, ["team=a"]);
        (await app.ListWorkflowsAsync(query).Select(workflow => workflow.Name).ToListAsync()).ShouldBe(["etl"]);
        (await app.ListWorkflowsAsync(query with { Enabled = false }).ToListAsync()).ShouldBeEmpty();
        (await app.ListWorkflowVersionsAsync("etl").Select(version => version.Version).ToListAsync()).ShouldBe([5, 4, 3, 2, 1]);
        (await app.GetWorkflowVersionAsync("etl", 1)).Description.ShouldBe("");
        (await app.CompareWorkflowVersionsAsync("etl", 2, 3)).Changes.ShouldHaveSingleItem().Field.ShouldBe("onFailure");
        await app.DeleteWorkflowAsync("etl", JobDeletion.CancellingRuns, enabled.ETag);
        (await app.ListWorkflowsAsync().ToListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Workers_OfAnApp_AreListedAndShown()
    {
        var app = await NewAppAsync();
        await new FakeWorker(server, $"/api/v1/apps/{app.Name}", "w1").JoinAsync(3, "echo");

        var listed = await app.ListWorkersAsync();
        var shown = await app.GetWorkerAsync("w1");

        (listed.Items.ShouldHaveSingleItem().Id, listed.Refused.Count).ShouldBe(("w1", 0));
        (shown.State, shown.Slots, shown.OfflineAfter).ShouldBe(("Online", 3, TimeSpan.FromSeconds(30)));
        (await _client.ListRefusedWorkersAsync().ToListAsync()).ShouldNotBeNull();
    }

    [Fact]
    public async Task Preview_OfASchedule_TellsTimesAndWords()
    {
        var preview = await _client.PreviewAsync(
            new PreviewRequest(new Schedule { Kind = "fixedRate", Every = TimeSpan.FromMinutes(90) }, DateTimeOffset.UnixEpoch, 2)
        );

        preview.Fires.ShouldBe([DateTimeOffset.UnixEpoch.AddMinutes(90), DateTimeOffset.UnixEpoch.AddHours(3)]);
        preview.Policy.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Refusal_OfAWrongRequest_HasAllThatTheServerTells()
    {
        var app = await NewAppAsync();
        await app.CreateJobAsync(Hello);

        var wrong = await Should.ThrowAsync<ProblemException>(() => app.CreateJobAsync(Hello with { Name = "a b" }));
        var mistaken = await Should.ThrowAsync<ProblemException>(() => app.GetJobAsync("helo"));

        (wrong.Code, wrong.Field, wrong.Problem.Errors.Count).ShouldBe((ErrorCodes.InvalidName, "name", 1));
        wrong.Problem.Example!.Value.GetProperty("name").GetString().ShouldBe("hello");
        wrong.TraceId.Length.ShouldBe(32);
        mistaken.Candidates.ShouldBe(["hello"]);
    }

    private async Task<AppClient> NewAppAsync() => _client.App((await server.NewAppAsync()).Split('/')[^1]);
}
