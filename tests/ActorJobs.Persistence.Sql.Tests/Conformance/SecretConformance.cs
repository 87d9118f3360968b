using ActorJobs.Core.Apps;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Secrets;
using ActorJobs.Persistence.Sql.Tests.Databases;
using ActorJobs.Scheduler.Stores;
using NodaTime;

namespace ActorJobs.Persistence.Sql.Tests.Conformance;

/// <summary>Secrets of apps: written by their owners, and read by them and by lists.</summary>
public abstract class SecretConformance(TestDatabase database) : StoreConformance(database)
{
    private static readonly AppSecret Bank = new("bank", new byte[] { 1, 0, 255 }, "key-1", Samples.Noon, "ann");
    private static readonly AppSecret Mail = new("Mail", new byte[] { 2 }, "key-1", Samples.Noon + Duration.FromMilliseconds(1), "räumer");

    [Fact]
    public async Task SecretWritten_OfAnApp_IsReadBackByItsOwnerAndByLists()
    {
        var owner = await OwnAsync();
        await OwnAsync("other");
        await owner.CommitAsync(new SecretWritten(Bank), new SecretWritten(Mail));

        (await LoadAsync(owner)).ShouldBe([Told(Mail), Told(Bank)]);
        (await ListAsync()).ShouldBe([Told(Mail), Told(Bank)]);
        (await ListAsync("other")).ShouldBeEmpty();
        (await ListAsync("nowhere")).ShouldBeEmpty();
    }

    [Fact]
    public async Task SecretWritten_AgainAndDeleted_StandsAsLeftLast()
    {
        var owner = await OwnAsync();
        var second = Bank with { Sealed = new byte[] { 9 }, KeyFingerprint = "key-2", SetAt = Mail.SetAt, SetBy = "bob" };
        await owner.CommitAsync(new SecretWritten(Bank), new SecretWritten(Mail), new SecretDeleted("Mail"));
        await owner.CommitAsync(new SecretWritten(second));
        (await ListAsync()).ShouldBe([Told(second)]);
        (await Store.Secrets.KeyFingerprintsAsync()).ShouldBe(["key-2"]);

        await owner.CommitAsync(new SecretDeleted("bank"), new SecretWritten(Bank));
        (await ListAsync()).ShouldBe([Told(Bank)]);

        await owner.CommitAsync(new SecretDeleted("bank"));
        (await ListAsync()).ShouldBeEmpty();
        (await Store.Secrets.KeyFingerprintsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Fenced_Owner_SetsAndDeletesNothing()
    {
        var old = await OwnAsync();
        await old.CommitAsync(new SecretWritten(Bank));
        await TestOwner.ClaimAsync(Store, "shop");

        (await Store.CommitAsync(old.Next(new SecretWritten(Mail), new SecretDeleted("bank")))).ShouldBeOfType<AppCommitResult.Fenced>();
        (await ListAsync()).ShouldBe([Told(Bank)]);
    }

    [Fact]
    public async Task App_Deleted_TakesItsSecretsAlong()
    {
        var owner = await OwnAsync();
        await owner.CommitAsync(new SecretWritten(Bank));
        await (await OwnAsync("other")).CommitAsync(new SecretWritten(Mail with { KeyFingerprint = "key-2" }));
        (await Store.Secrets.KeyFingerprintsAsync()).ShouldBe(["key-1", "key-2"]);

        await Store.DeleteAsync("shop");
        await Store.CreateAsync("shop");

        (await ListAsync()).ShouldBeEmpty();
        (await Store.Secrets.KeyFingerprintsAsync()).ShouldBe(["key-2"]);
    }

    [Fact]
    public async Task Load_OfRunsAtWorkers_BringsTheParamsOfThoseThatMayNameSecrets()
    {
        const string marked = """{"a":{"$secret":"bank"}}""";
        var owner = await OwnAsync();
        var (given, plain, queued, ended) = (Samples.Run(1), Samples.Run(2), Samples.Run(3), Samples.Run(4));
        owner.LastToken = 3;
        await owner.CommitAsync(
            Samples.Job(1),
            new RunInserted(given.Dispatched(), marked),
            new RunInserted(plain.Dispatched(2), """{"a":"$secret"}"""),
            new RunInserted(queued, marked),
            new RunInserted(ended.Dispatched(3), marked)
        );
        await owner.CommitAsync(
            new RunUpdated(ended.Dispatched(3).Ended()),
            new RunUpdated(given.Dispatched() with { State = RunState.Running })
        );

        (await Store.LoadAsync(owner.Claim)).ParamsAtWorkers.ShouldBe(
            new Dictionary<RunId, string> { [given.Id] = marked, [plain.Id] = """{"a":"$secret"}""" }
        );
    }

    private static string Told(AppSecret secret) =>
        $"{secret.Name} {Convert.ToHexString(secret.Sealed.Span)} {secret.KeyFingerprint} {secret.SetAt} {secret.SetBy}";

    private async Task<IEnumerable<string>> LoadAsync(TestOwner owner) => (await Store.LoadAsync(owner.Claim)).Secrets.Select(Told);

    private async Task<IEnumerable<string>> ListAsync(string app = "shop") => (await Store.Secrets.ListAsync(app)).Select(Told);
}
