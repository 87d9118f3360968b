using ActorJobs.Actors;
using ActorJobs.Core.Runs;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Sessions;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Scheduler.Tests.Sessions;
using ActorJobs.Scheduler.Tests.Simulation;

namespace ActorJobs.Scheduler.Tests.AppGroups;

public class ReplyTests
{
    private static readonly Guid Id = new("01234567-89ab-8def-8123-456789abcdef");

    [Fact]
    public void Ask_UnknownApp_FailsAsUnavailable() =>
        SchedulerWorld.Run(async world =>
        {
            var failure = await world.AskInVainAsync(Ask.DescribeApp(), "nowhere");
            failure.ShouldBeOfType<EntityUnavailableException>().Message.ShouldContain("There is no app nowhere.");
        });

    [Fact]
    public void Submit_WithAFreeWorker_AnswersDispatchedAndWithoutOneTheReason() =>
        SchedulerWorld.Run(async world =>
        {
            await world.AskAsync(Ask.Create(Ask.Job("job")));
            var waiting = (await world.AskAsync(Ask.Submit("job", Guid.Empty))).RunsSubmitted.Runs[0].Run;
            waiting.State.ShouldBe(nameof(RunState.Queued));
            waiting.Wait.ShouldNotBeEmpty();
            await WithWorkerAsync(
                world,
                async _ =>
                {
                    var run = (await world.AskAsync(Ask.Submit("job", Id))).RunsSubmitted.Runs[0].Run;
                    (run.Id, run.State, run.Wait).ShouldBe((Id.ToString(), nameof(RunState.Dispatched), ""));
                }
            );
        });

    [Fact]
    public void Submit_RepeatedInTheTurnThatEndsTheRun_TellsItsTrueEnd() =>
        SchedulerWorld.Run(async world =>
        {
            await world.AskAsync(Ask.Create(Ask.Job("job")));
            var link = new RecordingLink();
            var (_, session) = world.Open(SomeWorkers.Hello("a", 1), link);
            await world.UntilAsync(() => link.Has(ServerMessage.BodyOneofCase.Adopt), "the question what it holds");
            SomeWorkers.AnswerAdopt(link, session);
            await world.AskAsync(Ask.Submit("job", Id));
            await world.UntilAsync(() => link.Has(ServerMessage.BodyOneofCase.Dispatch), "the dispatch");

            // With as many commits held as turns may be under way, what comes now is one batch.
            var gate = new TaskCompletionSource();
            world.Store.Gate = gate.Task;
            var before = new List<Task>();
            for (var number = 1; number <= SchedulerWorld.TurnsUnderWay; number++)
            {
                before.Add(world.AskAsync(Ask.Submit("job", new Guid(number, 0, 0, new byte[8]), delay: 100_000)).AsTask());
                await world.PassAsync(TimeSpan.FromMilliseconds(1));
            }

            var again = world.AskAsync(Ask.Submit("job", Id)).AsTask();
            var result = new Result { Attempt = link.Sent[^1].Dispatch.Attempt, Outcome = Outcome.Succeeded };
            session.Tell(new SessionInput.FromWorker([new WorkerMessage { Result = result }]));
            await world.PassAsync(TimeSpan.FromMilliseconds(1));
            gate.SetResult();
            (await again).RunsSubmitted.Runs[0].Run.State.ShouldBe(nameof(RunState.Succeeded));
            await Task.WhenAll(before);
        });

    [Fact]
    public void Cancel_BeforeAnyWorkerHasIt_AnswersCancelled() =>
        SchedulerWorld.Run(async world =>
        {
            await world.AskAsync(Ask.Create(Ask.Job("job")));
            await world.AskAsync(Ask.Submit("job", Id, delay: 60_000));
            (await world.AskAsync(Ask.Cancel(Id))).Run.State.ShouldBe(nameof(RunState.Cancelled));
            (await world.AskRefusedAsync(Ask.Cancel(Id))).Code.ShouldBe(ErrorCodes.RunNotOpen);
        });

    [Fact]
    public void Refusal_OfAnUnknownJob_CarriesCodeFieldAndCandidates() =>
        SchedulerWorld.Run(async world =>
        {
            await world.AskAsync(Ask.Create(Ask.Job("report")));
            var problem = await world.AskRefusedAsync(Ask.Submit("raport", Id));
            (problem.Code, problem.Field).ShouldBe((ErrorCodes.JobNotFound, "job"));
            problem.Candidates.ShouldBe(["report"]);
            problem.Detail.ShouldContain("raport");
        });

