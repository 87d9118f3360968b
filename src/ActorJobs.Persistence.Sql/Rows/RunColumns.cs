using System.Data.Common;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using NodaTime;

namespace ActorJobs.Persistence.Sql.Rows;

/// <summary>Runs as they are read.</summary>
internal static class RunColumns
{
    /// <summary>The columns of <see cref="Run"/>, in the order in which <see cref="Read"/> takes them.</summary>
    public static string List { get; } =
        string.Join(", ", [.. Columns.RunKey.Skip(1).Select(Name), .. Columns.RunFixed.Select(Name), .. Columns.RunChanging.Select(Name)]);

    /// <summary>The columns of a run with its texts, in the order in which <see cref="ReadRecord"/> takes them.</summary>
    public static string ListWithTexts { get; } = $"{List}, params, result, failure, created_at";

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
            State = Words<RunState>.Read(row.GetString(at++)),
            Due = row.Time(at++),
            QueuedAt = row.TimeOrNull(at++),
            Waits = Words<WaitReason>.Read(row.GetString(at++)),
            Attempt = row.GetInt32(at++),
            Token = row.GetInt64(at++),
            Worker = row.TextOrNull(at++) is { } worker ? new WorkerRef(worker, row.GetString(at++)) : Skip<WorkerRef>(ref at, 1),
            DispatchedAt = row.TimeOrNull(at++),
            StartedAt = row.TimeOrNull(at++),
            Stop = row.TextOrNull(at++) is { } reason ? new StopWish(reason, row.Time(at++)) : Skip<StopWish>(ref at, 1),
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

    private static string Name(Column<RunRow> column) => column.Name;
}
