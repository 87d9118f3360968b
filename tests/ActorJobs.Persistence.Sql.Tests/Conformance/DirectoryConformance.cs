using ActorJobs.Core.Apps;
using ActorJobs.Core.Runs;
using ActorJobs.Persistence.Sql.Tests.Databases;
using ActorJobs.Scheduler.Stores;
using NodaTime;

namespace ActorJobs.Persistence.Sql.Tests.Conformance;

/// <summary>Apps come and go.</summary>
public abstract class DirectoryConformance(TestDatabase database) : StoreConformance(database)
{
    [Fact]
    public async Task Create_TwiceAndAtTheSameTime_MakesOneApp()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Store.CreateAsync("shop").AsTask()));

        made.Count(static one => one).ShouldBe(1);
        (await Store.NamesAsync()).ShouldBe(["shop"]);
        var app = (await Store.Queries.FindAppAsync("shop")).ShouldNotBeNull();
        (app.CreatedAt - await Store.NowAsync()).ShouldBeInRange(Duration.FromMinutes(-1), Duration.FromMinutes(1));
    }

    [Fact]
    public async Task Names_OfManyApps_ComeInTheOrderOfTheirCodePoints()
    {
        string[] names = ["b", "a-1", "B", "a", "ä", "a1", "\U0001F600", "\uFFFD"];
        foreach (var name in names)
        {
            await Store.CreateAsync(name);
        }
        string[] sorted = ["B", "a", "a-1", "a1", "b", "ä", "\uFFFD", "\U0001F600"];

        (await Store.NamesAsync()).ShouldBe(sorted);
        var paged = new List<string>();
        while (await Store.Queries.ListAppsAsync(paged.Count == 0 ? null : paged[^1], 3) is { Count: > 0 } page)
        {
            paged.AddRange(page.Select(static app => app.Name));
        }
        paged.ShouldBe(sorted);
    }

    [Fact]
    public async Task Delete_OfAnApp_RemovesItsRowsAndNoOthers()
    {
        var shop = await OwnAsync();
        var bank = await OwnAsync("bank");
        foreach (var owner in new[] { shop, bank })
        {
            var run = Samples.Run(1);
            await owner.CommitAsync(
                Samples.Job(1),
                new ScheduleWritten(1, "main", Samples.Mark(Samples.Noon)),
                new RunInserted(run, null),
                Samples.Attempt(run),
                new StaleReported(run.Id, 1, 1, Samples.Worker, Samples.Noon, AttemptOutcome.Failed)
            );
        }
        await shop.CommitAsync([.. Enumerable.Range(2, 2_500).Select(static number => new RunInserted(Samples.Run(number), "1"))]);

        (await Store.DeleteAsync("shop")).ShouldBeTrue();

        (await Store.DeleteAsync("shop")).ShouldBeFalse();
        (await Store.NamesAsync()).ShouldBe(["bank"]);
        (await shop.TryAsync(new RunInserted(Samples.Run(1), "1"))).ShouldBeOfType<AppCommitResult.Fenced>();
        var left = await Store.LoadAsync(shop.Claim);
        (left.Jobs.Count + left.Schedules.Count + left.OpenRuns.Count).ShouldBe(0);
        var kept = await Store.LoadAsync(bank.Claim);
        (kept.Jobs.Count, kept.Schedules.Count, kept.OpenRuns.Count).ShouldBe((1, 1, 1));
        (await Store.Queries.FindHistoryAsync("bank", Samples.Run(1).Id)).StaleReports.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Create_AfterADeletion_GoesOnAboveTheOldEpochsAndTokensWithNoneOfTheOldRows()
    {
        var old = await OwnAsync();
        old.LastToken = 33;
        await old.CommitAsync(Samples.Job(1), new RunInserted(Samples.Run(1), "1"));
        await Store.ClaimAsync("shop");
        var last = (await Store.ClaimAsync("shop")).ShouldNotBeNull();
        await Store.DeleteAsync("shop");

        await Store.CreateAsync("shop");

        var claim = (await Store.ClaimAsync("shop")).ShouldNotBeNull();
        claim.Epoch.ShouldBeGreaterThan(last.Epoch);
        claim.LastToken.ShouldBe(33);
        claim.AppId.ShouldNotBe(last.AppId);
        (await Store.Queries.ListJobsAsync("shop", workflows: false, null, null, 10)).ShouldBeEmpty();
        (await Store.Queries.FindRunAsync("shop", Samples.Run(1).Id)).ShouldBeNull();
        (await old.TryAsync(new RunInserted(Samples.Run(2), "1"))).ShouldBeOfType<AppCommitResult.Fenced>();
    }

    [Fact]
    public async Task Open_AfterADeletionThatWasInterrupted_FinishesIt()
    {
        var owner = await OwnAsync();
        await owner.CommitAsync(Samples.Job(1), new RunInserted(Samples.Run(1), "1"));
        await Database.ExecuteAsync(
            string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"DELETE FROM {Database.Prefix}app WHERE name = 'shop'; INSERT INTO {Database.Prefix}deleted_app VALUES ({owner.Claim.AppId})"
            )
        );

        // Closing waits for the rest of the deletion, or leaves it to the next; asking again makes sure.
        var again = await Database.OpenAsync();
        await again.CreateAsync("other");
        await again.DeleteAsync("other");

        (await again.LoadAsync(owner.Claim)).Jobs.ShouldBeEmpty();
        (await again.LoadAsync(owner.Claim)).OpenRuns.ShouldBeEmpty();
    }

    [Fact]
    public async Task Now_OfTheStore_IsTheTime()
    {
        var before = Instant.FromDateTimeOffset(Database.Clock.GetUtcNow());
        var now = await Store.NowAsync();
        (now - before).ShouldBeInRange(Duration.FromSeconds(-1), Duration.FromMinutes(1));
    }
}
