using ActorJobs.Core.Runs;
using ActorJobs.TestKit.Jobs;
using ActorJobs.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace ActorJobs.TestKit.Tests.Jobs;

public class ProcessorTests
{
    private const string Greet = """{ "name": "welcome", "processor": { "name": "greet" }, "params": { "name": "Ada" } }""";

    [Fact]
    public async Task Submit_OfAProcessorThatSucceeds_HasItsResultAtOnce()
    {
        await using var kit = await JobTestKit.StartAsync(options =>
            options.Processors.AddProcessor(
                "greet",
                (TaskContext context) => ProcessResult.Success($"Hello {context.GetParams<Guest>().Name}")
            )
        );
        await kit.SaveJobAsync(Greet);
        var run = await kit.SubmitAsync("welcome");
        run.ShouldBe(RunState.Succeeded).GetResult<string>().ShouldBe("Hello Ada");
        (run.Attempt, run.Worker, run.Started, run.Ended).ShouldBe((1, JobTestKitOptions.ProcessorsWorker, kit.Now, kit.Now));
        (await kit.SubmitAsync("welcome", new Guest("Bob"))).GetResult<string>().ShouldBe("Hello Bob");
    }

    [Fact]
    public async Task Submit_OfAProcessorThatThrows_HasItsExceptionAsFailure()
    {
        await using var kit = await JobTestKit.StartAsync(options =>
            options.Processors.AddProcessor("greet", void () => throw new FormatException("no such guest"))
        );
        await kit.SaveJobAsync(Greet);
        var failure = (await kit.SubmitAsync("welcome")).ShouldBe(RunState.Failed).Failure!;
        (failure.Type, failure.Message).ShouldBe(("System.FormatException", "no such guest"));
        failure.Stack.ShouldContain(nameof(ProcessorTests));
    }

    [Fact]
    public async Task Processor_WithServicesAndTheClock_SleepsInVirtualTime()
    {
        var steps = new List<string>();
        await using var kit = await JobTestKit.StartAsync(options =>
        {
            options.Services.AddSingleton(steps);
            options.Processors.AddProcessor<Sleeper>("greet");
        });
        await kit.SaveJobAsync(Greet);
        var run = await kit.SubmitAsync("welcome");
        steps.ShouldBe(["00:00:00"]);
        await kit.AdvanceAsync(TimeSpan.FromMinutes(59));
        kit.Runs.ShouldBeOne().ShouldBe(RunState.Running);
        await kit.AdvanceAsync(TimeSpan.FromMinutes(1));
        kit.Runs.WithId(run.Id).ShouldBe(RunState.Succeeded).Ended.ShouldBe(kit.Now);
        steps.ShouldBe(["00:00:00", "00:20:00", "00:40:00", "01:00:00"]);
    }

