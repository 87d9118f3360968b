using ActorJobs.Core.Apps;
using ActorJobs.Core.Runs;
using ActorJobs.Persistence.Sql.Tests.Databases;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Persistence.Sql.Tests.Conformance;

/// <summary>Who may write: the newest claim, sequence after sequence, and nobody else.</summary>
public abstract class FencingConformance(TestDatabase database) : StoreConformance(database)
{
    [Fact]
    public async Task Claim_OfAnAppThatIsNotThere_IsNull() => (await Store.ClaimAsync("nobody")).ShouldBeNull();

    [Fact]
    public async Task Claim_EachTime_RaisesTheEpochAndKeepsTheRest()
    {
        var first = await OwnAsync();
        first.LastToken = 41;
        first.LastJobId = 7;
        await first.CommitAsync(Samples.Run(1));

        var second = (await Store.ClaimAsync("shop")).ShouldNotBeNull();
        second.ShouldBe(first.Claim with { Epoch = first.Claim.Epoch + 1, Sequence = 1, LastToken = 41, LastJobId = 7 });
    }

    [Fact]
    public async Task Commit_OfAnOlderClaim_IsFencedWhileOthersInTheGroupCommit()
    {
        var old = await OwnAsync();
        var bank = await OwnAsync("bank");
        var other = await Database.OpenAsync();
        await TestOwner.ClaimAsync(other);

        // The first commit holds the writer, so that the others gather behind it.
        var results = await Task.WhenAll(
            Store.CommitAsync(bank.Next(new RunInserted(Samples.Run(1), "1"))).AsTask(),
            Store.CommitAsync(old.Next(Samples.Job(1), new RunInserted(Samples.Run(1), "1"))).AsTask(),
            Store.CommitAsync(bank.Next(new RunInserted(Samples.Run(2), "1"))).AsTask()
        );

        results[0].ShouldBeOfType<AppCommitResult.Committed>();
        results[1].ShouldBeOfType<AppCommitResult.Fenced>();
        results[2].ShouldBeOfType<AppCommitResult.Committed>();
        (await Store.Queries.FindRunAsync("shop", Samples.Run(1).Id)).ShouldBeNull();
        (await Store.Queries.FindJobAsync("shop", "report")).ShouldBeNull();
        (await old.TryAsync()).ShouldBeOfType<AppCommitResult.Fenced>();
    }

    [Fact]
    public async Task Commits_OfTwoClaimsInOneGroup_OnlyTheNewerTakesEffect()
    {
        var bank = await OwnAsync("bank");
        var old = await OwnAsync();
        var fresh = await TestOwner.ClaimAsync(Store);

        var results = await Task.WhenAll(
            Store.CommitAsync(bank.Next()).AsTask(),
            Store.CommitAsync(old.Next(new RunInserted(Samples.Run(1), "1"))).AsTask(),
            Store.CommitAsync(fresh.Next(new RunInserted(Samples.Run(2), "1"))).AsTask(),
            Store.CommitAsync(old.Next(new RunInserted(Samples.Run(3), "1"))).AsTask()
        );

        results[1].ShouldBeOfType<AppCommitResult.Fenced>();
        results[2].ShouldBeOfType<AppCommitResult.Committed>();
        results[3].ShouldBeOfType<AppCommitResult.Fenced>();
        (await Store.LoadAsync(fresh.Claim)).OpenRuns.ShouldBe([Samples.Run(2)]);
    }

    [Fact]
    public async Task TwoServers_ClaimingFromEachOtherUnderLoad_NeverBothWriteInOneEpoch()
    {
        await OwnAsync();
        var other = await Database.OpenAsync();
        var committed = new List<(long Epoch, long Sequence, Run Run)>[2];

        async Task ServeAsync(int server, ActorJobs.Persistence.Sql.SqlStore store)
        {
            var mine = committed[server] = [];
            for (var round = 0; round < 12; round++)
            {
                var owner = await TestOwner.ClaimAsync(store);
                for (var number = 0; number < 6; number++)
                {
                    var run = Samples.Run((round * 6) + number, job: server + 1);
                    var commit = owner.Next(new RunInserted(run, "1"));
                    var result = await store.CommitAsync(commit);
                    if (result is not AppCommitResult.Committed)
                    {
                        result.ShouldBeOfType<AppCommitResult.Fenced>();
                        break;
                    }
                    mine.Add((owner.Claim.Epoch, commit.Sequence, run));
                }
            }
        }

        await Task.WhenAll(ServeAsync(0, Store), ServeAsync(1, other));

        var all = committed.SelectMany(static list => list).OrderBy(static entry => entry.Sequence).ToList();
        all.Select(static entry => entry.Sequence).ShouldBe(Enumerable.Range(1, all.Count).Select(static number => (long)number));
        all.Select(static entry => entry.Epoch).ShouldBeInOrder();
        committed[0].Select(static entry => entry.Epoch).Intersect(committed[1].Select(static entry => entry.Epoch)).ShouldBeEmpty();
        var claim = (await Store.ClaimAsync("shop")).ShouldNotBeNull();
        (await Store.LoadAsync(claim)).OpenRuns.ShouldBe(all.Select(static entry => entry.Run), ignoreOrder: true);
    }

