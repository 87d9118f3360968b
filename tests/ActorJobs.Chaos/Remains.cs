namespace ActorJobs.Chaos;

/// <summary>What is kept of a campaign.</summary>
internal static class Remains
{
    /// <summary>Keeps logs, effects, timeline and what did not hold.</summary>
    /// <param name="world">Whose.</param>
    /// <param name="timeline">What happened when.</param>
    /// <param name="violations">What did not hold.</param>
    /// <param name="folder">Where; null: in a new temporary folder.</param>
    /// <returns>Where.</returns>
    public static async Task<string> KeepAsync(World world, Timeline timeline, IReadOnlyList<string> violations, string? folder = null)
    {
        folder = folder is null
            ? Directory.CreateTempSubdirectory("actorjobs-chaos-failed-").FullName
            : Directory.CreateDirectory(folder).FullName;
        foreach (var member in world.Nodes.Concat(world.Workers))
        {
            await File.WriteAllTextAsync(Path.Combine(folder, $"{member.Name}.log"), member.Output);
        }

        foreach (var effects in world.EffectFiles)
        {
            File.Copy(effects, Path.Combine(folder, Path.GetFileName(effects)), overwrite: true);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "timeline"), timeline.Text);
        await File.WriteAllLinesAsync(Path.Combine(folder, "violations"), violations);
        return folder;
    }
}
