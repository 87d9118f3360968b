using System.Text.Json;
using ActorJobs.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Cli.Tests;

/// <summary>Commands against a real server, with a real worker.</summary>
public sealed class CommandTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Apps_MadeShownAndDeleted_ArePrintedAndGone()
    {
        var app = await server.NewAppAsync();

        var shown = (await server.RunAsync("app", "show", app)).ShouldBeDone().Output;
        (await server.RunAsync("app", "list")).ShouldBeDone().Output.ShouldStartWith("APP");
        (await server.RunAsync("app", "list", "-q")).ShouldBeDone().Output.Split('\n').ShouldContain(app);
        (await server.RunAsync("app", "delete", app)).ShouldFail(1, "APP_IN_USE").Errors.ShouldContain("job hello");
        (await server.RunAsync("app", "delete", app, "--force")).ShouldBeDone();

        shown.ShouldContain("node n1, epoch 1");
        (await server.RunAsync("app", "list", "-q")).Output.Split('\n').ShouldNotContain(app);
    }

    [Fact]
    public async Task Jobs_SavedAgain_HaveVersionsAndNewWords()
    {
        var app = await server.NewAppAsync();
        var save = new PbmRun
        {
            Server = server.Address,
            Input = """{"name":"hello","description":"says hi","processor":{"name":"echo"},"labels":{"team":"a"}}""",
        };

        (await save.RunAsync("job", "save", "-", "-a", app)).ShouldBeDone().Output.ShouldContain("version 2");
        (await new PbmRun { Server = server.Address, Input = save.Input.Replace("hello", "other") }.RunAsync("job", "save", "-", "-a", app))
            .ShouldBeDone()
            .Output.ShouldContain("Job other is at version 1");
        (await server.RunAsync("job", "show", "hello", "-a", app)).ShouldBeDone().Output.ShouldContain("says hi");
        (await server.RunAsync("job", "disable", "hello", "-a", app)).ShouldBeDone().Output.ShouldContain("off");
        (await server.RunAsync("job", "list", "-q", "--disabled", "-a", app)).ShouldBeDone().Output.Trim().ShouldBe("hello");
        (await server.RunAsync("job", "list", "-q", "--label", "team=a", "-n", "1", "-a", app)).Output.Trim().ShouldBe("hello");
        (await server.RunAsync("job", "enable", "hello", "-a", app)).ShouldBeDone().Output.ShouldContain("on");
        (await server.RunAsync("job", "versions", "hello", "-q", "-a", app))
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .ShouldBe(["4", "3", "2", "1"]);
        (await server.RunAsync("job", "delete", "other", "-a", app)).ShouldBeDone();
    }

    [Fact]
    public async Task Jobs_PausedAndResumed_SayWhoWhyAndUntilWhen()
    {
        var app = await server.NewAppAsync();
        (await server.RunAsync("job", "pause", "hello", "--note", "no paper", "--until", "2100-01-01T00:00:00Z", "-a", app))
            .ShouldBeDone()
            .Output.ShouldMatch("Job hello is paused by 127.0.0.1 since .*, until 2100-01-01T00:00:00Z: no paper");
        var run = (await server.RunAsync("job", "run", "hello", "-q", "-a", app)).ShouldBeDone().Output.Trim();

        (await server.RunAsync("job", "show", "hello", "-a", app)).Output.ShouldContain("no paper");
        (await server.RunAsync("job", "list", "-a", app)).Output.ShouldMatch("PAUSED(.|\n)*hello +echo +yes +yes");
        (await server.RunAsync("why", run, "-a", app)).ShouldBeDone().Output.ShouldContain("job paused by 127.0.0.1");
        (await server.RunAsync("run", "list", "-a", app)).Output.ShouldContain("Paused");
        (await server.RunAsync("job", "pause", "hello", "--until", "soon", "-a", app)).ShouldFail(2, "Found 'soon' for --until");
        (await server.RunAsync("job", "resume", "hello", "-a", app)).ShouldBeDone().Output.ShouldContain("Job hello goes on");
        (await server.RunAsync("job", "show", "hello", "-a", app)).Output.ShouldNotContain("paused");
    }

    [Fact]
    public async Task Definitions_CopiedChangedAtOnceExportedAndImported_AreWhatTheyWere()
    {
        var (app, other) = (await server.NewAppAsync(), await server.NewAppAsync());
        var file = Path.Combine(Directory.CreateTempSubdirectory("pbm-export-").FullName, "app.yaml");
        (await server.RunAsync("job", "copy", "hello", "hello-2", "-a", app)).ShouldBeDone().Output.ShouldContain("off");
        (await server.RunAsync("app", "export", app, "--file", file)).ShouldBeDone().Output.ShouldContain("2 job(s)");
        (await server.RunAsync("app", "import", other, file, "--dry-run"))
            .ShouldBeDone()
            .Output.ShouldMatch("hello +job +unchanged(.|\n)*hello-2 +job +create");
        (await server.RunAsync("app", "import", other, file)).ShouldBeDone();
        (await server.RunAsync("app", "export", other)).Output.ShouldBe((await server.RunAsync("app", "export", app)).Output);

        var asked = await server.RunAsync("job", "each", "delete", "--prefix", "hello-", "-a", app);
        asked.ShouldFail(2, $"Delete 1 job(s) of app {app}? Nobody can be asked here").Output.ShouldContain("would be done");
        (await server.RunAsync("job", "list", "-q", "-a", app)).Output.ShouldContain("hello-2");
        (await server.RunAsync("job", "each", "delete", "--prefix", "hello-", "--yes", "-a", app)).ShouldBeDone();
        (await server.RunAsync("job", "list", "-q", "-a", app)).Output.Trim().ShouldBe("hello");
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Fact]
    public async Task Runs_ClearedAndRetried_AreCancelledOnlyWithYesAndMadeOnceMore()
    {
        var app = await server.NewAppAsync();
        var run = (await server.RunAsync("job", "run", "hello", "--delay", "1h", "-q", "-a", app)).Output.Trim();

        var asked = await server.RunAsync("run", "clear", "--job", "hello", "-a", app);
        asked.ShouldFail(2, $"Cancel 1 run(s) of app {app}?").Output.ShouldContain("nothing was done");
        (await server.RunAsync("run", "retry", run, "-a", app)).ShouldFail(1, "RUN_STILL_OPEN");
        (await server.RunAsync("run", "clear", "--job", "hello", "--yes", "--reason", "closed", "-a", app))
            .ShouldBeDone()
            .Output.ShouldContain("1 run(s)");
        (await server.RunAsync("run", "show", run, "-a", app)).Output.ShouldContain("closed");
        (await server.RunAsync("run", "retry", run, "-a", app)).ShouldBeDone().Output.ShouldContain("of job hello is Queued");
    }

    [Fact]
    public async Task Runs_OfARealWorker_AreWaitedForShownExplainedAndListed()
    {
        var app = await server.NewAppAsync();
        using var worker = await StartWorkerAsync(app);

        var ended = await server.RunAsync("job", "run", "hello", "--params", """{"n":7}""", "--wait", "-o", "json", "-a", app);
        var run = JsonDocument.Parse(ended.ShouldBeDone().Output).RootElement;
        var id = run.GetProperty("id").GetString()!;

        run.GetProperty("result").GetProperty("n").GetInt32().ShouldBe(7);
        (await server.RunAsync("run", "show", id, "-a", app)).ShouldBeDone().Output.ShouldContain("Succeeded");
        (await server.RunAsync("why", id, "-a", app)).ShouldBeDone().Output.ShouldContain("the processor succeeded");
        (await server.RunAsync("run", "attempts", id, "-a", app)).ShouldBeDone().Output.ShouldContain("w1");
        (await server.RunAsync("run", "list", "-q", "--state", "succeeded", "-a", app)).ShouldBeDone().Output.Trim().ShouldBe(id);
        (await server.RunAsync("run", "cancel", id, "-a", app)).ShouldFail(1, "RUN_ENDED");
        (await server.RunAsync("worker", "list", "-a", app)).ShouldBeDone().Output.ShouldContain("Online");
        (await server.RunAsync("actor", "hierarchy")).ShouldBeDone().Output.ShouldContain($"/apps/{app}/workers/w1");
        (await server.RunAsync("worker", "drain", "w1", "-a", app)).ShouldBeDone().Output.ShouldContain("no new runs");
        (await server.RunAsync("worker", "drain", "w2", "-a", app)).ShouldFail(1, "Did you mean 'w1'?");
        (await server.RunAsync("worker", "refused")).ShouldBeDone();

        var waits = (await server.RunAsync("job", "run", "hello", "-q", "-a", app)).ShouldBeDone().Output.Trim();
        var why = (await server.RunAsync("run", "why", waits, "-a", app)).ShouldBeDone().Output;
        why.ShouldContain("w1: worker w1 drained by 127.0.0.1 since ");
        why.ShouldMatch(@"owner\s+node n1, epoch \d+", why);
        (await server.RunAsync("run", "cancel", waits, "--reason", "a test", "-a", app)).ShouldBeDone().Output.ShouldContain("Cancelled");
    }

    [Fact]
    public async Task Workflows_SavedRunAndOperatedOn_AreShownAsDrawings()
    {
        var app = await server.NewAppAsync();
        using var worker = await StartWorkerAsync(app);
        var file = Path.Combine(Path.GetTempPath(), $"{app}.yaml");
        await File.WriteAllTextAsync(
            file,
            """
            name: chain
            nodes:
              - { key: first, job: hello, params: { n: "${trigger.params.n}" } }
              - { key: second, processor: { name: echo }, params: fail }
            edges: [ { from: first, to: second } ]
            output: "${results.first}"
            """
        );

        (await server.RunAsync("workflow", "save", file, "-a", app)).ShouldBeDone().Output.ShouldContain("Workflow chain is at version 1");
        (await server.RunAsync("workflow", "save", file, "-a", app)).ShouldBeDone().Output.ShouldContain("version 2");
        File.Delete(file);
        (await server.RunAsync("workflow", "list", "-q", "-a", app)).ShouldBeDone().Output.Trim().ShouldBe("chain");
        (await server.RunAsync("workflow", "show", "chain", "-a", app)).ShouldBeDone().Output.ShouldContain("*  second  job  after first");
        (await server.RunAsync("workflow", "graph", "chain", "-a", app)).ShouldBeDone().Output.ShouldStartWith("flowchart TD");
        (await server.RunAsync("workflow", "versions", "chain", "-q", "-a", app)).ShouldBeDone().Output.ShouldBe("2\n1\n");
        var failed = await server.RunAsync("workflow", "run", "chain", "--params", """{"n":1}""", "--wait", "-a", app);
        failed.ExitCode.ShouldBe(4, failed.Errors);
        failed.Output.ShouldContain("*  second  job  Failed     after first");
        var id = (await server.RunAsync("workflow", "instances", "-q", "--state", "failed", "-a", app)).ShouldBeDone().Output.Trim();

        (await server.RunAsync("workflow", "pause", id, "-a", app)).ShouldFail(1, "WORKFLOW_STATE_CONFLICT");
        (await server.RunAsync("workflow", "rerun", id, "second", "--params", "7", "-a", app))
            .ShouldBeDone()
            .Output.ShouldContain("Running");
        (await server.RunAsync("workflow", "skip", id, "third", "-a", app)).ShouldFail(1, "WORKFLOW_NODE_NOT_FOUND");
        (await server.RunAsync("workflow", "history", id, "-a", app))
            .ShouldBeDone()
            .Output.ShouldContain("set back second, for rerun with other params");
        (await server.RunAsync("workflow", "instance", id, "-q", "-a", app)).ShouldBeDone().Output.ShouldBe("first\nsecond\n");
        (await server.RunAsync("workflow", "show", id, "-a", app)).ShouldBeDone().Output.ShouldContain("chain, version 2");
        (await server.RunAsync("workflow", "cancel", "nonsense", "-a", app)).ShouldFail(2, "a UUID");
    }

    [Fact]
    public async Task Workflow_PausedDisabledAndDeleted_IsToldSo()
    {
        var app = await server.NewAppAsync();
        var save = new PbmRun { Server = server.Address, Input = """{"name":"one","nodes":[{"key":"a","job":"hello"}]}""" };
        (await save.RunAsync("workflow", "save", "-", "-a", app)).ShouldBeDone();

        (await server.RunAsync("workflow", "pause", "one", "--note", "a test", "-a", app)).ShouldBeDone().Output.ShouldContain("a test");
        var waits = (await server.RunAsync("workflow", "run", "one", "-q", "-a", app)).ShouldBeDone().Output.Trim();
        (await server.RunAsync("workflow", "show", waits, "-a", app)).ShouldBeDone().Output.ShouldContain("a  job  Pending");
        (await server.RunAsync("why", waits, "-a", app)).ShouldBeDone().Output.ShouldContain("the resumption of workflow one");
        (await server.RunAsync("workflow", "resume", "one", "-a", app)).ShouldBeDone().Output.ShouldContain("Workflow one goes on");
        (await server.RunAsync("workflow", "mark-succeeded", waits, "a", "--result", "1", "-a", app)).ShouldBeDone();
        (await server.RunAsync("workflow", "show", waits, "-a", app)).ShouldBeDone().Output.ShouldContain("a  job  Succeeded");
        (await server.RunAsync("workflow", "disable", "one", "-a", app)).ShouldBeDone().Output.ShouldContain("off");
        (await server.RunAsync("workflow", "enable", "one", "-a", app)).ShouldBeDone().Output.ShouldContain("on");
        (await server.RunAsync("job", "delete", "hello", "-a", app)).ShouldFail(1, "USED_BY_WORKFLOWS");
        (await server.RunAsync("workflow", "delete", "one", "--cascade", "-a", app)).ShouldBeDone();
    }

    [Fact]
    public async Task Run_ThatFails_EndsPbmWithACodeOfItsOwn()
    {
        var app = await server.NewAppAsync();
        using var worker = await StartWorkerAsync(app);

        (await server.RunAsync("job", "run", "hello", "--params", "\"fail\"", "--wait", "-a", app)).ExitCode.ShouldBe(4);
    }

    [Fact]
    public async Task Json_OfAListOfSeveralPages_IsOneDocument()
    {
        var app = await server.NewAppAsync();
        var lines = string.Concat(Enumerable.Repeat($"job run hello --delay 1h -a {app}\n", 55));
        (await new PbmRun { Server = server.Address, Input = lines }.RunAsync()).ShouldBeDone();

        var all = JsonDocument.Parse((await server.RunAsync("-o", "json", "run", "list", "-n", "100", "-a", app)).ShouldBeDone().Output);
        var some = await server.RunAsync("-o", "json", "run", "list", "-n", "3", "-a", app);
        var table = await server.RunAsync("run", "list", "-n", "3", "-a", app);

        all.RootElement.GetProperty("items").GetArrayLength().ShouldBe(55);
        JsonDocument.Parse(some.Output).RootElement.GetProperty("items").GetArrayLength().ShouldBe(3);
        (table.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, table.Errors.Trim()).ShouldBe(
            (4, "There are more than 3; --limit N shows more.")
        );
    }

    [Fact]
    public async Task Cluster_OfAServerThatIsAlone_IsItselfAndRefusesToMove()
    {
        var app = await server.NewAppAsync();

        (await server.RunAsync("cluster", "show")).ShouldBeDone().Output.ShouldContain("n1");
        (await server.RunAsync("cluster", "status")).ShouldBeDone().Output.ShouldContain("local");
        (await server.RunAsync("sharding", "regions")).ShouldBeDone();
        (await server.RunAsync("sharding", "shards")).ShouldBeDone().Output.ShouldContain(app);
        (await server.RunAsync("sharding", "move", app, "n2")).ShouldFail(1, "NOT_A_CLUSTER");
        (await server.RunAsync("sharding", "move", $"{app}x", "n2")).ShouldFail(2, "Did you mean");
    }

    [Fact]
    public async Task Where_AndVersion_TellOfTheServerToo()
    {
        var where = (await server.RunAsync("where")).ShouldBeDone().Output;
        var version = JsonDocument.Parse((await server.RunAsync("version", "-o", "json")).ShouldBeDone().Output).RootElement;

        where.ShouldContain($"process {Environment.ProcessId}");
        where.ShouldContain("sqlite");
        version.GetProperty("server").GetString().ShouldBe(version.GetProperty("pbm").GetString());
    }

    [Fact]
    public async Task Log_TailAndFollow_PrintWhatTheServerWrites()
    {
        var app = await server.NewAppAsync();
        var text = $"App {app} is owned by node n1";

        (await server.RunAsync("log", "tail")).ShouldBeDone().Output.ShouldContain(text);
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var output = new ClosingWriter("is owned by node n1");
        var follow = await new PbmRun { Server = server.Address, Output = output }.RunAsync(["log", "tail", "-f"], enough.Token);

        // As head does, the reader goes when it has seen enough; pbm ends, and says nothing of it.
        (follow.ExitCode, follow.Errors, enough.IsCancellationRequested).ShouldBe((0, "", false));
    }

    private async Task<IHost> StartWorkerAsync(string app)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder
            .Services.AddActorJobsWorker(worker =>
            {
                worker.Servers.Add(server.Address.ToString());
                worker.App = app;
                worker.WorkerId = "w1";
                worker.KeepResultsOnDisk = false;
            })
            .AddProcessor(
                "echo",
                (TaskContext context) =>
                    context.Params == "\"fail\"" ? ProcessResult.Failure("asked for it") : ProcessResult.SuccessJson(context.Params)
            );
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
