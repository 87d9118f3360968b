namespace ActorJobs.Server.Facade.Views;

/// <summary>The state of a run, or of a workflow instance.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">Where it is.</param>
internal sealed record RunStateView(string Id, string State);
