using ActorJobs.Chaos.Kills;

namespace ActorJobs.Cluster.Tests.Processes;

/// <summary>A short campaign; <c>./build.sh chaos kills</c> runs long ones.</summary>
[Collection(Name)]
[CollectionDefinition(Name, DisableParallelization = true)]
[Trait("Category", "Slow")]
public sealed class KillCampaignTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private const string Name = "kill campaign";

    [Fact]
    public async Task Kills_OfAllServersSomeTimes_CostWorkflowsNothing()
    {
        await using var told = new StringWriter();
        var options = new KillOptions
        {
            Seed = 20_261_121,
            Kills = 4,
            Nodes = 1,
            Apps = 1,
        };

        var violations = await KillCampaign.RunAsync(options, told, CancellationToken.None);

        output.WriteLine(told.ToString());
        violations.ShouldBeEmpty(told.ToString());
    }
}
