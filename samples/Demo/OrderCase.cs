using System.Text.Json;
using ActorJobs.Client.Runs;
using ActorJobs.Client.Workflows;

namespace ActorJobs.Demo;

/// <summary>An order of the demo, and what should become of it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="What">What is special about it.</param>
/// <param name="Customer">Who ordered.</param>
/// <param name="Address">Where it goes.</param>
/// <param name="Lines">What was ordered.</param>
/// <param name="End">How its instance should end.</param>
/// <param name="Nodes">How the nodes should end that tell it from the others.</param>
internal sealed record OrderCase(
    string Id,
    string What,
    string Customer,
    string Address,
    IReadOnlyList<OrderCaseLine> Lines,
    RunState End,
    IReadOnlyDictionary<string, NodeState> Nodes
)
{
    /// <summary>The orders, one after the other.</summary>
    public static IReadOnlyList<OrderCase> All { get; } =
    [
        new(
            "A-1001",
            "a usual order",
            "Ann",
            "4 Mill Lane, Oxford",
            [new("tea", 2, 9.5m), new("cup", 4, 6m)],
            RunState.Succeeded,
            Expected(("agree", NodeState.Skipped), ("report", NodeState.Succeeded), ("refund", NodeState.Pending))
        ),
        new(
            "A-1002",
            "a large one, which has to be approved",
            "Ben",
            "12 Quay Street, Cork",
            [new("tea", 50, 9.5m), new("cup", 60, 6m), new("pot", 20, 40m)],
            RunState.Succeeded,
            Expected(("agree", NodeState.Succeeded), ("report", NodeState.Succeeded), ("refund", NodeState.Pending))
        ),
        new(
            "A-1003",
            "one that cannot be shipped, and is undone",
            "Cleo",
            "1 Harbour Road, Atlantis",
            [new("tea", 3, 9.5m), new("pot", 1, 40m)],
            RunState.Failed,
            Expected(
                ("ship", NodeState.Failed),
                ("report", NodeState.Skipped),
                ("refund", NodeState.Succeeded),
                ("release", NodeState.Succeeded)
            )
        ),
    ];

    /// <summary>The params of its instance.</summary>
    public object Params =>
        new
        {
            Id,
            Customer,
            Address,
            Lines,
        };

    /// <summary>What is not as it should be; empty if all of it is.</summary>
    public IEnumerable<string> Problems(WorkflowInstance ended)
    {
        if (ended.State != End)
        {
            yield return $"it is {ended.State}, not {End}{(ended.Failure is { } failure ? $": {failure.Message}" : "")}";
        }

        var nodes = ended.Nodes!.ToDictionary(node => node.Key, StringComparer.Ordinal);
        foreach (var (key, state) in Nodes)
        {
            if (nodes[key].State != state)
            {
                yield return $"its node {key} is {nodes[key].State}, not {state}";
            }
        }

        if (nodes["refund"] is { State: NodeState.Succeeded, Result: { } refund })
        {
            var (charged, refunded) = (Amount(nodes["charge"].Result!.Value), Amount(refund));
            if (charged != refunded)
            {
                yield return $"{charged} EUR were charged, and {refunded} given back";
            }
        }

        if (nodes["release"] is { State: NodeState.Succeeded, Result: { } release })
        {
            foreach (var (taken, back) in nodes["reserve"].Result!.Value.EnumerateArray().Zip(release.EnumerateArray()))
            {
                var (before, after) = (Number(taken, "left") + Number(taken, "quantity"), Number(back, "left"));
                if (before != after)
                {
                    yield return $"there were {before} of {taken.GetProperty("sku")}, and there are {after}";
                }
            }
        }
    }

    private static decimal Amount(JsonElement result) => result.GetProperty("amount").GetDecimal();

    private static int Number(JsonElement result, string field) => result.GetProperty(field).GetInt32();

    private static Dictionary<string, NodeState> Expected(params (string Key, NodeState State)[] nodes) =>
        nodes.ToDictionary(node => node.Key, node => node.State, StringComparer.Ordinal);
}

/// <summary>A line of an order.</summary>
internal sealed record OrderCaseLine(string Sku, int Quantity, decimal Price);
