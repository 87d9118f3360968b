using ActorJobs.Core.Runs;

namespace ActorJobs.Persistence.Sql.Rows;

/// <summary>What one phase of a commit does to one run: all its writes there, merged into one.</summary>
internal sealed class RunRow(long appId, Run run)
{
    public long AppId { get; } = appId;

    /// <summary>As the last write has it.</summary>
    public Run Run { get; private set; } = run;

    /// <summary>Whether the row is inserted; else it is there already.</summary>
    public bool IsNew { get; init; }

    /// <summary>Whether the row had ended, and is written whatever it says: also its texts, if there are none.</summary>
    public bool IsReopened { get; init; }

    /// <summary>For a new row: its own params, or null for those of its job.</summary>
    public string? OwnParams { get; init; }

    /// <summary>For a new row: the key of the request that it answers, if that has one.</summary>
    public RunKey? Key { get; init; }

    /// <summary>The result, if the run's end brought one.</summary>
    public string? Result { get; set; }

    /// <summary>The failure as JSON, if the run's end brought one.</summary>
    public string? Failure { get; set; }

    /// <summary>Merges a later write. An end is final: a write that names another state changes nothing, as in the store.</summary>
    /// <returns>False if the write needs a phase of its own: the params of a dispatched run are read back where it is dispatched.</returns>
    public bool TryMerge(Run later, string? result, string? failure)
    {
        if (Run.State == RunState.Dispatched && later.State != RunState.Dispatched)
        {
            return false;
        }
        if (!Run.State.IsEnd() || Run.State == later.State)
        {
            Run = later;
            Result = result ?? Result;
            Failure = failure ?? Failure;
        }
        return true;
    }
}
