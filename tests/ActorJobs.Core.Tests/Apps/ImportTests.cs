using ActorJobs.Core.Apps;
using ActorJobs.Core.Tests.Jobs;
using ActorJobs.Errors;
using static ActorJobs.Core.Tests.Apps.SomeApps;

namespace ActorJobs.Core.Tests.Apps;

public class ImportTests
{
    private const string Outer = """{ "name": "outer", "nodes": [ { "key": "in", "kind": "workflow", "workflow": "inner" } ] }""";
    private const string Inner = """{ "name": "inner", "nodes": [ { "key": "run", "job": "a" } ] }""";

    private readonly AppGroupDriver _driver = new();

    [Fact]
    public void Import_OfDefinitionsThatNeedEachOther_SavesThemInAnyOrder()
    {
        var results = Import(ImportMode.AllOrNothing, New(Outer), New(Inner), New(Job("", name: "a")));

        results.Select(result => result.Why).ShouldAllBe(why => why == null);
        results.Select(result => result.Saved!.Value.Version).ShouldBe([1, 1, 1]);
        _driver.Store.Jobs.Values.Select(job => job.Name).ShouldBe(["outer", "inner", "a"]);
        _driver.RestartServer();
        Should
            .Throw<RefusalException>(() => _driver.Call((group, moment) => group.DeleteJob("a", false, moment)))
            .Code.ShouldBe(ErrorCodes.UsedByWorkflows);
    }

    [Theory]
    [InlineData(ImportMode.AllOrNothing, 0)]
    [InlineData(ImportMode.Check, 0)]
    [InlineData(ImportMode.WhatIsRight, 1)]
    public void Import_WithAWrongPart_SavesAsMuchAsIsAskedForAndNamesWhatFallsWithIt(ImportMode mode, int saved)
    {
        _driver.Save(Job("", name: "b"));
        var late = Job(Once("2026-01-01T00:00:00Z"), name: "a");

        var results = Import(mode, New(Outer), New(Inner), New(late), New(Job("", name: "c")));

        results.Select(result => result.Why?.Code).ShouldBe([ErrorCodes.UnknownJob, ErrorCodes.UnknownJob, ErrorCodes.NeverFires, null]);
        _driver.Store.Jobs.Count.ShouldBe(1 + saved);
        Import(mode, New(Job("", name: "b"))).Single().Why!.Code.ShouldBe(ErrorCodes.JobExists);
    }

    [Fact]
    public void Import_OfARecursion_IsRefusedAlsoIfEachOfBothIsNew()
    {
        var back = """{ "name": "inner", "nodes": [ { "key": "in", "kind": "workflow", "workflow": "outer" } ] }""";

        var results = Import(ImportMode.AllOrNothing, New(Outer), New(back));

        results[0].Why!.Code.ShouldBe(ErrorCodes.WorkflowRecursion);
        _driver.Store.Jobs.ShouldBeEmpty();
    }

    [Fact]
    public void Import_WithSettings_HoldsTheJobsAgainstThem()
    {
        _driver.Configure("""{ "maxima": { "retries": 1 } }""");
        var job = New(Job("", """ "retry": { "max": 3 } """, "a"));
        var settings = AppSettingsText.Read("""{ "maxima": { "retries": 5 } }""");

        Import(ImportMode.AllOrNothing, job).Single().Why!.Code.ShouldBe(ErrorCodes.OutOfRange);
        _driver
            .Call((group, moment) => group.ImportJobs(settings, [job], ImportMode.AllOrNothing, moment))
            .Single()
            .Saved.ShouldNotBeNull();

        _driver.Store.Settings.MaxRetries.ShouldBe(5);
        Import(ImportMode.AllOrNothing, job with { Replaces = new ExpectedJob(null, 9) })
            .Single()
            .Why!.Code.ShouldBe(ErrorCodes.VersionConflict);
        Import(ImportMode.AllOrNothing, job with { Replaces = new ExpectedJob(null, 1) }).Single().Saved!.Value.Version.ShouldBe(2);
    }

    private static ImportedJob New(string json) =>
        SomeJobs.Read(json) is { Definition: { } definition } reading
            ? new ImportedJob(definition, reading.Params, null)
            : throw new ArgumentException("It is no definition.", nameof(json));

    private IReadOnlyList<ImportResult> Import(ImportMode mode, params ImportedJob[] jobs) =>
        _driver.Call((group, moment) => group.ImportJobs(null, jobs, mode, moment));
}
