using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.TestKit.Jobs;
using ActorJobs.TestKit.Workers;
using ActorJobs.Worker;

namespace ActorJobs.TestKit.Tests.Jobs;

/// <summary>Secrets in params, with the real owner of the app.</summary>
public class SecretTests
{
    private const string Job =
        """{ "name": "pay", "processor": { "name": "pay" }, "params": { "to": "shop", "login": { "password": { "$secret": "bank" } } } }""";

    private const string Marked = """{"to":"shop","login":{"password":{"$secret":"bank"}}}""";
    private const string First = "correct horse";
    private const string Second = "battery \"staple\"";

    [Fact]
    public async Task Run_ThatNamesASecret_GivesItsValueToTheWorkerAlone()
    {
        await using var kit = await JobTestKit.StartAsync();
        await kit.SetSecretAsync("bank", First);
        await kit.SaveJobAsync(Job);
        var worker = await kit.FakeAsync("pay", attempt => Work.Succeeds(result: attempt.Params));

        var run = await kit.SubmitAsync("pay");

        worker.Attempts.ShouldHaveSingleItem().Params.ShouldBe("""{"to":"shop","login":{"password":"correct horse"}}""");
        run.ShouldBe(RunState.Succeeded).Params.ShouldBe(Marked);
        run.Result.ShouldBe("""{"to":"shop","login":{"password":"***"}}""");
    }

    [Fact]
    public async Task Run_ThatNamesAMissingSecret_FailsAndIsNeverGivenToAWorker()
    {
        await using var kit = await JobTestKit.StartAsync();
        await kit.SaveJobAsync(Job);
        var worker = await kit.FakeAsync("pay", Work.Succeeds());

        var failure = (await kit.SubmitAsync("pay")).ShouldBe(RunState.Failed).Failure!;
        await kit.AdvanceAsync(TimeSpan.FromMinutes(1));

        failure.Type.ShouldBe("SecretMissing");
        failure.Message.ShouldContain("'bank'");
        failure.Message.ShouldContain("pbm secret set bank -a test");
        worker.Attempts.ShouldBeEmpty();
        await kit.SetSecretAsync("bank", First);
        (await kit.SubmitAsync("pay")).ShouldBe(RunState.Succeeded);
        worker.Attempts.Count.ShouldBe(1, "the slot of the run that was not sent is free again, and it does not come later");
    }

    [Fact]
    public async Task Secret_GivenAnotherValue_IsInEveryRunFromThenOn()
    {
        await using var kit = await JobTestKit.StartAsync();
        await kit.SetSecretAsync("bank", First);
        await kit.SaveJobAsync(Job);
        var worker = await kit.FakeAsync("pay", attempt => Work.Succeeds(result: attempt.Params));
        await kit.SubmitAsync("pay");

        await kit.SetSecretAsync("bank", Second);
        var second = await kit.SubmitAsync("pay");
        await kit.OutageAsync(TimeSpan.FromSeconds(1));
        var third = await kit.SubmitAsync("pay");

        worker.Attempts.Select(attempt => attempt.GetParams<Payment>().Login.Password).ShouldBe([First, Second, Second]);
        second.Result.ShouldContain("***");
        kit.Runs.ShouldAllBe(run => run.Params == Marked && !run.Result.Contains("staple", StringComparison.Ordinal));
        third.ShouldBe(RunState.Succeeded);
    }