    [Fact]
    public void Refusal_OfADeletionWithOpenRuns_NamesThem() =>
        SchedulerWorld.Run(async world =>
        {
            await world.AskAsync(Ask.Create(Ask.Job("job")));
            await world.AskAsync(Ask.Submit("job", Id));
            var problem = await world.AskRefusedAsync(Ask.Delete("job"));
            problem.Code.ShouldBe(ErrorCodes.JobHasOpenRuns);
            problem.Candidates.ShouldBe([Id.ToString()]);
        });

    public static TheoryData<AppGroupMessage, string> UnusableMessages =>
        new()
        {
            { new AppGroupMessage(), ErrorCodes.UnknownMessage },
            { Ask.Create("{"), ErrorCodes.InvalidJson },
            { Ask.Create("{}"), ErrorCodes.MissingField },
            { Ask.Submit("job", Id, delay: long.MaxValue), ErrorCodes.OutOfRange },
            { Ask.Submit("job", Id, at: long.MinValue), ErrorCodes.OutOfRange },
            {
                new AppGroupMessage { CancelRun = new CancelRun { Run = "?" } },
                ErrorCodes.InvalidRunId
            },
            { Ask.Replace("job", Ask.Job("job"), version: 7), ErrorCodes.VersionConflict },
        };

    [Theory]
    [MemberData(nameof(UnusableMessages))]
    public void Refusal_OfAnUnusableMessage_LeavesTheActorAlive(AppGroupMessage message, string code) =>
        SchedulerWorld.Run(async world =>
        {
            await world.AskAsync(Ask.Create(Ask.Job("job")));
            (await world.AskRefusedAsync(message)).Code.ShouldBe(code);
            (await world.AskAsync(Ask.DescribeApp())).App.Epoch.ShouldBe(1, "the actor had to be loaded again");
            world.Poison.ShouldBeEmpty();
        });

    [Fact]
    public void Commit_RolledBack_IsDoneAgainUnderANewEpoch() =>
        SchedulerWorld.Run(async world =>
        {
            await world.AskAsync(Ask.Create(Ask.Job("job")));
            world.Store.Next.Enqueue(() => new AppCommitResult.RolledBack(new IOException("no space")));
            (await world.AskAsync(Ask.Submit("job", Id))).RunsSubmitted.Runs[0].Run.State.ShouldBe(nameof(RunState.Queued));
            (await world.AskAsync(Ask.DescribeApp())).App.Epoch.ShouldBe(2);
        });

    [Fact]
    public void Commit_InDoubt_AnswersThatTheOutcomeIsUnknown() =>
        SchedulerWorld.Run(async world =>
        {
            await world.AskAsync(Ask.Create(Ask.Job("job")));
            world.Store.Next.Enqueue(() => new AppCommitResult.InDoubt(new IOException("cut")));
            (await world.AskInVainAsync(Ask.Submit("job", Id))).ShouldBeOfType<OutcomeUnknownException>();
            world.Store["app"].Runs.ShouldBeEmpty();
        });

    [Fact]
    public void Submit_OfARunThatHasEnded_ChangesNothingAndIsNotAcknowledged() =>
        SchedulerWorld.Run(async world =>
        {
            await world.AskAsync(Ask.Create(Ask.Job("job")));
            await world.AskAsync(Ask.Submit("job", Id));
            await world.AskAsync(Ask.Cancel(Id));
            (await world.AskInVainAsync(Ask.Submit("job", Id))).ShouldBeOfType<OutcomeUnknownException>();
            world.Store["app"].Runs[new RunId(Id)].Run.State.ShouldBe(RunState.Cancelled);
            (await world.AskRefusedAsync(Ask.Cancel(Id))).Code.ShouldBe(ErrorCodes.RunNotOpen, "the actor has read what is durable");
        });

    /// <summary>Runs something while a worker is online.</summary>
    private static async Task WithWorkerAsync(SchedulerWorld world, Func<FakeWorker, Task> test)
    {
        var isOver = false;
        var worker = new FakeWorker(world, "app", "worker", 4);
        var life = worker.LiveAsync(() => isOver);
        for (var state = ""; state != "Online"; await world.PassAsync(TimeSpan.FromMilliseconds(1)))
        {
            state = (await world.AskAsync(Ask.DescribeApp())).App.Workers.FirstOrDefault()?.State ?? "";
        }

        await test(worker);
        isOver = true;
        await life;
        worker.Violations.ShouldBeEmpty();
    }
}
