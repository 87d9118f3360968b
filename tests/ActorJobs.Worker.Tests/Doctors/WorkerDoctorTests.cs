using System.Text.Json;
using ActorJobs.Worker.Doctors;
using ActorJobs.Worker.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace ActorJobs.Worker.Tests.Doctors;

/// <summary>A doctor as a whole: its order, its limits, and what it prints.</summary>
public sealed class WorkerDoctorTests
{
    private static readonly Finding s_bad = Finding.Failure("two\nlines", "one", "Join them.") with { Code = "EXIT_CODE" };

    [Fact]
    public async Task Settings_ThatAreWrong_AreToldAndTheRestIsSkipped()
    {
        using var host = Doctor.HostOf("http://127.0.0.1:1", options => (options.App, options.Secret) = ("", "not a secret"));

        var found = await host.Services.GetRequiredService<WorkerDoctor>().ExamineAsync().ToListAsync();

        found
            .Select(result => (result.Check, result.Finding.Verdict))
            .ShouldBe([("settings", Verdict.Failure), ("all else", Verdict.Skipped)]);
        found[0].Finding.Found.ShouldContain("App is empty");
        found[0].Finding.Found.ShouldNotContain("not a secret");
    }

    [Fact]
    public async Task Checks_OfTheUser_AreMadeWithinTheirTime()
    {
        using var host = Doctor.HostOf(
            "http://127.0.0.1:1",
            services: services =>
                services
                    .AddSingleton(new WorkerTimings { DoctorCheck = TimeSpan.FromSeconds(1) })
                    .AddSingleton<IWorkerCheck>(new UserCheck("good", _ => Task.FromResult(Finding.Ok("fine"))))
                    .AddSingleton<IWorkerCheck>(new UserCheck("throws", _ => throw new InvalidOperationException("no licence")))
                    .AddSingleton<IWorkerCheck>(new UserCheck("hangs", _ => new TaskCompletionSource<Finding>().Task))
        );

        var found = await host
            .Services.GetRequiredService<WorkerDoctor>()
            .ExamineAsync()
            .ToDictionaryAsync(result => $"{result.Check}", result => result.Finding);

        found["good"].ShouldBe(Finding.Ok("fine"));
        (found["throws"].Verdict, found["throws"].Found).ShouldBe((Verdict.Failure, "no licence"));
        (found["hangs"].Verdict, found["hangs"].Found).ShouldBe((Verdict.Failure, "no end within 1.0 s"));
        found.Keys.Last().ShouldBe("open files");
    }

    [Fact]
    public async Task Report_AsText_IsALineACheckWithTheCureOfFailures()
    {
        using var writer = new StringWriter();

        var exit = await DoctorReport.PrintAsync(Results(s_bad), DoctorFormat.Text, writer, CancellationToken.None);

        exit.ShouldBe(1);
        writer
            .ToString()
            .ReplaceLineEndings("\n")
            .ShouldBe(
                """
                ok    dns http://a: found
                FAIL  mine: two
                      lines
                      expected: one
                      cure: Join them.
                2 checks, 1 failed, 0 warnings

                """
            );
    }

    [Fact]
    public async Task Report_AsJson_IsOneObject()
    {
        using var writer = new StringWriter();

        var exit = await DoctorReport.PrintAsync(
            Results(Finding.Warning("few", "more", "Add some.")),
            DoctorFormat.Json,
            writer,
            CancellationToken.None
        );

        exit.ShouldBe(0);
        var root = JsonDocument.Parse(writer.ToString()).RootElement;
        root.GetProperty("healthy").GetBoolean().ShouldBeTrue();
        root.GetProperty("checks")[1]
            .GetRawText()
            .Where(letter => !char.IsWhiteSpace(letter))
            .ShouldBe(
                """{"check":"mine","server":"","verdict":"warn","found":"few","expected":"more","cure":"Addsome.","code":"","milliseconds":3}"""
            );
    }

    [Fact]
    public async Task Report_StoppedByTheUser_IsNoSuccess()
    {
        using var stop = new CancellationTokenSource();
        using var writer = new StringWriter();

        var exit = await DoctorReport.PrintAsync(UntilStopped(stop), DoctorFormat.Text, writer, stop.Token);

        exit.ShouldBe(1);
        writer.ToString().ShouldContain("1 checks, 0 failed, 0 warnings; stopped before the end");
    }

    private static IAsyncEnumerable<CheckResult> Results(Finding mine) =>
        new CheckResult[]
        {
            new("dns", "http://a", Finding.Ok("found"), TimeSpan.Zero),
            new("mine", "", mine, TimeSpan.FromMilliseconds(3)),
        }.ToAsyncEnumerable();

    private static async IAsyncEnumerable<CheckResult> UntilStopped(CancellationTokenSource stop)
    {
        yield return new("dns", "http://a", Finding.Ok("found"), TimeSpan.Zero);
        await stop.CancelAsync();
        stop.Token.ThrowIfCancellationRequested();
    }

    private sealed class UserCheck(string name, Func<CancellationToken, Task<Finding>> check) : IWorkerCheck
    {
        public string Name => name;

        public Task<Finding> CheckAsync(CancellationToken cancellationToken) => check(cancellationToken);
    }
}
