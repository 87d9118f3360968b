using ActorJobs.Agent.Files;
using ActorJobs.Worker.Tests.Fakes;

namespace ActorJobs.Agent.Tests.Processors;

public sealed class FileCleanupProcessorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _root;

    public FileCleanupProcessorTests()
    {
        _root = Directory.CreateDirectory(_folder.File("root")).FullName;
        Directory.CreateDirectory(Path.Combine(_root, "sub"));
        Directory.CreateDirectory(_folder.File("outside"));
        foreach (
            var (name, days) in new[]
            {
                ("root/1.log", 1),
                ("root/5.log", 5),
                ("root/sub/9.log", 9),
                ("root/9.txt", 9),
                ("outside/9.log", 9),
            }
        )
        {
            File.WriteAllText(_folder.File(name), "12345");
            File.SetLastWriteTimeUtc(_folder.File(name), DateTime.UtcNow.AddDays(-days));
        }
        Directory.CreateSymbolicLink(Path.Combine(_root, "link"), _folder.File("outside"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Cleanup_OldFiles_AreDeletedAndLinksNotFollowed()
    {
        var dry = await RunAsync(
            new
            {
                folder = _root,
                glob = "**/*.log",
                olderThan = "3d",
                dryRun = true,
            }
        );
        File.Exists(Path.Combine(_root, "5.log")).ShouldBeTrue();
        var real = await RunAsync(
            new
            {
                folder = _root,
                glob = "**/*.log",
                olderThan = "3d",
            }
        );

        dry.ShouldSucceed()
            .ToString()
            .Replace("\"dryRun\":true", "\"dryRun\":false", StringComparison.Ordinal)
            .ShouldBe(real.ShouldSucceed().ToString());
        real.Told()
            .ToString()
            .ShouldBe(
                """{"dryRun":false,"matched":3,"kept":1,"deleted":2,"bytes":10,"links":1,"files":["5.log","sub/9.log"],"problems":[]}"""
            );
        Directory
            .EnumerateFiles(
                _folder.Path,
                "*",
                new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }
            )
            .Select(file => Path.GetRelativePath(_folder.Path, file))
            .Order(StringComparer.Ordinal)
            .ShouldBe(["outside/9.log", "root/1.log", "root/9.txt"]);
    }

    [Fact]
    public async Task Cleanup_NewestKept_DeletesTheRest() => (
            await RunAsync(
                new
                {
                    folder = _root,
                    glob = "**/*",
                    keepNewest = 3,
                }
            )
        ).ShouldSucceed().GetProperty("deleted").GetInt32().ShouldBe(1);

    [Fact]
    public async Task Cleanup_OutsideOfTheAllowedFolders_IsRefused()
    {
        (
            await RunAsync(
                new
                {
                    folder = _folder.File("outside"),
                    glob = "*",
                    keepNewest = 0,
                }
            )
        ).ShouldFail("NOT_ALLOWED");
        (
            await RunAsync(
                new
                {
                    folder = Path.Combine(_root, "link"),
                    glob = "*",
                    keepNewest = 0,
                }
            )
        ).ShouldFail("NOT_ALLOWED");
        (await RunAsync(new { folder = _root, glob = "*" }))
            .ShouldFail("INVALID_PARAMS")
            .ShouldContain("neither 'olderThan' nor 'keepNewest'");
        File.Exists(_folder.File("outside/9.log")).ShouldBeTrue();
    }

    private Task<Worker.ProcessResult> RunAsync(object parameters) =>
        Runs.RunAsync(new FileCleanupProcessor(Settings.With(("agent.file-cleanup.folders", _root)), TimeProvider.System), parameters);
}
