using System.Text.Json.Nodes;
using ActorJobs.Chaos;
using ActorJobs.Chaos.Stories;

namespace ActorJobs.Cluster.Tests.Processes;

/// <summary>The judge of a story finds what its instances must not do.</summary>
public class StoryTests
{
    private static readonly Guid s_first = Guid.NewGuid();
    private static readonly Guid s_second = Guid.NewGuid();
    private static readonly DateTimeOffset s_start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The owner was stopped after one second, and another had taken over after seven.</summary>
    private static readonly Outage s_outage = new(s_start.AddSeconds(1), s_start.AddSeconds(7));

    [Fact]
    public void Story_OfANodeThatFollowsAfterTheOutage_IsRight() =>
        Violations([Effect(s_first, 0, 3), Effect(s_second, 8, 8)]).ShouldBeEmpty();

    [Fact]
    public void Story_OfANodeThatFollowsLate_IsFound() =>
        Violations([Effect(s_first, 0, 3), Effect(s_second, 11, 11)])
            .ShouldHaveSingleItem()
            .ShouldBe("node second began 4.0 s after it could have; expected at most 3 s");

    [Fact]
    public void Story_OfANodeThatRanTwice_IsFound() =>
        Violations([Effect(s_first, 0, 3), Effect(s_second, 8, 8), Effect(s_second, 9, 9)])
            .ShouldHaveSingleItem()
            .ShouldContain("node second is in pass 1, and its run had 2 effects");

    [Fact]
    public void Story_ThatFailed_IsFound() =>
        Violations([Effect(s_first, 0, 3), Effect(s_second, 8, 8)], "Failed").ShouldHaveSingleItem().ShouldStartWith("it is Failed");

    private static Effect Effect(Guid run, int started, int ended) =>
        new(run, 1, 1, "w1", s_start.AddSeconds(started).ToUnixTimeMilliseconds(), s_start.AddSeconds(ended).ToUnixTimeMilliseconds());

    private static IReadOnlyList<string> Violations(IEnumerable<Effect> effects, string state = "Succeeded")
    {
        var instance = new JsonObject
        {
            ["state"] = state,
            ["planned"] = s_start,
            ["nodes"] = new JsonArray(Node("first", s_first, 3), Node("second", s_second, 9)),
        };
        return [.. Story.Violations(JsonNode.Parse(instance.ToJsonString())!, effects.ToLookup(static effect => effect.Run), s_outage)];
    }

    private static JsonObject Node(string key, Guid run, int ended) =>
        new()
        {
            ["key"] = key,
            ["pass"] = 1,
            ["run"] = run,
            ["endedAt"] = s_start.AddSeconds(ended),
        };
}
