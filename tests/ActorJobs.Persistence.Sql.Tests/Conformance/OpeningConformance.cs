using System.Collections.Concurrent;
using ActorJobs.Core.Apps;
using ActorJobs.Persistence.Sql;
using ActorJobs.Persistence.Sql.Tests.Databases;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Persistence.Sql.Tests.Conformance;

/// <summary>Opening, closing, locking, and what is there afterwards.</summary>
public abstract class OpeningConformance(TestDatabase database) : StoreConformance(database)
{
    [Fact]
    public async Task Open_AgainAndAtTheSameTime_IsTheSameStore()
    {
        var again = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Database.OpenAsync()));

        Store.StoreId.ShouldNotBe(Guid.Empty);
        again.ShouldAllBe(store => store.StoreId == Store.StoreId);
    }

    [Fact]
    public async Task Open_OfTablesThatANewerProgramMade_IsRefusedWithBothVersions()
    {
        await Database.ExecuteAsync($"INSERT INTO {Database.Prefix}migration (version, name) VALUES (9000, 'the future')");

        var error = await Should.ThrowAsync<StoreOpenException>(Database.OpenAsync);

        error.Code.ShouldBe("STORE_SCHEMA_NEWER");
        error.Message.ShouldContain("9000");
    }

    [Fact]
    public async Task Commits_OfManyAppsAtOnce_AreAllThereAfterReopening()
    {
        const int Apps = 40;
        const int Commits = 25;
        var committed = new ConcurrentBag<(string App, Core.Runs.Run Run)>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Apps),
            new ParallelOptions { MaxDegreeOfParallelism = Apps },
            async (number, _) =>
            {
                var app = $"app-{number}";
                var owner = await OwnAsync(app);
                await owner.CommitAsync(Samples.Job(1));
                for (var commit = 0; commit < Commits; commit++)
                {
                    var run = Samples.Run(commit).Dispatched(commit + 1);
                    (await owner.CommitAsync(run, null)).Params[run.Id].ShouldBe("{\"of\":\"job\"}");
                    await owner.CommitAsync(new RunEnded(run.Ended(), "1", null));
                    committed.Add((app, run.Ended()));
                }
            }
        );
        await Store.DisposeAsync();

        var again = await Database.OpenAsync();

        committed.Count.ShouldBe(Apps * Commits);
        foreach (var group in committed.GroupBy(static entry => entry.App, StringComparer.Ordinal))
        {
            var runs = await again.Queries.ListRunsAsync(group.Key, new RunFilter(null, [], null, null, null, 1_000));
            runs.Select(static record => record.Run).ShouldBe(group.Select(static entry => entry.Run), ignoreOrder: true);
            (await again.ClaimAsync(group.Key)).ShouldNotBeNull().Sequence.ShouldBe(1 + (2 * Commits));
        }
    }

    [Fact]
    public async Task Dispose_WithCommitsInTheQueue_AnswersAllOfThem()
    {
        var owner = await OwnAsync();
        var commits = Enumerable
            .Range(1, 200)
            .Select(number => Store.CommitAsync(owner.Next(new RunInserted(Samples.Run(number), "1"))).AsTask())
            .ToList();

        await Store.DisposeAsync();

        (await Task.WhenAll(commits)).ShouldAllBe(static result => result is AppCommitResult.Committed);
        (await owner.TryAsync()).ShouldBeOfType<AppCommitResult.RolledBack>().Cause.Message.ShouldContain("closed");
    }

    [Fact]
    public async Task Lock_HeldByOneServer_RefusesTheNextWithTheHoldersName()
    {
        var other = await Database.OpenAsync();
        await using (var held = await Store.AcquireAsync("node-a (pid 4711)"))
        {
            var error = await Should.ThrowAsync<StoreLockedException>(async () => await other.AcquireAsync("node-b"));
            error.Message.ShouldContain("node-a (pid 4711)");
            held.Lost.IsCancellationRequested.ShouldBeFalse();
        }

        await using var second = await other.AcquireAsync("node-b");
        (await Should.ThrowAsync<StoreLockedException>(async () => await Store.AcquireAsync("node-a"))).Message.ShouldContain("node-b");
    }
}