    [Fact]
    public async Task Report_AfterTheOwnerMoved_HasTheValueMaskedAllTheSame()
    {
        await using var kit = await JobTestKit.StartAsync();
        await kit.SetSecretAsync("bank", First);
        await kit.SaveJobAsync(Job);
        var worker = await kit.FakeAsync("pay", attempt => Work.Succeeds(TimeSpan.FromMinutes(1), attempt.Params));
        var run = await kit.SubmitAsync("pay");

        await kit.OutageAsync(TimeSpan.FromSeconds(5));
        await kit.AdvanceUntilAllEndedAsync(TimeSpan.FromMinutes(2));

        kit.Runs.WithId(run.Id).ShouldBe(RunState.Succeeded).Result.ShouldBe("""{"to":"shop","login":{"password":"***"}}""");
        worker.Attempts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Report_AfterTheValueWasChanged_HasTheOneMaskedThatTheRunWasGiven()
    {
        await using var kit = await JobTestKit.StartAsync();
        await kit.SetSecretAsync("bank", First);
        await kit.SaveJobAsync(Job);
        await kit.FakeAsync("pay", attempt => Work.Succeeds(TimeSpan.FromMinutes(1), attempt.Params));
        var run = await kit.SubmitAsync("pay");

        await kit.SetSecretAsync("bank", Second);
        await kit.AdvanceUntilAllEndedAsync(TimeSpan.FromMinutes(2));

        kit.Runs.WithId(run.Id).Result.ShouldBe("""{"to":"shop","login":{"password":"***"}}""");
    }

    [Fact]
    public async Task Processor_ThatThrowsItsParams_LeavesNoValueInItsFailure()
    {
        await using var kit = await JobTestKit.StartAsync(options =>
            options.Processors.AddProcessor(
                "pay",
                void (TaskContext context) => throw new FormatException(context.Params, new InvalidOperationException(context.Params))
            )
        );
        await kit.SetSecretAsync("bank", First);
        await kit.SaveJobAsync(Job);

        var failure = (await kit.SubmitAsync("pay")).ShouldBe(RunState.Failed).Failure!;

        failure.Message.ShouldBe("""{"to":"shop","login":{"password":"***"}}""");
        $"{failure.Stack}{failure.Causes[0].Message}{failure.Causes[0].Stack}".ShouldNotContain(First);
    }

    [Fact]
    public async Task Workflow_ThatNamesSecrets_HoldsMarkersAndGivesNodesTheValues()
    {
        await using var kit = await JobTestKit.StartAsync();
        await kit.SetSecretAsync("bank", First);
        await kit.SetSecretAsync("own", Second);
        await kit.SaveWorkflowAsync(
            """
            name: pair
            nodes:
              - { key: one, processor: { name: pay }, params: { given: "${trigger.params.key}", own: { $secret: own } } }
              - { key: two, processor: { name: pay }, params: { before: "${results.one}" } }
            edges: [ { from: one, to: two } ]
            """
        );
        var worker = await kit.FakeAsync("pay", attempt => Work.Succeeds(result: attempt.Params, append: attempt.Params));

        var pair = await kit.StartInstanceAsync(
            "pair",
            new Dictionary<string, object> { ["key"] = new Dictionary<string, string> { ["$secret"] = "bank" } }
        );

        pair.ShouldBe(RunState.Succeeded)
            .Node("one")
            .ShouldHaveParams("""{"given":{"$secret":"bank"},"own":{"$secret":"own"}}""")
            .ShouldHaveResult("""{"given":"***","own":"***"}""");
        worker
            .Attempts.Select(attempt => attempt.Params)
            .ShouldBe(["""{"given":"correct horse","own":"battery \"staple\""}""", """{"before":{"given":"***","own":"***"}}"""]);
        $"{pair}".ShouldNotContain(First);
    }

    [Fact]
    public async Task Node_ThatNamesAMissingSecret_IsTriedAgainByItsRetryPolicy()
    {
        await using var kit = await JobTestKit.StartAsync();
        await kit.SaveWorkflowAsync(
            """
            name: one
            nodes:
              - { key: one, processor: { name: pay }, params: { own: { $secret: own } }, retry: { max: 1, backoff: { kind: fixed, initial: 10s } } }
            """
        );
        var worker = await kit.FakeAsync("pay", Work.Succeeds());

        var instance = await kit.StartInstanceAsync("one");
        await kit.SetSecretAsync("own", First);
        instance = await kit.AdvanceUntilEndedAsync(instance, TimeSpan.FromMinutes(1));

        instance.ShouldBe(RunState.Succeeded).Node("one").ShouldHavePasses(2);
        worker.Attempts.ShouldHaveSingleItem().Params.ShouldContain(First);
    }

    private sealed record Payment(Login Login);

    private sealed record Login(string Password);
}
