using ActorJobs.Worker.Doctors;
using ActorJobs.Worker.Tests.Fakes;

namespace ActorJobs.Worker.Tests.Doctors;

/// <summary>What a doctor says of its machine.</summary>
public sealed class MachineChecksTests : IDisposable
{
    private static readonly OptionNames s_names = new(new Dictionary<string, string> { ["DataFolder"] = "my.data" });
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task DataFolder_ThatIsAFile_FailsWithTheNameOfItsSetting()
    {
        await File.WriteAllTextAsync(_folder.File("data"), "");

        var found = await Look(new WorkerOptions { DataFolder = _folder.File("data"), App = "demo" });

        found.Verdict.ShouldBe(Verdict.Failure);
        found.Found.ShouldContain($"{Environment.UserName} cannot write to {_folder.File("data")}/demo");
        found.Cure.ShouldStartWith("Set my.data to a folder");
    }

    [Fact]
    public async Task DataFolder_ThatIsNotThereYet_IsFineAndNotMade()
    {
        var found = await Look(new WorkerOptions { DataFolder = _folder.File("data"), App = "demo" });

        found.Verdict.ShouldBe(Verdict.Ok, $"{found}");
        found.Found.ShouldContain($"{_folder.File("data")}/demo, which is made in {_folder.Path}");
        Directory.EnumerateFileSystemEntries(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task DataFolder_OnADiskWithoutRoomForTheLogs_IsAWarning()
    {
        var found = await Look(
            new WorkerOptions
            {
                DataFolder = _folder.Path,
                App = "demo",
                LogSpoolBytes = 1L << 60,
            }
        );

        found.Verdict.ShouldBe(Verdict.Warning);
        found.Expected.ShouldContain("LogSpoolBytes");
    }

    [Fact]
    public async Task Spool_WithAnOldResult_TellsWhoseItIs()
    {
        var options = new WorkerOptions { DataFolder = _folder.Path, App = "demo" };
        Directory.CreateDirectory(_folder.File("demo/w%201/logs"));
        await File.WriteAllTextAsync(_folder.File("demo/w%201/logs/1"), new string('x', 10));
        await File.WriteAllTextAsync(_folder.File("demo/w%201/r-1-1.result"), "abc");

        var fresh = await new SpoolCheck(options, TimeProvider.System).CheckAsync(CancellationToken.None);
        File.SetLastWriteTimeUtc(_folder.File("demo/w%201/r-1-1.result"), DateTime.UtcNow.AddHours(-1));
        var old = await new SpoolCheck(options, TimeProvider.System).CheckAsync(CancellationToken.None);

        fresh.ShouldBe(Finding.Ok("1 unacknowledged results of 3 bytes, 10 bytes of logs"));
        old.Verdict.ShouldBe(Verdict.Warning);
        old.Found.ShouldEndWith("is that of worker w 1");
    }

    [Fact]
    public async Task ProcessTree_WithoutControlGroups_IsKilledAllTheSameWithAWarning()
    {
        // What is not killed lives for a minute.
        using var limit = new CancellationTokenSource(FakeSession.Limit);

        var found = await new ProcessTreeCheck([], TimeProvider.System, new WorkerTimings()).CheckAsync(limit.Token);

        found.Verdict.ShouldBe(Verdict.Warning, $"{found}");
        found.Found.ShouldContain("a tree was killed within");
        found.Cure.ShouldContain("Delegate=yes");
    }

    [Fact]
    public async Task OpenFiles_TooFewForTheSlots_IsAWarning()
    {
        (await new FileLimitCheck(new WorkerOptions { Slots = 1 }).CheckAsync(CancellationToken.None)).Verdict.ShouldBe(Verdict.Ok);
        (await new FileLimitCheck(new WorkerOptions { Slots = int.MaxValue }).CheckAsync(CancellationToken.None)).Verdict.ShouldBe(
            Verdict.Warning
        );
    }

    [Theory]
    [InlineData("http://proxy:3128", "http://proxy:3128")]
    [InlineData("http://me:p@ss/w@proxy:3128", "http://…@proxy:3128")]
    [InlineData("me:pass@proxy:3128", "…@proxy:3128")]
    public void Address_WithAPassword_IsShownWithoutIt(string address, string shown) => Shown.WithoutSecrets(address).ShouldBe(shown);

    [Fact]
    public void Message_WithAddresses_IsShownWithoutTheirPasswords() =>
        Shown
            .Message("The proxy tunnel request to proxy 'http://me:p%40ss@proxy:3128/' failed with status code '407', see http://a/b@c")
            .ShouldBe("The proxy tunnel request to proxy 'http://…@proxy:3128/' failed with status code '407', see http://a/b@c");

    private static Task<Finding> Look(WorkerOptions options) =>
        new DataFolderCheck(options, s_names, TimeProvider.System).CheckAsync(CancellationToken.None);
}
