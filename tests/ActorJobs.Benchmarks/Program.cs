using System.CommandLine;
using ActorJobs.Benchmarks;
using ActorJobs.Benchmarks.Installations;
using ActorJobs.Benchmarks.Measures;
using ActorJobs.Benchmarks.Peers;

var store = new Option<string[]>("--store")
{
    Description = "On which stores: SQLite, PostgreSQL.",
    DefaultValueFactory = _ => ["SQLite", "PostgreSQL"],
    AllowMultipleArgumentsPerToken = true,
};
store.AcceptOnlyFromAmong("SQLite", "PostgreSQL");
var rounds = new Option<int>("--rounds") { Description = "How often; the median counts.", DefaultValueFactory = _ => 5 };
var runs = new Option<int>("--runs") { Description = "Runs a round.", DefaultValueFactory = _ => 300_000 };
var seconds = new Option<int>("--seconds") { Description = "How long.", DefaultValueFactory = _ => 60 };
var requests = new Option<int>("--requests") { Description = "Requests, one after the other.", DefaultValueFactory = _ => 3000 };
var instances = new Option<int>("--instances") { Description = "Workflow instances at once.", DefaultValueFactory = _ => 1000 };
var jobs = new Option<int>("--jobs") { Description = "Jobs that fire at the same instant.", DefaultValueFactory = _ => 10_000 };
var document = new Option<string>("--document") { Description = "A Markdown file whose tables of figures are made anew.", Required = true };
var server = new Option<string>("--server") { Description = "The server's address.", Required = true };
var folder = new Option<string>("--folder") { Description = "A folder for the worker's data.", Required = true };
var slots = new Option<int>("--slots") { Description = "Slots of the worker.", Required = true };

var results = new Results();
var root = new RootCommand("Measures ActorJobs, and others beside it, on this machine. Each result is a line of JSON.")
{
    Command("drain", "Runs that wait, until all have ended and are committed.", [store, runs, rounds], DrainAsync),
    Command(
        "lateness",
        "1 000 scheduled runs a second: from the planned time to the first line of user code.",
        [store, seconds],
        LatenessAsync
    ),
    Command("burst", "Jobs that all fire at the same instant: none lost, none doubled, and how late each is.", [store, jobs], BurstAsync),
    Command("latency", "POST ?wait on an idle server, beside single commits to the same store.", [store, requests], LatencyAsync),
    Command(
        "workflow",
        "Chains of ten nodes and a node with 10 000 items: ends a second beside a drain, gaps, memory, and a kill.",
        [store, instances, rounds],
        WorkflowAsync
    ),
    Command("raw", "The rows of a drain, written to PostgreSQL by nothing but Npgsql.", [runs, rounds], RawAsync),
    Command("peers", "graphile-worker, pg-boss, BullMQ and Quartz.NET, stored first and drained then.", [runs, rounds], PeersAsync),
    Command("report", "All of the above, and their tables in a document.", [store, runs, rounds, seconds, requests, document], ReportAsync),
    Command("worker", "The worker that the measures start.", [server, folder, slots], WorkerAsync),
};

// Time enough for the servers, workers and databases of a measure that is broken off to be stopped.
return await root.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });

static Command Command(string name, string description, Option[] options, Func<ParseResult, CancellationToken, Task> run)
{
    var command = new Command(name, description);
    foreach (var option in options)
    {
        command.Options.Add(option);
    }

    command.SetAction(run);
    return command;
}

async Task OnEachStoreAsync(ParseResult arguments, Func<Installation, Task> measure, CancellationToken cancellationToken)
{
    foreach (var kind in arguments.GetRequiredValue(store))
    {
        await using var installation = await Installation.StartAsync(kind, cancellationToken);
        await measure(installation);
    }
}

Task DrainAsync(ParseResult arguments, CancellationToken cancellationToken) =>
    OnEachStoreAsync(
        arguments,
        at => DrainMeasure.RunAsync(at, arguments.GetValue(rounds), new(at.Name, arguments.GetValue(runs), results), cancellationToken),
        cancellationToken
    );

Task LatenessAsync(ParseResult arguments, CancellationToken cancellationToken) =>
    OnEachStoreAsync(
        arguments,
        at => LatenessMeasure.RunAsync(at, TimeSpan.FromSeconds(arguments.GetValue(seconds)), results, cancellationToken),
        cancellationToken
    );

Task BurstAsync(ParseResult arguments, CancellationToken cancellationToken) =>
    OnEachStoreAsync(arguments, at => BurstMeasure.RunAsync(at, arguments.GetValue(jobs), results, cancellationToken), cancellationToken);

Task LatencyAsync(ParseResult arguments, CancellationToken cancellationToken) =>
    OnEachStoreAsync(
        arguments,
        at => LatencyMeasure.RunAsync(at, arguments.GetValue(requests), results, cancellationToken),
        cancellationToken
    );

async Task WorkflowAsync(ParseResult arguments, CancellationToken cancellationToken)
{
    await OnEachStoreAsync(
        arguments,
        at => WorkflowMeasure.RunAsync(at, arguments.GetValue(instances), arguments.GetValue(rounds), results, cancellationToken),
        cancellationToken
    );
    await OnEachStoreAsync(
        arguments,
        at => FanOutMeasure.RunAsync(at, arguments.GetValue(rounds), results, cancellationToken),
        cancellationToken
    );
}

async Task RawAsync(ParseResult arguments, CancellationToken cancellationToken)
{
    await using var installation = await Installation.StartAsync("PostgreSQL", cancellationToken);
    var series = new DrainSeries("raw Npgsql", arguments.GetValue(runs), results);
    await RawMeasure.RunAsync(installation, arguments.GetValue(rounds), series, cancellationToken);
}

Task PeersAsync(ParseResult arguments, CancellationToken cancellationToken) =>
    PeerMeasures.RunAsync(arguments.GetValue(runs), arguments.GetValue(rounds), results, cancellationToken);

async Task ReportAsync(ParseResult arguments, CancellationToken cancellationToken)
{
    var report = new Report(arguments.GetRequiredValue(document));
    await LatencyAsync(arguments, cancellationToken);
    await LatenessAsync(arguments, cancellationToken);
    await DrainAsync(arguments, cancellationToken);
    await RawAsync(arguments, cancellationToken);
    await PeersAsync(arguments, cancellationToken);
    report.Write(results);
}

Task WorkerAsync(ParseResult arguments, CancellationToken cancellationToken) =>
    BenchmarkWorker.RunAsync(
        arguments.GetRequiredValue(server),
        arguments.GetRequiredValue(folder),
        arguments.GetRequiredValue(slots),
        cancellationToken
    );
