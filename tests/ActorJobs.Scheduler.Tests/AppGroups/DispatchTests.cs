using ActorJobs.Actors;
using ActorJobs.Core.Runs;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Sessions;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Scheduler.Tests.Sessions;
using ActorJobs.Scheduler.Tests.Simulation;
using Body = ActorJobs.Protocol.ServerMessage.BodyOneofCase;

namespace ActorJobs.Scheduler.Tests.AppGroups;

public class DispatchTests
{
    private static readonly Guid First = new(1, 0, 0, new byte[8]);
    private static readonly Guid Second = new(2, 0, 0, new byte[8]);

    [Fact]
    public void Dispatch_BeforeItsCommit_DoesNotLeave() =>
        SchedulerWorld.Run(async world =>
        {
            var (link, _) = await StartAsync(world);
            var gate = new TaskCompletionSource();
            world.Store.Gate = gate.Task;
            var reply = world.AskAsync(Ask.Submit("job", First)).AsTask();
            await world.PassAsync(TimeSpan.FromSeconds(2));
            (reply.IsCompleted, link.Has(Body.Dispatch)).ShouldBe((false, false));
            gate.SetResult();
            (await reply).RunsSubmitted.Runs[0].Run.State.ShouldBe(nameof(RunState.Dispatched));
            await world.UntilAsync(() => link.Has(Body.Dispatch), "the dispatch");
            link.Sent.Find(message => message.Dispatch is not null)!.Dispatch.Params.ShouldBe("{}");
        });

    [Fact]
    public void Dispatch_OfARunThatALaterCommitStopped_IsLeftOutAndTheOthersLeave() =>
        SchedulerWorld.Run(async world =>
        {
            var (link, session) = await StartAsync(world);
            var gate = new TaskCompletionSource();
            world.Store.AnswerGate = gate.Task;
            Task[] asks = [world.AskAsync(Ask.Submit("job", First)).AsTask(), world.AskAsync(Ask.Submit("job", Second)).AsTask()];
            await world.PassAsync(TimeSpan.FromMilliseconds(50));
            var cancel = world.AskAsync(Ask.Cancel(First)).AsTask();
            await world.PassAsync(TimeSpan.FromMilliseconds(50));
            gate.SetResult();
            await Task.WhenAll(asks);
            (await cancel).Run.State.ShouldBe(nameof(RunState.Stopping));
            await world.PassAsync(TimeSpan.FromMilliseconds(50));
            Dispatches(link).ShouldBe([Second.ToString()]);
            var stop = link.Sent.Single(message => message.Stop is not null).Stop.Attempt;
            stop.Run.ShouldBe(First.ToString());
            session.Tell(Says(new WorkerMessage { StopAccepted = new StopAccepted { Attempt = stop } }));
            await world.UntilAsync(
                () => world.Store["app"].Runs[new RunId(First)].Run.State == RunState.Cancelled,
                "the end of the stopped run"
            );
        });

    [Fact]
    public void ResultAccepted_BeforeTheCommitOfTheResult_DoesNotLeave() =>
        SchedulerWorld.Run(async world =>
        {
            var (link, session) = await StartAsync(world);
            await world.AskAsync(Ask.Submit("job", First));
            await world.UntilAsync(() => link.Has(Body.Dispatch), "the dispatch");
            var attempt = link.Sent[^1].Dispatch.Attempt;
            var gate = new TaskCompletionSource();
            world.Store.Gate = gate.Task;
            session.Tell(
                Says(
                    new WorkerMessage
                    {
                        Result = new Result { Attempt = attempt, Outcome = Outcome.Succeeded },
                    }
                )
            );
            await world.PassAsync(TimeSpan.FromSeconds(2));
            link.Has(Body.ResultAccepted).ShouldBeFalse();
            gate.SetResult();
            await world.UntilAsync(() => link.Has(Body.ResultAccepted), "the acknowledgement");
            link.Sent.Find(message => message.ResultAccepted is not null)!.ResultAccepted.Stale.ShouldBeFalse();
        });

