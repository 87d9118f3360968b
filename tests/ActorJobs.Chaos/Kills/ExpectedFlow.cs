using System.Text.Json.Nodes;
using ActorJobs.Core.Workflows.Instances;

namespace ActorJobs.Chaos.Kills;

/// <summary>How an instance that was started has to end.</summary>
/// <param name="App">Its app.</param>
/// <param name="Id">Its id.</param>
internal sealed record ExpectedFlow(string App, Guid Id)
{
    /// <summary>Its state.</summary>
    public required string State { get; init; }

    /// <summary>Its result; null: none.</summary>
    public JsonNode? Result { get; init; }

    /// <summary>The ends of its nodes and of their items, by key.</summary>
    public required IReadOnlyDictionary<string, NodeEnd> Nodes { get; init; }

    /// <summary>The nodes that have to have compensated others, with those.</summary>
    public required IReadOnlyDictionary<string, string> Compensations { get; init; }
}

/// <summary>How a node ended.</summary>
/// <param name="State">Its state; <see cref="NodeState.Pending"/>: it did not begin.</param>
/// <param name="Pass">Its last pass; 0 if none began.</param>
internal sealed record NodeEnd(NodeState State, int Pass);
