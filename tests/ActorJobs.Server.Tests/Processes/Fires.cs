using System.Text.Json.Nodes;

namespace ActorJobs.Server.Tests.Processes;

/// <summary>What must hold of the fires of a fixed-rate schedule.</summary>
internal static class Fires
{
    /// <summary>From the first to the last fire time each has one run, or lies in one record of fires that got none.</summary>
    public static void AssertContiguous(IEnumerable<JsonNode> runs, TimeSpan every)
    {
        var ordered = runs.OrderBy(run => (DateTimeOffset)run["planned"]!).ToList();
        foreach (var (earlier, later) in ordered.Zip(ordered.Skip(1)))
        {
            var covered = (int?)earlier["omitted"]?["count"] ?? 1;
            ((DateTimeOffset)later["planned"]! - (DateTimeOffset)earlier["planned"]!).ShouldBe(
                every * covered,
                $"after the fire at {earlier["planned"]} comes the one at {later["planned"]}"
            );
        }
    }
}
