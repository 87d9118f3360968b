using System.Data.Common;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using NodaTime;

namespace ActorJobs.Persistence.Sql.Rows;

/// <summary>Runs as they are read.</summary>
internal static class RunColumns
{
    /// <summary>The columns of <see cref="Run"/>, in the order in which <see cref="Read"/> takes them.</summary>
    public static string List { get; } = Listed(static name => name);

    private const string Waits = "waits";

    /// <summary>The columns of a run with its texts, in the order in which <see cref="ReadRecord"/> takes them. That its job or its app is paused is found
    /// there: it comes and goes with them, and is written to no run.</summary>
    /// <param name="prefix">What stands before the name of a table.</param>
    public static string ListOfRecord(string prefix) =>
        $"{Listed(name => name == Waits ? ShownWait(prefix) : name)}, params, result, failure, created_at";

    private static string ShownWait(string prefix) =>
        $"""
            CASE WHEN state IN ({OpenRuns.Quote(RunState.Scheduled)}, {OpenRuns.Quote(RunState.Queued)}) AND (
              EXISTS (SELECT 1 FROM {prefix}job j WHERE j.app_id = run.app_id AND j.job_id = run.job_id AND {PauseColumns.Condition})
              OR EXISTS (SELECT 1 FROM {prefix}app a WHERE a.id = run.app_id AND a.is_paused)
            ) THEN '{Words<WaitReason>.Of(WaitReason.Paused)}' ELSE {Waits} END
            """;

    private static int Count { get; } = 1 + Columns.RunFixed.Length + Columns.RunChanging.Length;

    public static Run Read(DbDataReader row)
    {
        var at = 0;
        return new Run
        {
            Id = new RunId(row.GetGuid(at++)),
            JobId = row.GetInt64(at++),
            JobName = row.GetString(at++),
            JobVersion = row.GetInt64(at++),
            Trigger = new Trigger(Words<TriggerKind>.Read(row.GetString(at++)), row.GetString(at++)),
            Processor = new ProcessorReference(row.GetString(at++), row.GetString(at++)),
            Delivery = Words<Delivery>.Read(row.GetString(at++)),
            Planned = row.Time(at++),
            Priority = row.IsDBNull(at++) ? null : row.GetInt32(at - 1),
            LimitKey = row.TextOrNull(at++),
            State = Words<RunState>.Read(row.GetString(at++)),
            Due = row.Time(at++),
            QueuedAt = row.TimeOrNull(at++),
            Waits = Words<WaitReason>.Read(row.GetString(at++)),
            Attempt = row.GetInt32(at++),
            Failures = row.GetInt32(at++),
            Token = row.GetInt64(at++),
            Worker = row.TextOrNull(at++) is { } worker ? new WorkerRef(worker, row.GetString(at++)) : Skip<WorkerRef>(ref at, 1),
            DispatchedAt = row.TimeOrNull(at++),
            StartedAt = row.TimeOrNull(at++),
            Stop = row.TextOrNull(at++) is { } reason ? new StopWish(reason, row.Time(at++), EndOf(row, at++)) : Skip<StopWish>(ref at, 2),
            EndedAt = row.TimeOrNull(at++),
            Omitted = row.TimeOrNull(at++) is { } to
                ? new OmittedFires(to, row.GetInt64(at++), row.GetString(at++), row.RunOrNull(at))
                : null,
        };
    }

    public static Scheduler.Stores.RunRecord ReadRecord(DbDataReader row) =>
        new(
            Read(row),
            row.GetString(Count),
            row.TextOrNull(Count + 1),
            row.TextOrNull(Count + 2) is { } failure ? FailureText.Read(failure) : null,
            row.Time(Count + 3)
        );

    /// <summary>A wish that an older server wrote does not say it.</summary>
    private static RunState EndOf(DbDataReader row, int column) =>
        row.TextOrNull(column) is { } word ? Words<RunState>.Read(word) : RunState.Cancelled;

    public static Instant Time(this DbDataReader row, int column) => Micros.ToInstant(row.GetInt64(column));

    public static Instant? TimeOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);

    public static RunId? RunOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : new RunId(row.GetGuid(column));

    public static string? TextOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static T? Skip<T>(ref int at, int columns)
        where T : class
    {
        at += columns;
        return null;
    }

    private static string Listed(Func<string, string> read) =>
        string.Join(", ", Columns.RunKey.Skip(1).Concat(Columns.RunFixed).Concat(Columns.RunChanging).Select(column => read(column.Name)));
}
