using ActorJobs.Core.Access;
using ActorJobs.Persistence.Sql.Tests.Databases;
using ActorJobs.Scheduler.Stores;
using NodaTime;

namespace ActorJobs.Persistence.Sql.Tests.Conformance;

/// <summary>Tokens, secrets and the audit.</summary>
public abstract class AccessConformance(TestDatabase database) : StoreConformance(database)
{
    private static readonly byte[] Hash = [.. Enumerable.Range(0, 32).Select(static number => (byte)(255 - number))];

    [Fact]
    public async Task Tokens_AddedUsedAndDeleted_AreListedAsTheyAre()
    {
        await Store.CreateAsync("shop");
        (await AddAsync("b", Role.Viewer, "shop")).ShouldBe(TokenAddition.Added);
        (await AddAsync("a", Role.Admin, null)).ShouldBe(TokenAddition.Added);
        (await AddAsync("a", Role.Viewer, null)).ShouldBe(TokenAddition.NameTaken);
        (await AddAsync("c", Role.Viewer, "nowhere")).ShouldBe(TokenAddition.NoApp);
        await Store.Access.NoteUseAsync(["b", "gone"]);

        var tokens = await Store.Access.ListTokensAsync();
        tokens
            .Select(token => (token.Name, token.Role, token.App, token.CreatedBy))
            .ShouldBe([("a", Role.Admin, null, "me"), ("b", Role.Viewer, "shop", "me")]);
        tokens[0].Hash.ToArray().ShouldBe(Hash);
        tokens[0].LastUsedAt.ShouldBeNull();
        tokens[1].LastUsedAt!.Value.ShouldBeGreaterThanOrEqualTo(tokens[1].CreatedAt);
        (await Store.Access.DeleteTokenAsync("a")).ShouldBeTrue();
        (await Store.Access.DeleteTokenAsync("a")).ShouldBeFalse();
        await Store.DeleteAsync("shop");
        (await Store.Access.ListTokensAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task FirstAdmin_AskedForAtTheSameTime_IsOne()
    {
        await Store.CreateAsync("shop");
        await AddAsync("of-an-app", Role.Admin, "shop");
        await AddAsync("viewer", Role.Viewer, null);

        var made = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(number => Store.Access.AddFirstAdminAsync(new NewToken($"admin{number}", Hash, Role.Admin, null, "init")).AsTask())
        );

        made.Count(addition => addition == TokenAddition.Added).ShouldBe(1);
        made.Count(addition => addition == TokenAddition.NotFirst).ShouldBe(7);
    }

    [Fact]
    public async Task Secret_Replaced_WorksAsLongAsItIsKept()
    {
        await Store.CreateAsync("shop");
        (await Store.Access.ReplaceSecretAsync("nowhere", Hash, Duration.Zero)).ShouldBeFalse();
        (await ReplaceAsync(1, Duration.Zero)).ShouldBeTrue();
        await ReplaceAsync(2, Duration.FromHours(1));
        (await NumbersAsync()).Order().ToList().ShouldBe([1, 2]);

        // The one before the last does not live longer for it.
        await ReplaceAsync(3, Duration.FromHours(2));
        var until = (await Store.Access.ListSecretsAsync()).ToDictionary(secret => secret.Hash.Span[0], secret => secret.ValidUntil);
        (until[2] - until[1]).ShouldNotBeNull().ShouldBeGreaterThan(Duration.FromMinutes(59));
        until[3].ShouldBeNull();
        await ReplaceAsync(4, Duration.Zero);
        (await NumbersAsync()).ShouldBe([4]);
        await Store.DeleteAsync("shop");
        (await NumbersAsync()).ShouldBeEmpty();

        async Task<bool> ReplaceAsync(byte number, Duration keep) => await Store.Access.ReplaceSecretAsync("shop", HashOf(number), keep);

        async Task<List<byte>> NumbersAsync() => [.. (await Store.Access.ListSecretsAsync()).Select(secret => secret.Hash.Span[0])];
    }

    [Fact]
    public async Task Audit_Appended_IsListedByPageAppAndTime()
    {
        var noon = Samples.Noon;
        var records = Enumerable
            .Range(0, 5)
            .Select(number => new AuditRecord(
                noon + Duration.FromHours(number),
                "me",
                "127.0.0.1",
                "PUT",
                $"/x/{number}",
                201,
                number % 2 == 0 ? "shop" : null
            ))
            .ToList();
        await Store.Audit.AppendAsync(records);

        var all = await Store.Audit.ListAsync(new AuditFilter(null, null, null, null, 10));
        all.Select(row => row.Record).ShouldBe(records.AsEnumerable().Reverse());
        (await PathsAsync(new AuditFilter(null, null, null, all[1].Id, 2))).ShouldBe(["/x/2", "/x/1"]);
        (await PathsAsync(new AuditFilter("shop", null, null, null, 10))).ShouldBe(["/x/4", "/x/2", "/x/0"]);
        (await PathsAsync(new AuditFilter(null, noon + Duration.FromHours(1), noon + Duration.FromHours(3), null, 10))).ShouldBe([
            "/x/2",
            "/x/1",
        ]);
    }

    [Fact]
    public async Task Audit_OfLongAgo_IsForgotten()
    {
        var now = await Store.NowAsync();
        await Store.Audit.AppendAsync([
            .. Enumerable
                .Range(0, 3)
                .Select(days => new AuditRecord(now - Duration.FromDays(days), "me", "", "PUT", $"/{days}", 200, null)),
        ]);

        await Store.Audit.ForgetAsync(Duration.FromHours(12));

        (await PathsAsync(new AuditFilter(null, null, null, null, 10))).ShouldBe(["/0"]);
    }

    private static byte[] HashOf(byte number) => [number, .. Hash[1..]];

    private async Task<List<string>> PathsAsync(AuditFilter filter) =>
        [.. (await Store.Audit.ListAsync(filter)).Select(row => row.Record.Path)];

    private ValueTask<TokenAddition> AddAsync(string name, Role role, string? app) =>
        Store.Access.AddTokenAsync(new NewToken(name, Hash, role, app, "me"));
}
