using ActorJobs.Hocon;

namespace ActorJobs.Server.Settings;

/// <summary>What became of settings of Akka.NET or Petabridge.Cmd.</summary>
/// <param name="Pattern">A key; <c>*</c> stands for any number of keys below each other.</param>
/// <param name="Ours">The key of ours that does the same; null if there is none.</param>
/// <param name="Instead">What there is instead; a whole sentence.</param>
public sealed record AkkaKey(string Pattern, SettingKey? Ours, string Instead)
{
    /// <summary>Whether the row is about a key.</summary>
    public bool Covers(HoconPath path)
    {
        var key = string.Join('.', path.Elements);
        var star = Pattern.IndexOf('*', StringComparison.Ordinal);
        return star < 0
            ? key == Pattern
            : key.Length >= Pattern.Length - 1
                && key.StartsWith(Pattern[..star], StringComparison.Ordinal)
                && key.EndsWith(Pattern[(star + 1)..], StringComparison.Ordinal);
    }
}
