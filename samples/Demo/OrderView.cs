using System.Diagnostics;
using System.Globalization;
using ActorJobs.Client.Workflows;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ActorJobs.Demo;

/// <summary>What the demo shows of an order while it runs: its workflow as a drawing in a terminal, which is drawn anew; a line for each change in a pipe.</summary>
internal sealed class OrderView(OrderCase order)
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly Dictionary<string, string> _printed = new(StringComparer.Ordinal);

    /// <summary>Shows an order until a course of action is over.</summary>
    /// <param name="course">Is given what shows an instance and its drawing.</param>
    public async Task<T> WatchAsync<T>(Func<Action<WorkflowInstance, string>, Task<T>> course)
    {
        if (Console.IsOutputRedirected)
        {
            Console.WriteLine($"Order {order.Id}: {order.What}");
            return await course((instance, _) => PrintChanges(instance));
        }

        return await AnsiConsole.Live(new Text("")).StartAsync(live => course((_, drawing) => live.UpdateTarget(Draw(drawing))));
    }

    private Rows Draw(string drawing)
    {
        IRenderable title = new Markup($"[bold]Order {order.Id}[/]: {Markup.Escape(order.What)}, {Seconds()} — Ctrl-C ends");
        return new Rows(drawing.TrimEnd('\n').Split('\n').Select(Line).Prepend(title).Append(new Text("")));
    }

    private static Text Line(string line)
    {
        var colour = line switch
        {
            _ when line.Contains("Succeeded", StringComparison.Ordinal) => Color.Green,
            _ when line.Contains("Failed", StringComparison.Ordinal) || line.Contains("TimedOut", StringComparison.Ordinal) => Color.Red,
            _ when line.Contains("Waiting", StringComparison.Ordinal) => Color.Yellow,
            _ when line.Contains("Running", StringComparison.Ordinal) => Color.Aqua,
            _ => Color.Grey,
        };
        return new Text(line, new Style(colour));
    }

    private void PrintChanges(WorkflowInstance instance)
    {
        foreach (var node in instance.Nodes ?? [])
        {
            var words = Words(node);
            if (_printed.GetValueOrDefault(node.Key, $"{NodeState.Pending}") != words)
            {
                _printed[node.Key] = words;
                Console.WriteLine($"{Seconds(), 8}  {node.Key, -8} {words}");
            }
        }
    }

    private string Seconds() => string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(_started).TotalSeconds:0.0} s");

    private static string Words(InstanceNode node) =>
        node switch
        {
            { Branch: { } branch } => $"{node.State}: {branch}",
            { Awaits: { } awaits } => $"{node.State} for {awaits.Signal ?? awaits.Prompt}",
            { Items: { } items } => $"{node.State}, {items.Ended} of {items.Count} items",
            { State: NodeState.Failed, Failure: { } failure } => $"{node.State}: {failure.Message}",
            _ => $"{node.State}",
        };
}
