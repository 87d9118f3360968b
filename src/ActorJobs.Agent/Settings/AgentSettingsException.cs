namespace ActorJobs.Agent.Settings;

/// <summary>Settings are wrong.</summary>
/// <param name="problems">All that is wrong, a line each.</param>
internal sealed class AgentSettingsException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems));
