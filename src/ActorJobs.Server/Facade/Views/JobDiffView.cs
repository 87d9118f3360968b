namespace ActorJobs.Server.Facade.Views;

/// <summary>In what two versions of a job differ.</summary>
/// <param name="From">The one version.</param>
/// <param name="To">The other.</param>
/// <param name="Changes">Field by field, in the order of the fields.</param>
internal sealed record JobDiffView(long From, long To, IReadOnlyList<JsonChange> Changes);
