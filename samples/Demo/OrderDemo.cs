using System.Diagnostics;
using System.Globalization;
using ActorJobs.Client;
using ActorJobs.Client.Apps;
using ActorJobs.Client.Runs;
using ActorJobs.Client.Workflows;
using ActorJobs.Yaml;
using Spectre.Console;

namespace ActorJobs.Demo;

/// <summary>Orders that go through the workflow of samples/OrderPipeline. The demo is the manager who approves, and the shipping service that signals.</summary>
internal sealed class OrderDemo(AppClient app)
{
    private const string App = "orders";
    private const string Workflow = "order";
    private const string Nested = "parcel";
    private const string Approval = "agree";
    private const string Signal = "carrier-found";

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ManagerThinksFor = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CarrierIsFoundWithin = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestOrder = TimeSpan.FromMinutes(1);

    /// <summary>Runs the demo.</summary>
    /// <param name="port">Of the server; 0: a free one.</param>
    /// <param name="stop">Ctrl-C.</param>
    /// <returns>0 if every order ended as it should, or Ctrl-C ended the demo.</returns>
    public static async Task<int> RunAsync(int port, CancellationToken stop)
    {
        await using var processes = new DemoProcesses(port, new DemoWorker("OrderPipeline", App));
        using var client = new ActorJobsClient(processes.Server);
        AnsiConsole.MarkupLineInterpolated($"Server [bold]{processes.Server}[/], data and logs in {processes.Folder}");
        var problems = 0;
        try
        {
            await processes.StartServerAsync(stop);
            var demo = new OrderDemo(client.App(App));
            await demo.SaveAsync(processes, stop);
            processes.StartWorker();
            problems = await demo.RunAsync(stop);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ActorJobsException && stop.IsCancellationRequested)
        {
            // Ctrl-C goes to every process of the terminal, so the server may be gone already.
            AnsiConsole.WriteLine("Stopped; the orders were not followed to their ends.");
        }

        await processes.StopAsync();
        Directory.Delete(processes.Folder, recursive: true);
        return problems == 0 ? 0 : 1;
    }

    private async Task SaveAsync(DemoProcesses processes, CancellationToken stop)
    {
        await app.CreateAsync(stop);
        foreach (var name in (string[])[Nested, Workflow])
        {
            var definition = await File.ReadAllTextAsync(processes.FileOfWorker($"{name}.yaml"), stop);
            await app.CreateWorkflowAsync(YamlText.ToJson(definition), stop);
        }
    }

    private async Task<int> RunAsync(CancellationToken stop)
    {
        var ended = new List<(OrderCase Order, WorkflowInstance Instance)>();
        foreach (var order in OrderCase.All)
        {
            ended.Add((order, await new OrderView(order).WatchAsync(show => FollowAsync(order, show, stop))));
        }

        await PrintHistoryAsync(ended[^1], stop);
        return PrintSummary(ended);
    }

    /// <summary>Starts an instance for an order, does what it waits for, and shows it until it has ended.</summary>
    /// <returns>The instance as it was last seen.</returns>
    private async Task<WorkflowInstance> FollowAsync(OrderCase order, Action<WorkflowInstance, string> show, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        var id = (await app.StartInstanceAsync(Workflow, new RunRequest { Params = order.Params }, stop)).Id;
        while (true)
        {
            var instance = await app.GetInstanceAsync(id, stop);
            show(instance, (await app.DrawInstanceAsync(id, GraphFormat.Ascii, stop)).Text);
            if (instance.State.IsEnd() || Stopwatch.GetElapsedTime(started) > LongestOrder)
            {
                return instance;
            }

            foreach (var node in instance.Nodes ?? [])
            {
                await LetGoAsync(id, node, stop);
            }

            await Task.Delay(LookEvery, stop);
        }
    }

    private async Task LetGoAsync(Guid instance, InstanceNode node, CancellationToken stop)
    {
        var waited = TimeProvider.System.GetUtcNow() - node.StartedAt;
        if (node is { Key: Approval, Awaits: not null } && waited > ManagerThinksFor)
        {
            await app.ApproveNodeAsync(instance, node.Key, "the customer is known", stop);
        }
        else if (node is { Awaits.Signal: Signal } && waited > CarrierIsFoundWithin)
        {
            await app.SignalInstanceAsync(instance, Signal, new { name = "Swift & Sons" }, stop);
        }
    }

    private async Task PrintHistoryAsync((OrderCase Order, WorkflowInstance Instance) ended, CancellationToken stop)
    {
        Console.WriteLine($"The history of order {ended.Order.Id}:");
        await foreach (var happened in app.ListInstanceHistoryAsync(ended.Instance.Id, stop))
        {
            var at = (happened.At - ended.Instance.StartedAt)?.TotalSeconds;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{at, 6:0.0} s  {happened.Text}"));
        }
    }

    private static int PrintSummary(List<(OrderCase Order, WorkflowInstance Instance)> ended)
    {
        var all = 0;
        foreach (var (order, instance) in ended)
        {
            var problems = order.Problems(instance).ToList();
            all += problems.Count;
            var verdict = problems.Count == 0 ? "as it should" : $"but {string.Join("; ", problems)}";
            Console.WriteLine($"{order.Id}, {order.What}: {instance.State}, {verdict}");
        }

        return all;
    }
}
