using System.Data.Common;
using ActorJobs.Core.Notifications;
using ActorJobs.Core.Runs;

namespace ActorJobs.Persistence.Sql.Rows;

/// <summary>Notifications as they are read.</summary>
internal static class NotificationColumns
{
    /// <summary>The columns of <see cref="Notification"/>, in the order in which <see cref="Read"/> takes them.</summary>
    public const string List =
        "id, channel, event, job_name, cause, state, count, first_run, first_at, last_run, last_at, run_state, message, gathers_until, due";

    /// <summary>How many they are.</summary>
    public const int Count = 15;

    public static Notification Read(DbDataReader row, int at) =>
        new()
        {
            Id = row.GetGuid(at++),
            Key = new NotificationKey(
                row.GetString(at++),
                Words<NotificationEvent>.Read(row.GetString(at++)),
                row.GetString(at++),
                row.GetString(at++)
            ),
            State = Words<NotificationState>.Read(row.GetString(at++)),
            Count = row.GetInt64(at++),
            First = new NotedRun(new RunId(row.GetGuid(at++)), row.Time(at++)),
            Last = new NotedRun(new RunId(row.GetGuid(at++)), row.Time(at++)),
            RunState = Words<RunState>.Read(row.GetString(at++)),
            Message = row.GetString(at++),
            Until = row.Time(at++),
            Due = row.Time(at),
        };
}
