using System.Text.Json;
using System.Text.Json.Nodes;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Facade.Instances;
using NodaTime;

namespace ActorJobs.Server.Facade.Views;

/// <summary>A page of the history of a workflow instance.</summary>
/// <param name="Items">Oldest first.</param>
/// <param name="Next">The cursor of the next page; null if there is none.</param>
/// <param name="Truncated">Whether the oldest events are not kept any more.</param>
internal sealed record InstanceHistoryView(IReadOnlyList<InstanceEventView> Items, string? Next, bool Truncated);

/// <summary>An event of a workflow instance.</summary>
/// <param name="Position">1, 2, … without gaps.</param>
/// <param name="At">When, by scheduling time.</param>
/// <param name="Type">What, in a word.</param>
/// <param name="Node">The key of the node to which it happened; null if it happened to the instance.</param>
/// <param name="Text">What has happened, in a sentence.</param>
/// <param name="Event">Its fields.</param>
internal sealed record InstanceEventView(long Position, Instant At, string Type, string? Node, string Text, JsonElement Event)
{
    private const string TypeField = "type";
    private const string AtField = "at";
    private const string NodeField = "node";

    /// <summary>The view of an entry of a journal.</summary>
    public static InstanceEventView Of(JournalEntry entry)
    {
        var happened = WorkflowJournal.ReadEvent(entry.Event);
        var fields = JsonNode.Parse(entry.Event)!.AsObject();
        var (type, node) = ((string)fields[TypeField]!, (string?)fields[NodeField]);
        fields.Remove(TypeField);
        fields.Remove(AtField);
        return new InstanceEventView(
            entry.Position,
            happened.At,
            type,
            node,
            EventWords.Of(happened),
            JsonSerializer.SerializeToElement(fields)
        );
    }
}
