using ActorJobs.Hocon;

namespace ActorJobs.Server.Settings;

/// <summary>A setting as <c>reference.conf</c> has it.</summary>
/// <param name="Path">Its key.</param>
/// <param name="Default">The value that it has if nothing else is said.</param>
/// <param name="Why">What it is for: the comment above it.</param>
public sealed record ReferenceSetting(HoconPath Path, HoconScalar Default, string Why)
{
    /// <summary>The environment variable that sets it.</summary>
    public string Variable => EnvironmentSettings.VariableOf(Path);
}
