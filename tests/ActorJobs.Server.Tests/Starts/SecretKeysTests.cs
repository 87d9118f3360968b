using ActorJobs.Core.Secrets;
using ActorJobs.Errors;
using ActorJobs.Scheduler.Secrets;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Settings;
using ActorJobs.Server.Start;

namespace ActorJobs.Server.Tests.Starts;

/// <summary>The key of secrets at the start of a server.</summary>
public sealed class SecretKeysTests : IDisposable
{
    private static readonly string First = Convert.ToBase64String([.. Enumerable.Repeat((byte)1, SecretKey.Bytes)]);
    private static readonly string Second = Convert.ToBase64String([.. Enumerable.Repeat((byte)2, SecretKey.Bytes)]);

    private readonly string _folder = Directory.CreateTempSubdirectory("actorjobs-key-").FullName;

    private string Beside => Path.Combine(_folder, "test.db.key");

    private string[] Sqlite => [$"actorjobs.store.sqlite.path={Path.Combine(_folder, "test.db")}"];

    private static string[] Postgres =>
        ["actorjobs.store.kind=postgres", "actorjobs.store.postgres.connection-string=Host=db;Username=u;Database=d"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Key_OfSqliteWithoutASetting_IsMadeBesideTheDatabaseAndFoundAgain()
    {
        var made = (await FindAsync([], Sqlite)).ShouldNotBeNull();
        var found = (await FindAsync([made.Fingerprint], Sqlite)).ShouldNotBeNull();

        found.Fingerprint.ShouldBe(made.Fingerprint);
        Directory.GetFiles(_folder).ShouldBe([Beside]);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Beside).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task Key_OfSettingsOrTheirFile_IsUsedAndNoFileIsMade()
    {
        var file = Path.Combine(_folder, "key");
        await File.WriteAllTextAsync(file, $"{First}\n");

        var given = (await FindAsync([], [.. Sqlite, $"actorjobs.secrets.key={First}"])).ShouldNotBeNull();
        var read = (await FindAsync([given.Fingerprint], [.. Sqlite, $"actorjobs.secrets.key-file={file}"])).ShouldNotBeNull();

        read.Fingerprint.ShouldBe(given.Fingerprint);
        File.Exists(Beside).ShouldBeFalse();
        (await FindAsync([], Postgres)).ShouldBeNull();
    }

    [Fact]
    public async Task Key_OtherThanThatOfStoredSecrets_IsRefusedByTheNameOfTheSetting()
    {
        var stored = (await FindAsync([], [.. Sqlite, $"actorjobs.secrets.key={First}"])).ShouldNotBeNull().Fingerprint;

        await RefusedAsync(ErrorCodes.SecretsKeyDiffers, stored, [.. Sqlite, $"actorjobs.secrets.key={Second}"]);
        await RefusedAsync(ErrorCodes.SecretsKeyMissing, stored, Postgres);
        (await RefusedAsync(ErrorCodes.SecretsKeyMissing, stored, Sqlite)).ShouldContain(Beside);
        File.Exists(Beside).ShouldBeFalse("another key would hide that the right one is missing");
    }

    [Theory]
    [InlineData("")]
    [InlineData("c2hvcnQ=")]
    [InlineData("no base64 at all")]
    public async Task KeyFile_WithoutAKey_IsRefusedByItsName(string text)
    {
        await File.WriteAllTextAsync(Beside, text);

        (await RefusedAsync(ErrorCodes.InvalidSetting, null, Sqlite)).ShouldContain(Beside);
    }

    [Theory]
    [InlineData("actorjobs.secrets.key=c2hvcnQ=")]
    [InlineData("actorjobs.secrets.key=AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=", "actorjobs.secrets.key-file=/some/file")]
    public void Settings_ThatAreNoKeyOrTwo_AreRefusedWithoutShowingIt(params string[] settings)
    {
        var error = Should.Throw<StartException>(() => SettingsReader.Read(SettingSources.OfAssignments(settings)));

        error.Message.ShouldContain("actorjobs.secrets.key");
        error.Message.ShouldNotContain("c2hvcnQ");
        error.Message.ShouldNotContain("AQEB");
    }

    [Fact]
    public void Listing_OfSettings_LeavesTheKeyOut() =>
        SettingsListing.Of(SettingSources.OfAssignments([$"actorjobs.secrets.key={First}"])).ShouldNotContain(First);

    private static async Task<SecretKey?> FindAsync(string[] stored, string[] settings) =>
        await SecretKeys.FindAsync(SettingsReader.Read(SettingSources.OfAssignments(settings)), new Stored(stored));

    private static async Task<string> RefusedAsync(string code, string? stored, string[] settings)
    {
        var error = await Should.ThrowAsync<StartException>(() => FindAsync(stored is null ? [] : [stored], settings));
        error.Problems.ShouldHaveSingleItem().Code.ShouldBe(code);
        error.Message.ShouldContain("actorjobs.secrets.key");
        return error.Message;
    }

    private sealed class Stored(string[] fingerprints) : ISecretStore
    {
        public ValueTask<IReadOnlyList<AppSecret>> ListAsync(string app, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("The values are not needed.");

        public ValueTask<IReadOnlyList<string>> KeyFingerprintsAsync(CancellationToken cancellationToken = default) => new(fingerprints);
    }
}
