using System.Globalization;
using ActorJobs.Core.Apps;
using ActorJobs.Core.Runs;
using ActorJobs.Persistence.Sql.Tests.Databases;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Persistence.Sql.Tests.Conformance;

/// <summary>Idempotency keys.</summary>
public abstract class KeyConformance(TestDatabase database) : StoreConformance(database)
{
    [Fact]
    public async Task FindKeys_OfRunsOpenAndEnded_GivesThemWithTheirStateAndTheCommit()
    {
        var owner = await OwnAsync();
        await owner.CommitAsync(Keyed(1, "a", 11), Keyed(2, "b", -12), new RunInserted(Samples.Run(3), "1"));
        var before = await Store.Queries.FindKeysAsync("shop", ["a", "b", "c"]);
        await owner.CommitAsync(new RunEnded(Samples.Run(2).Ended(), "7", null));
        var after = await Store.Queries.FindKeysAsync("shop", ["b"]);

        before.ShouldNotBeNull().Sequence.ShouldBe(1);
        before.Runs.Keys.Order().ShouldBe(["a", "b"]);
        before.Runs["a"].ShouldBe(new KeyedRun(Samples.Run(1).Id, 11, "report", RunState.Queued, Samples.Run(1).Planned));
        before.Runs["b"].Fingerprint.ShouldBe(-12);
        after.ShouldNotBeNull().Sequence.ShouldBe(2);
        after.Runs["b"].State.ShouldBe(RunState.Succeeded);
    }

    [Fact]
    public async Task FindKeys_OfAnotherAppOrNone_FindsNothing()
    {
        var owner = await OwnAsync();
        await OwnAsync("bank");
        await owner.CommitAsync(Keyed(1, "a", 1));

        (await Store.Queries.FindKeysAsync("bank", ["a"])).ShouldNotBeNull().Runs.ShouldBeEmpty();
        (await Store.Queries.FindKeysAsync("nobody", ["a"])).ShouldBeNull();
    }

    [Fact]
    public async Task FindKeys_AThousandAtOnce_FindsEachOfThem()
    {
        var owner = await OwnAsync();
        var keys = Enumerable.Range(1, 1_000).Select(static number => number.ToString(CultureInfo.InvariantCulture)).ToList();
        await owner.CommitAsync([.. keys.Select(static (key, index) => Keyed(index + 1, key, index))]);

        (await Store.Queries.FindKeysAsync("shop", keys)).ShouldNotBeNull().Runs.Count.ShouldBe(1_000);
    }

    [Fact]
    public async Task Commit_AKeyThatIsThere_IsRolledBackAndLeavesNoRun()
    {
        var owner = await OwnAsync();
        await owner.CommitAsync(Keyed(1, "a", 1));

        (await owner.TryAsync(Keyed(2, "a", 1))).ShouldBeOfType<AppCommitResult.RolledBack>();

        (await Store.Queries.FindRunAsync("shop", Samples.Run(2).Id)).ShouldBeNull();
    }

    [Fact]
    public async Task ForgetOldKeys_AfterADay_ForgetsThemAndKeepsYoungerOnesAndTheRuns()
    {
        var owner = await OwnAsync();
        await owner.CommitAsync(Keyed(1, "old", 1), Keyed(2, "young", 1));
        await AgeAsync("old", hours: 24.1);
        await AgeAsync("young", hours: 23.9);

        await Store.ForgetOldKeysAsync(CancellationToken.None);

        (await Store.Queries.FindKeysAsync("shop", ["old", "young"])).ShouldNotBeNull().Runs.Keys.ShouldBe(["young"]);
        await ReadAsync(Samples.Run(1));
    }

    [Fact]
    public async Task Delete_OfAnApp_ForgetsItsKeys()
    {
        var owner = await OwnAsync();
        await owner.CommitAsync(Keyed(1, "a", 1));
        await Store.DeleteAsync("shop");

        await OwnAsync();

        (await Store.Queries.FindKeysAsync("shop", ["a"])).ShouldNotBeNull().Runs.ShouldBeEmpty();
    }

    private static RunInserted Keyed(int number, string key, long fingerprint) =>
        new(Samples.Run(number), "1") { Key = new RunKey(key, fingerprint) };

    private Task AgeAsync(string key, double hours) =>
        Database.ExecuteAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"UPDATE {Database.Prefix}idempotency_key SET created_at = created_at - {(long)(hours * 3_600_000_000)} WHERE name = '{key}'"
            )
        );
}
