using ActorJobs.Hocon;

namespace ActorJobs.Server.Settings;

/// <summary>A setting's key.</summary>
/// <param name="Name">The full key.</param>
public sealed record SettingKey(string Name)
{
    private static readonly HoconOrigin Code = new("the program");

    /// <summary>The same as a path.</summary>
    public HoconPath Path { get; } = HoconPath.Parse(Name, Code);

    /// <summary>Whether its value is kept out of messages and listings.</summary>
    public bool IsSecret { get; init; }

    /// <summary>The full key.</summary>
    public override string ToString() => Name;
}
