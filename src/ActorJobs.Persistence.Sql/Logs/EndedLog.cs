using ActorJobs.Core.Runs;
using NodaTime;

namespace ActorJobs.Persistence.Sql.Logs;

/// <summary>The log of a run that has ended.</summary>
/// <param name="Run">Whose log.</param>
/// <param name="Job">Of which job the run is; none has the id 0.</param>
/// <param name="EndedAt">When the run ended.</param>
/// <param name="Bytes">How much the log has.</param>
internal readonly record struct EndedLog(RunId Run, long Job, Instant EndedAt, long Bytes);
