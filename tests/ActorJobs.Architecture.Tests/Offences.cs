namespace ActorJobs.Architecture.Tests;

internal static class Offences
{
    /// <summary>Fails with the rule and every place that breaks it.</summary>
    public static void ShouldBeNone(this IEnumerable<string> offences, string rule)
    {
        var found = offences.ToList();
        found.Count.ShouldBe(0, $"{rule}\n  {string.Join("\n  ", found)}");
    }
}
