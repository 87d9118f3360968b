using System.Text.Json;

namespace ActorJobs.Agent.Sql;

/// <summary>What a statement gave, as the result of the attempt.</summary>
/// <param name="Columns">The names of the columns of its rows; none for a statement without rows.</param>
/// <param name="Rows">The rows, each in the order of the columns.</param>
/// <param name="IsCut">Whether there are more rows than were taken.</param>
/// <param name="Affected">How many rows it changed; -1: it is not of that kind.</param>
internal sealed record SqlRows(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<JsonElement>> Rows, bool IsCut, int Affected);
