using ActorJobs.Agent.Settings;

namespace ActorJobs.Agent.Tests.Processors;

/// <summary>Settings for tests.</summary>
internal static class Settings
{
    /// <summary>The defaults with what the test sets.</summary>
    public static AgentSettings With(params IEnumerable<(string Key, string Text)> given) => AgentSettingsReader.Read([], given);
}
