using System.Globalization;

namespace ActorJobs.Core.Tests.Apps;

/// <summary>Random stories. ACTORJOBS_SEEDS gives more of them (a count), or one again (<c>=</c> and its seed).</summary>
public class AppSimulationTests
{
    private const int Steps = 60;
    private const int Seeds = 120;

    [Fact]
    public void App_UnderRandomFaults_KeepsItsPromisesAndComesToAnEnd()
    {
        var all = new AppSimulation.Story(0, 0, 0, 0, 0, 0, 0, 0, 0);
        var seeds = Chosen();
        foreach (var seed in seeds)
        {
            try
            {
                all += new AppSimulation(seed).Play(Steps);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException(
                    $"Seed {seed}: replay with ACTORJOBS_SEEDS=\"={seed}\". {exception.Message}",
                    exception
                );
            }
        }

        // Stories in which nothing happens prove nothing.
        if (seeds.Count < Seeds)
        {
            return;
        }

        all.ShouldSatisfyAllConditions(
            () => all.Succeeded.ShouldBePositive(),
            () => all.Omitted.ShouldBePositive(),
            () => all.LeftOutByPauses.ShouldBePositive(),
            () => all.EndedLost.ShouldBePositive(),
            () => all.AttemptsLost.ShouldBePositive(),
            () => all.Returned.ShouldBePositive(),
            () => all.Stale.ShouldBePositive(),
            () => all.SummedUp.ShouldBePositive(),
            () => all.ToldWaits.ShouldBePositive()
        );
    }

    private static List<int> Chosen()
    {
        var wish = Environment.GetEnvironmentVariable("ACTORJOBS_SEEDS") ?? Seeds.ToString(CultureInfo.InvariantCulture);
        return wish.StartsWith('=')
            ? [int.Parse(wish[1..], CultureInfo.InvariantCulture)]
            : [.. Enumerable.Range(1, int.Parse(wish, CultureInfo.InvariantCulture))];
    }
}
