using System.Globalization;
using ActorJobs.Core.Runs;
using ActorJobs.Persistence.Sql.Tests.Conformance;
using ActorJobs.Persistence.Sql.Tests.Databases;
using ActorJobs.Scheduler.Stores;
using NodaTime;

namespace ActorJobs.Persistence.Sql.Tests.Faults;

/// <summary>The logs of runs on disks that are full or were cut off, and of days that are past.</summary>
[Collection(PostgresTests.Name)]
public sealed class LogFaultTests(PostgresFixture fixture)
{
    private static readonly RunLogFilter All = new(null, null);
    private static readonly RunId Run = Samples.Run(1).Id;

    [Fact]
    public async Task File_WhoseLastRecordWasWrittenInPart_GoesOnBehindTheLastWholeOne()
    {
        await using var database = new SqliteTestDatabase();
        var first = await database.OpenAsync();
        await first.Logs.AppendAsync("shop", [Line(1, "one"), Line(2, "two")]);
        await first.DisposeAsync();
        var file = Directory.EnumerateFiles(LogsOf(database), "*.log", SearchOption.AllDirectories).ShouldHaveSingleItem();
        await using (var stream = new FileStream(file, FileMode.Open))
        {
            stream.SetLength(stream.Length - 2);
        }

        var second = await database.OpenAsync();
        var torn = await TextsAsync(second);
        await second.Logs.AppendAsync("shop", [Line(1, "one"), Line(2, "two"), Line(3, "three")]);

        torn.ShouldBe(["one"]);
        (await TextsAsync(second)).ShouldBe(["one", "two", "three"]);
    }

    [Fact]
    public async Task File_OfARunThatWroteNothingForLong_IsRemovedWithItsDay()
    {
        await using var database = new SqliteTestDatabase();
        var store = await database.OpenAsync(new LogLimits { Keep = Duration.FromDays(2) });
        await store.Logs.AppendAsync("shop", [Line(1, "old")]);
        await store.Logs.AppendAsync("shop", [Line(1, "new") with { Attempt = new LogAttempt(Samples.Run(2).Id, 1, 1) }]);
        var file = Directory.EnumerateFiles(LogsOf(database), $"{Run}.log", SearchOption.AllDirectories).ShouldHaveSingleItem();
        File.SetLastWriteTimeUtc(file, (database.Clock.GetUtcNow() - TimeSpan.FromDays(2.1)).UtcDateTime);

        await store.Logs.TendAsync();

        (await TextsAsync(store)).ShouldBeEmpty();
        Directory.EnumerateFiles(LogsOf(database), "*.log", SearchOption.AllDirectories).ShouldHaveSingleItem();
    }

    [MountFact]
    public async Task Files_OnAFullDisk_AreWholeAndGoOnWhenThereIsRoom()
    {
        await using var disk = await SmallDisk.MountAsync(8);
        await using var database = new SqliteTestDatabase { Configure = options => options with { LogFolder = disk.Path } };
        var store = await database.OpenAsync();
        RunLine[] lines = [.. Enumerable.Range(1, 40).Select(number => Line(number, new string('x', 15_000)))];
        await store.Logs.AppendAsync("shop", lines[..1]);
        disk.FillBut(100_000);

        var full = await Should.ThrowAsync<StoreUnavailableException>(async () => await store.Logs.AppendAsync("shop", lines));
        disk.FillBut(0);
        await Should.ThrowAsync<StoreUnavailableException>(async () => await store.Logs.TendAsync());
        disk.MakeRoom();
        await store.Logs.TendAsync();
        await store.Logs.AppendAsync("shop", lines);

        full.Message.ShouldContain(disk.Path);
        (await store.Logs.ReadAsync("shop", Run, All, 0, 100))
            .Lines.Select(line => line.Line.Number)
            .ShouldBe(Enumerable.Range(1, 40).Select(n => (long)n));
    }

    [Fact]
    public async Task Days_OfPostgres_AreMadeAheadAndDroppedWhenTheyAreTooOld()
    {
        await using var database = new PostgresTestDatabase(fixture.Server);
        var store = await database.OpenAsync(new LogLimits { Keep = Duration.FromDays(2) });
        await store.CreateAsync("shop");
        await store.Logs.TendAsync();
        var today = DateOnly.FromDateTime(database.Clock.GetUtcNow().UtcDateTime);
        var (old, kept) = (today.AddDays(-4), today.AddDays(-2));
        foreach (var day in new[] { old, kept })
        {
            await database.ExecuteAsync(
                $"CREATE TABLE actorjobs.{NameOf(day)} PARTITION OF actorjobs.run_log_line FOR VALUES FROM ('{day:yyyy-MM-dd}') TO ('{day.AddDays(1):yyyy-MM-dd}')"
            );
        }
        await store.Logs.AppendAsync("shop", [Line(1, "an old one")]);
        await database.ExecuteAsync($"UPDATE actorjobs.run_log SET first_day = '{old:yyyy-MM-dd}', last_day = '{old:yyyy-MM-dd}'");
        await database.ExecuteAsync($"UPDATE actorjobs.run_log_line SET day = '{old:yyyy-MM-dd}'");
        (await TextsAsync(store)).ShouldBe(["an old one"]);

        await store.Logs.TendAsync();

        (await TextsAsync(store)).ShouldBeEmpty();
        (await store.Logs.PositionsAsync("shop", [Run])).ShouldBeEmpty();
        await database.ExecuteAsync(
            $"SELECT FROM actorjobs.{NameOf(kept)}, actorjobs.{NameOf(today)}, actorjobs.{NameOf(today.AddDays(2))}"
        );
        await Should.ThrowAsync<Npgsql.PostgresException>(() => database.ExecuteAsync($"SELECT FROM actorjobs.{NameOf(old)}"));
    }

    private static string NameOf(DateOnly day) => $"run_log_line_{day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}";

    private static string LogsOf(SqliteTestDatabase database) => Path.ChangeExtension(database.Path, ".logs");

    private static RunLine Line(long number, string text) =>
        new(new LogAttempt(Run, 1, 1), number, Samples.Noon, RunLineStream.Log, RunLineLevel.Information, "", text);

    private static async Task<IEnumerable<string>> TextsAsync(SqlStore store) =>
        (await store.Logs.ReadAsync("shop", Run, All, 0, 100)).Lines.Select(line => line.Line.Text);
}
