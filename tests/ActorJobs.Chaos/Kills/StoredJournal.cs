using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Instances;
using Npgsql;

namespace ActorJobs.Chaos.Kills;

/// <summary>The journal of a workflow instance as the store has it, from its first event.</summary>
/// <param name="App">The instance's app.</param>
/// <param name="Id">The instance.</param>
/// <param name="Events">In their order.</param>
internal sealed record StoredJournal(string App, Guid Id, IReadOnlyList<WorkflowEvent> Events)
{
    private const string Query = """
        SELECT a.name, e.instance_id, e.position, e.event
        FROM actorjobs.workflow_event e JOIN actorjobs.app a ON a.id = e.app_id
        WHERE $1::uuid IS NULL OR e.instance_id = $1
        ORDER BY e.app_id, e.instance_id, e.position
        """;

    /// <summary>What the instance is by its events.</summary>
    public WorkflowInstance Fold() =>
        Events.Aggregate(new WorkflowInstance { Id = new RunId(Id) }, static (instance, happened) => instance.Apply(happened));

    /// <summary>All journals of a store, or that of one instance, if it has begun.</summary>
    /// <exception cref="InvalidOperationException">A journal has a gap, or lacks its first event.</exception>
    public static async Task<IReadOnlyList<StoredJournal>> ReadAsync(NpgsqlDataSource store, Guid? instance)
    {
        await using var command = store.CreateCommand(Query);
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)instance ?? DBNull.Value, DataTypeName = "uuid" });
        await using var reader = await command.ExecuteReaderAsync();
        var journals = new List<StoredJournal>();
        var events = new List<WorkflowEvent>();
        while (await reader.ReadAsync())
        {
            var (app, id, position) = (reader.GetString(0), reader.GetGuid(1), reader.GetInt64(2));
            if (journals is not [.., var last] || last.Id != id)
            {
                events = [];
                journals.Add(new StoredJournal(app, id, events));
            }

            if (position != events.Count + 1)
            {
                throw new InvalidOperationException(
                    $"The journal of instance {id} goes on at position {position} after {events.Count}; expected no gap."
                );
            }

            events.Add(WorkflowJournal.ReadEvent(reader.GetString(3)));
        }

        return journals;
    }
}
