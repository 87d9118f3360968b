using System.Data.Common;
using ActorJobs.Core.Jobs;

namespace ActorJobs.Persistence.Sql.Rows;

/// <summary>The pause of a job as it is read with its row.</summary>
internal static class PauseColumns
{
    /// <summary>The columns, in the order in which <see cref="PauseOrNull"/> takes them.</summary>
    public const string List = "paused_by, paused_since, pause_note, pause_until";

    /// <summary>What tells a row <c>j</c> of a job that is paused from others.</summary>
    public const string Condition = "j.paused_by IS NOT NULL";

    public static Pause? PauseOrNull(this DbDataReader row, int column) =>
        row.TextOrNull(column) is { } by
            ? new Pause(by, row.Time(column + 1), row.TextOrNull(column + 2), row.TimeOrNull(column + 3))
            : null;
}
