using ActorJobs.Core.Runs;
using ActorJobs.Persistence.Sql.Rows;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Persistence.Sql.Reads;

/// <summary>The statement that lists runs. It walks an index from the newest to the oldest: that of all runs of the app, of a job, of the open ones, or of those that
/// have ended otherwise than well. Each of them is in the order of the planned times, so a range of time is a range of the index.</summary>
internal static class RunListing
{
    /// <summary>Makes the statement.</summary>
    /// <param name="database">Where it runs.</param>
    /// <param name="appId">The expression for the app's id.</param>
    /// <param name="app">The app's name.</param>
    /// <param name="filter">What is asked for.</param>
    public static (string Sql, (string, object)[] Parameters) Of(SqlDatabase database, string appId, string app, RunFilter filter)
    {
        var where = new List<string> { $"app_id = {appId}" };
        var parameters = new List<(string, object)> { ("@app", app), ("@limit", filter.Limit) };
        void Where(string condition, string name, object value)
        {
            where.Add(condition);
            parameters.Add((name, value));
        }
        if (filter.Job is { } job)
        {
            Where("job_name = @job", "@job", job);
        }
        if (filter.OnlyInstances)
        {
            where.Add(OpenRuns.OfWorkflow);
        }
        if (filter.Worker is { } worker)
        {
            Where("worker_id = @worker", "@worker", worker);
        }
        if (filter.Triggers.Count > 0)
        {
            where.Add($"trigger_kind IN ({string.Join(", ", filter.Triggers.Select(static kind => $"'{Words<TriggerKind>.Of(kind)}'"))})");
        }
        if (filter.States.Count > 0)
        {
            where.Add($"state IN ({string.Join(", ", filter.States.Select(OpenRuns.Quote))})");
            if (filter.States.All(static state => !state.IsEnd()))
            {
                where.Add(OpenRuns.Condition);
            }
            else if (filter.States.All(static state => state.IsEnd() && state != RunState.Succeeded))
            {
                where.Add(OpenRuns.OtherwiseEnded);
            }
        }
        if (filter.From is { } from)
        {
            Where("planned >= @from", "@from", Micros.Of(from));
            Where("id >= @fromId", "@fromId", database.Parameter(RunIdRange.First(from)));
        }
        if (filter.To is { } to)
        {
            Where("planned < @to", "@to", Micros.Of(to));
            Where("id <= @toId", "@toId", database.Parameter(RunIdRange.Last(to)));
        }
        if (filter.Before is { } before)
        {
            Where("id < @before", "@before", database.Parameter(before));
        }
        return (
            $"SELECT {RunColumns.ListOfRecord(database.Prefix)} FROM {database.Prefix}run WHERE {string.Join(" AND ", where)} ORDER BY id DESC LIMIT @limit",
            [.. parameters]
        );
    }
}
