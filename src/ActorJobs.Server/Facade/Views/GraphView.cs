namespace ActorJobs.Server.Facade.Views;

/// <summary>A workflow, or an instance of it, as a drawing.</summary>
/// <param name="Format">mermaid or ascii.</param>
/// <param name="Text">The drawing, of several lines.</param>
internal sealed record GraphView(string Format, string Text);
