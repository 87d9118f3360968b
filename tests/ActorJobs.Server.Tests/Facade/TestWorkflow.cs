using System.Text.Json;
using ActorJobs.Protocol;

namespace ActorJobs.Server.Tests.Facade;

/// <summary>A workflow in an app of its own, with a worker that does what the test says: fetch, a decision, load or quick by its outcome, report.</summary>
internal sealed class TestWorkflow
{
    /// <summary>Its definition.</summary>
    public const string Definition = """
        {
          "name": "etl",
          "params": { "day": 1 },
          "nodes": [
            { "key": "fetch", "processor": { "name": "echo" }, "params": { "day": "${trigger.params.day}" } },
            { "key": "check", "kind": "decision", "branches": [ { "label": "large", "when": "results.fetch.total > 100" } ], "default": "small" },
            { "key": "load", "processor": { "name": "echo" } },
            { "key": "quick", "processor": { "name": "echo" } },
            { "key": "report", "processor": { "name": "echo" } }
          ],
          "edges": [
            { "from": "fetch", "to": "check" },
            { "from": "check", "to": "load", "branch": "large" },
            { "from": "check", "to": "quick", "branch": "small" },
            { "from": "load", "to": "report" },
            { "from": "quick", "to": "report" }
          ],
          "output": { "total": "${results.fetch.total}" }
        }
        """;

    private readonly FacadeServer _server;
    private readonly FakeWorker _worker;

    private TestWorkflow(FacadeServer server, string app, FakeWorker worker) => (_server, App, _worker) = (server, app, worker);

    /// <summary>The path of its app.</summary>
    public string App { get; }

    public static async Task<TestWorkflow> CreateAsync(FacadeServer server, string definition = Definition)
    {
        var app = await server.NewAppWithJobAsync();
        (await server.SendAsync("POST", $"{app}/workflows", definition)).Status.ShouldBe(201);
        var worker = new FakeWorker(server, app, "w1");
        await worker.JoinAsync(8, "echo");
        return new TestWorkflow(server, app, worker);
    }

    /// <summary>Starts an instance, and gives its path.</summary>
    public async Task<string> StartAsync(string? body = null) =>
        (await _server.SendAsync("POST", $"{App}/workflows/etl/instances", body)).Headers["Location"];

    /// <summary>Ends the run that a node has now.</summary>
    public async Task EndAsync(string instance, string node, Outcome outcome = Outcome.Succeeded, string result = "", string append = "")
    {
        var run = (await NodeAsync(instance, node)).GetProperty("run").GetString()!;
        var failure = outcome == Outcome.Failed ? new Failure { Type = "Broken", Message = "it broke" } : null;
        await _worker.ReportAsync(run, outcome, result, failure, append);

        // The owner is asked for an open instance, and answers only when it has heard the report.
        await StatesAsync(instance);
    }

    /// <summary>A node as the instance shows it.</summary>
    public async Task<JsonElement> NodeAsync(string instance, string node) =>
        (await _server.SendAsync("GET", instance))
            .Body.GetProperty("nodes")
            .EnumerateArray()
            .Single(shown => shown.GetProperty("key").GetString() == node);

    /// <summary>The states of all nodes, in their order.</summary>
    public async Task<string> StatesAsync(string instance) =>
        string.Join(
            ' ',
            (await _server.SendAsync("GET", instance))
                .Body.GetProperty("nodes")
                .EnumerateArray()
                .Select(node => node.GetProperty("state").GetString())
        );

    public Task<Answer> OperateAsync(string instance, string operation, string? body = null) =>
        _server.SendAsync("POST", $"{instance}:{operation}", body);
}
