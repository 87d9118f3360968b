using ActorJobs.Chaos;

namespace ActorJobs.Cluster.Tests.Processes;

/// <summary>A short campaign; <c>./build.sh chaos</c> runs long ones.</summary>
[Collection(Name)]
[CollectionDefinition(Name, DisableParallelization = true)]
[Trait("Category", "Slow")]
public sealed class CampaignTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private const string Name = "campaign";

    [Fact]
    public async Task Campaign_OfFifteenSeconds_LosesAndDoublesNothing()
    {
        await using var told = new StringWriter();
        var options = new CampaignOptions
        {
            Seed = 20_261_121,
            Length = TimeSpan.FromSeconds(15),
            Apps = 5,
            Loopback = !Environment.IsPrivilegedProcess,
            Clocks = WallClock.IsWanted,
        };

        var violations = await Campaign.RunAsync(options, told, CancellationToken.None);

        output.WriteLine(told.ToString());
        violations.ShouldBeEmpty(told.ToString());
    }
}
