using ActorJobs.Actors;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Sessions;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Scheduler.Tests.Simulation;
using Body = ActorJobs.Protocol.ServerMessage.BodyOneofCase;

namespace ActorJobs.Scheduler.Tests.Sessions;

public class WorkerSessionTests
{
    [Fact]
    public void WorkerSession_Started_IntroducesItsWorkerAndRelaysBothWays() =>
        SchedulerWorld.Run(async world =>
        {
            var link = new RecordingLink();
            var (_, session) = world.Open(SomeWorkers.Hello("a", 1), link);
            await world.UntilAsync(() => link.Has(Body.Adopt), "the question what it holds");
            SomeWorkers.AnswerAdopt(link, session);
            session.Tell(SomeWorkers.Beat(7));
            await world.UntilAsync(() => link.Has(Body.HeartbeatAnswer), "the answer to a heartbeat");
            link.Sent[^1].HeartbeatAnswer.ShouldBe(new HeartbeatAnswer { Number = 7, Epoch = 1 });
            (await SomeWorkers.StateAsync(world)).ShouldBe("Online");
        });

    [Fact]
    public void WorkerSession_OfANewActivation_IntroducesItsWorkerAgain() =>
        SchedulerWorld.Run(async world =>
        {
            var link = new RecordingLink();
            var (_, session) = world.Open(SomeWorkers.Hello("a", 1), link);
            await world.UntilAsync(() => link.Has(Body.Adopt), "the question what it holds");
            await world.Apps.StopAsync("app");
            session.Tell(SomeWorkers.Beat(1));
            await world.UntilAsync(() => link.Sent.Exists(message => message.Adopt is { Epoch: 2 }), "the question of the new owner");
        });

    [Fact]
    public void WorkerSession_Refused_RelaysNothingMoreAndEndsTheLinkOnce() =>
        SchedulerWorld.Run(async world =>
        {
            var first = new RecordingLink();
            var (firstAddress, firstSession) = world.Open(SomeWorkers.Hello("a", 1), first);
            await world.UntilAsync(() => first.Has(Body.Adopt), "the first process");
            SomeWorkers.AnswerAdopt(first, firstSession);

            var second = new RecordingLink();
            var (secondAddress, secondSession) = world.Open(SomeWorkers.Hello("b", 1), second);
            secondSession.Tell(SomeWorkers.Beat(1));
            await world.UntilAsync(() => second.Ends > 0, "the end of the second link");
            second.Sent.ShouldHaveSingleItem().Refused.Code.ShouldBe(ErrorCodes.WorkerIdInUse);

            // Even when the id is free, and the owner asks: a session that was refused is no way to a worker.
            SchedulerWorld.Close(firstSession, "gone");
            await world.PassAsync(TimeSpan.FromSeconds(40));
            secondSession.Tell(SomeWorkers.Beat(2));
            secondSession.Tell(new SessionInput.FromOwner(new SessionMessage { Introduce = new Introduce() }));
            secondSession.Tell(new SessionInput.FromOwner(new SessionMessage { Forward = new ServerMessage { Adopt = new Adopt() } }));
            await world.PassAsync(TimeSpan.FromSeconds(1));
            (second.Sent.Count, second.Ends).ShouldBe((1, 1));
            var worker = (await world.AskAsync(Ask.DescribeApp())).App.Workers.ShouldHaveSingleItem();
            (worker.Incarnation, worker.State).ShouldBe(("a", "Offline"));
            SchedulerWorld.Close(secondSession, "gone, too");
        });

    [Fact]
    public void WorkerSession_Closed_TellsTheOwner() =>
        SchedulerWorld.Run(async world =>
        {
            var link = new RecordingLink();
            var (address, session) = world.Open(SomeWorkers.Hello("a", 1), link);
            await world.UntilAsync(() => link.Has(Body.Adopt), "the question what it holds");
            SomeWorkers.AnswerAdopt(link, session);
            (await SomeWorkers.StateAsync(world)).ShouldBe("Online");
            SchedulerWorld.Close(session, "connection reset");
            (await SomeWorkers.StateAsync(world)).ShouldBe("Suspect");
            (await world.AskAsync(Ask.DescribeApp())).App.Workers[0].Reason.ShouldContain("connection reset");
        });

    [Fact]
    public void WorkerLeaves_OfAnOldSession_DoesNoHarm() =>
        SchedulerWorld.Run(async world =>
        {
            var old = new RecordingLink();
            var (oldAddress, oldSession) = world.Open(SomeWorkers.Hello("a", 1), old);
            await world.UntilAsync(() => old.Has(Body.Adopt), "the question what it holds");
            var link = new RecordingLink();
            var (_, session) = world.Open(SomeWorkers.Hello("a", 2), link);
            await world.UntilAsync(() => link.Has(Body.Adopt) && old.Ends == 1, "the newer session");
            old.Sent[^1].Refused.Code.ShouldBe(ErrorCodes.SessionSuperseded);
            SomeWorkers.AnswerAdopt(link, session);
            (await SomeWorkers.StateAsync(world)).ShouldBe("Online");
            SchedulerWorld.Close(oldSession, "ended");
            (await SomeWorkers.StateAsync(world)).ShouldBe("Online");
        });

    [Fact]
    public void Dispatch_WhoseCommitIsRolledBack_NeverLeaves() =>
        SchedulerWorld.Run(async world =>
        {
            await world.AskAsync(Ask.Create(Ask.Job("job")));
            var link = new RecordingLink();
            var (_, session) = world.Open(SomeWorkers.Hello("a", 1), link);
            await world.UntilAsync(() => link.Has(Body.Adopt), "the question what it holds");
            SomeWorkers.AnswerAdopt(link, session);
            (await SomeWorkers.StateAsync(world)).ShouldBe("Online");
            world.Store.Next.Enqueue(() => new AppCommitResult.RolledBack(new IOException("no space")));
            var run = (await world.AskAsync(Ask.Submit("job", Guid.Empty))).RunsSubmitted.Runs[0].Run;
            run.State.ShouldBe("Queued", "the new activation does not know the worker yet");
            link.Has(Body.Dispatch).ShouldBeFalse();

            session.Tell(SomeWorkers.Beat(1));
            await world.UntilAsync(() => link.Sent.Exists(message => message.Adopt is { Epoch: 2 }), "the question of the new activation");
            SomeWorkers.AnswerAdopt(link, session);
            await world.UntilAsync(() => link.Has(Body.Dispatch), "the dispatch");
            link.Sent.Count(message => message.Dispatch is not null).ShouldBe(1);
        });
}