    [Fact]
    public async Task Commit_AfterOneThatFailed_IsRolledBack()
    {
        var owner = await OwnAsync();
        await owner.CommitAsync(Samples.Run(1));
        var failing = owner.Next(new RunInserted(Samples.Run(2), null));
        var behind = owner.Next(new RunInserted(Samples.Run(3), "1"));

        var results = await Task.WhenAll(Store.CommitAsync(failing).AsTask(), Store.CommitAsync(behind).AsTask());

        results[0].ShouldBeOfType<AppCommitResult.RolledBack>();
        results[1].ShouldBeOfType<AppCommitResult.RolledBack>();
        (await owner.TryAsync(new RunInserted(Samples.Run(4), "1"))).ShouldBeOfType<AppCommitResult.RolledBack>();
        var again = await TestOwner.ClaimAsync(Store);
        again.Claim.Sequence.ShouldBe(1);
        (await Store.LoadAsync(again.Claim)).OpenRuns.ShouldBe([Samples.Run(1)]);
        await again.CommitAsync(Samples.Run(2));
    }

    [Fact]
    public async Task Commit_GivenASecondTime_ChangesNothing()
    {
        var owner = await OwnAsync();
        var commit = owner.Next(new RunInserted(Samples.Run(1), "1"));
        (await Store.CommitAsync(commit)).ShouldBeOfType<AppCommitResult.Committed>();
        var twin = commit with { Writes = [new RunInserted(Samples.Run(2), "1")] };

        (await Store.CommitAsync(twin)).ShouldBeOfType<AppCommitResult.RolledBack>();

        (await Store.Queries.FindRunAsync("shop", Samples.Run(2).Id)).ShouldBeNull();
    }

    [Fact]
    public async Task Commit_ThatFails_DoesNotFailItsNeighboursInTheGroup()
    {
        var bank = await OwnAsync("bank");
        var shop = await OwnAsync();
        await shop.CommitAsync(Samples.Job(1), Samples.Job(2, "other"));
        var first = Store.CommitAsync(bank.Next(new RunInserted(Samples.Run(1), "1"))).AsTask();

        var good = Store.CommitAsync(shop.Next(new RunInserted(Samples.Run(1), "1"))).AsTask();
        var broken = Store.CommitAsync(shop.Next(Samples.Job(2, "report"))).AsTask();
        var neighbour = Store.CommitAsync(bank.Next(new RunInserted(Samples.Run(2), "1"))).AsTask();

        (await first).ShouldBeOfType<AppCommitResult.Committed>();
        (await neighbour).ShouldBeOfType<AppCommitResult.Committed>();
        (await good).ShouldBeOfType<AppCommitResult.Committed>();
        (await broken).ShouldBeOfType<AppCommitResult.RolledBack>().Cause.Message.ShouldContain("job", Case.Insensitive);
        (await ReadAsync(Samples.Run(1))).Run.ShouldBe(Samples.Run(1));
        (await ReadAsync(Samples.Run(2), "bank")).Run.ShouldBe(Samples.Run(2));
    }

    [Fact]
    public async Task LastJobIdAndLastToken_AfterAllJobsAreGone_NeverGoBack()
    {
        var owner = await OwnAsync();
        owner.LastJobId = 5;
        owner.LastToken = 90;
        await owner.CommitAsync(Samples.Job(5));
        owner.LastJobId = 1;
        owner.LastToken = 1;
        await owner.CommitAsync(new JobDeleted(5));

        var claim = (await Store.ClaimAsync("shop")).ShouldNotBeNull();
        (claim.LastJobId, claim.LastToken).ShouldBe((5, 90));
    }

    [Fact]
    public async Task Claim_WhileCommitsAreUnderWay_KnowsWhatBecameOfEachOfThem()
    {
        var owner = await OwnAsync();
        var other = await Database.OpenAsync();
        var commits = Enumerable
            .Range(1, 100)
            .Select(number => Store.CommitAsync(owner.Next(new RunInserted(Samples.Run(number), "1"))).AsTask())
            .ToList();

        var claim = (await other.ClaimAsync("shop")).ShouldNotBeNull();
        var loaded = (await other.LoadAsync(claim)).OpenRuns;

        var results = await Task.WhenAll(commits);
        results.Count(static result => result is AppCommitResult.Committed).ShouldBe(loaded.Count);
        results.Skip(loaded.Count).ShouldAllBe(static result => result is AppCommitResult.Fenced);
        claim.Sequence.ShouldBe(loaded.Count);
    }
}