    [Fact]
    public async Task Processor_ThatWorksOnOtherThreads_HoldsTimeStill()
    {
        await using var kit = await JobTestKit.StartAsync(options =>
            options.Processors.AddProcessor(
                "greet",
                async (TimeProvider time) =>
                {
                    var before = time.GetUtcNow();
                    await Task.Run(async () =>
                    {
                        for (var step = 0; step < 100; step++)
                        {
                            await Task.Yield();
                        }
                    });
                    await Task.Delay(TimeSpan.FromHours(1), time).ConfigureAwait(false);
                    await Task.Yield();
                    return ProcessResult.Success(time.GetUtcNow() - before);
                }
            )
        );
        await kit.SaveJobAsync(Greet);
        await kit.SubmitAsync("welcome");
        await kit.AdvanceAsync(TimeSpan.FromHours(2));
        var run = kit.Runs.ShouldBeOne();
        run.GetResult<TimeSpan>().ShouldBe(TimeSpan.FromHours(1));
        run.Ended.ShouldBe(kit.Now - TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task Processor_UnderALimitOfTheClock_IsNotHurriedByIt()
    {
        using var release = new SemaphoreSlim(0);
        await using var kit = await JobTestKit.StartAsync(options =>
            options.Processors.AddProcessor(
                "greet",
                async (TimeProvider time) =>
                {
                    using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1), time);
                    await release.WaitAsync(limit.Token);
                    await Task.CompletedTask.WaitAsync(TimeSpan.FromSeconds(1), time);
                }
            )
        );
        await kit.SaveJobAsync(Greet);
        var submitted = kit.SubmitAsync("welcome");
        submitted.IsCompleted.ShouldBeFalse();
        release.Release();
        (await submitted).ShouldBe(RunState.Succeeded);
        kit.Now.ShouldBe(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Processor_ThatSleepsBeyondItsLimit_IsEndedByTheLimit()
    {
        await using var kit = await JobTestKit.StartAsync(options =>
            options.Processors.AddProcessor(
                "greet",
                async (TimeProvider time) =>
                {
                    using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5), time);
                    await Task.Delay(TimeSpan.FromDays(1), time, limit.Token);
                }
            )
        );
        await kit.SaveJobAsync(Greet);
        await kit.SubmitAsync("welcome");
        await kit.AdvanceUntilAllEndedAsync(TimeSpan.FromMinutes(1));
        var run = kit.Runs.ShouldBeOne().ShouldBe(RunState.Failed);
        (run.Ended - run.Planned).ShouldBe(TimeSpan.FromSeconds(5));
        run.Failure!.Type.ShouldBe("System.Threading.Tasks.TaskCanceledException");
    }

    [Fact]
    public async Task Processor_ThatNeitherEndsNorSleeps_FailsTheTestWithItsName()
    {
        var never = new TaskCompletionSource();
        await using var kit = await JobTestKit.StartAsync(options =>
        {
            options.RealTimeLimit = TimeSpan.FromMilliseconds(50);
            options.Processors.AddProcessor("greet", () => never.Task);
        });
        await kit.SaveJobAsync(Greet);
        var failure = await Should.ThrowAsync<ExpectationException>(kit.SubmitAsync("welcome"));
        failure.Message.ShouldContain("Time stands still, since for 0.1 s of real time this works");
        failure.Message.ShouldContain("processor greet, attempt 1 of run");
        never.SetResult();
    }

    [Fact]
    public async Task Cancel_OfAProcessorThatSleeps_EndsIt()
    {
        await using var kit = await JobTestKit.StartAsync(options =>
            options.Processors.AddProcessor(
                "greet",
                (TimeProvider time, CancellationToken cancellationToken) => Task.Delay(TimeSpan.FromHours(1), time, cancellationToken)
            )
        );
        await kit.SaveJobAsync(Greet);
        var run = await kit.SubmitAsync("welcome");
        (await kit.CancelAsync(run.Id)).ShouldBe(RunState.Cancelled);
    }

    [Fact]
    public async Task Start_WithAWrongProcessor_TellsItAsAWorkerDoes()
    {
        var failure = await Should.ThrowAsync<ProcessorDeclarationException>(
            JobTestKit.StartAsync(options => options.Processors.AddProcessor("greet", () => 3))
        );
        failure.Message.ShouldContain("'greet'");
    }

    private sealed record Guest(string Name);

    private sealed class Sleeper(List<string> steps, TimeProvider time) : IBasicProcessor
    {
        public async ValueTask<ProcessResult> ProcessAsync(TaskContext context, CancellationToken cancellationToken)
        {
            steps.Add((time.GetUtcNow() - context.Planned).ToString("c"));
            using var timer = new PeriodicTimer(TimeSpan.FromMinutes(20), time);
            for (var step = 0; step < 3; step++)
            {
                await timer.WaitForNextTickAsync(cancellationToken);
                steps.Add((time.GetUtcNow() - context.Planned).ToString("c"));
            }

            return ProcessResult.Success();
        }
    }
}