    [Fact]
    public void Outputs_OfAFencedTurn_NeverLeave() =>
        SchedulerWorld.Run(async world =>
        {
            var (link, _) = await StartAsync(world);
            world.Store.Next.Enqueue(() => new AppCommitResult.Fenced());
            (await world.AskInVainAsync(Ask.Submit("job", First))).ShouldBeOfType<EntityUnavailableException>();
            await world.PassAsync(TimeSpan.FromSeconds(1));
            link.Has(Body.Dispatch).ShouldBeFalse();
            world.Store["app"].Runs.ShouldBeEmpty();
        });

    [Fact]
    public void AppGroup_RunUnderWayAtANewActivation_IsAdoptedAndNotSentAgain() =>
        SchedulerWorld.Run(async world =>
        {
            var (link, session) = await StartAsync(world);
            await world.AskAsync(Ask.Submit("job", First));
            await world.UntilAsync(() => link.Has(Body.Dispatch), "the dispatch");
            var attempt = link.Sent[^1].Dispatch.Attempt;
            await world.Apps.StopAsync("app");
            session.Tell(SomeWorkers.Beat(1));
            await world.UntilAsync(() => link.Sent.Exists(message => message.Adopt is { Epoch: 2 }), "the question of the new owner");
            var adopted = new Adopted { Epoch = 2, Slots = 2 };
            adopted.Held.Add(new HeldAttempt { Attempt = attempt });
            session.Tell(Says(new WorkerMessage { Adopted = adopted }));
            for (var beat = 2; beat < 15; beat++)
            {
                await world.PassAsync(TimeSpan.FromSeconds(1));
                session.Tell(SomeWorkers.Beat(beat));
            }

            Dispatches(link).ShouldBe([First.ToString()]);
            session.Tell(
                Says(
                    new WorkerMessage
                    {
                        Result = new Result { Attempt = attempt, Outcome = Outcome.Succeeded },
                    }
                )
            );
            await world.UntilAsync(() => link.Has(Body.ResultAccepted), "the acknowledgement");
            world
                .Store["app"]
                .Runs[new RunId(First)]
                .Run.ShouldSatisfyAllConditions(run => run.State.ShouldBe(RunState.Succeeded), run => run.Attempt.ShouldBe(1));
        });

    [Fact]
    public void AppGroup_WhileTheClockHoldsStill_DoesNotSpin() =>
        SchedulerWorld.Run(async world =>
        {
            await world.AskAsync(Ask.Create(Ask.Job("rate", Ask.Rate, """, "overlap": { "policy": "allow" }""")));
            await world.PassAsync(TimeSpan.FromSeconds(1));

            // A tick before the next fire.
            var sinceFire =
                (world.Clock.Moment.Now - world.Store["app"].Marks.Values.Single().Anchor).BclCompatibleTicks
                % TimeSpan.FromMilliseconds(100).Ticks;
            await world.PassAsync(TimeSpan.FromMilliseconds(100) - TimeSpan.FromTicks(sinceFire + 1));
            var now = world.Clock.Moment;
            world.Clock.Sample(now.Now - NodaTime.Duration.FromSeconds(10), now.Monotonic, now.Monotonic);
            var fires = world.Store["app"].Runs.Count;
            var steps = world.Steps;
            await world.PassAsync(TimeSpan.FromSeconds(10));
            (world.Steps - steps).ShouldBeLessThan(2000);
            world.Store["app"].Runs.Count.ShouldBe(fires);
            await world.PassAsync(TimeSpan.FromMilliseconds(450));
            world.Store["app"].Runs.Count.ShouldBe(fires + 5);
        });

    private static IEnumerable<string> Dispatches(RecordingLink link) =>
        link.Sent.Where(message => message.Dispatch is not null).Select(message => message.Dispatch.Attempt.Run);

    private static SessionInput.FromWorker Says(WorkerMessage message) => new([message]);

    /// <summary>A job, and a worker that is online.</summary>
    private static async Task<(RecordingLink Link, ActorRef<SessionInput, Done> Session)> StartAsync(SchedulerWorld world)
    {
        await world.AskAsync(Ask.Create(Ask.Job("job")));
        var link = new RecordingLink();
        var (_, session) = world.Open(SomeWorkers.Hello("a", 1), link);
        await world.UntilAsync(() => link.Has(Body.Adopt), "the question what it holds");
        SomeWorkers.AnswerAdopt(link, session);
        (await SomeWorkers.StateAsync(world)).ShouldBe("Online");
        return (link, session);
    }
}
