using ActorJobs.Actors;
using ActorJobs.Core.Runs;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.AppGroups;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Scheduler.Tests.Simulation;

namespace ActorJobs.Scheduler.Tests.AppGroups;

public class RunWaiterTests
{
    private static readonly Guid Id = new("11111111-2222-8333-8444-555555555555");

    [Fact]
    public void Await_AnOpenRun_IsAnsweredWhenItsEndIsDurable() =>
        SchedulerWorld.Run(async world =>
        {
            await world.AskAsync(Ask.Create(Ask.Job("job")));
            await world.AskAsync(Ask.Submit("job", Id));
            Task<AppGroupReply>[] waiters = [world.AskAsync(Ask.Await(Id)).AsTask(), world.AskAsync(Ask.Await(Id)).AsTask()];
            await world.PassAsync(TimeSpan.FromMilliseconds(100));
            waiters.ShouldAllBe(waiter => !waiter.IsCompleted);

            var gate = new TaskCompletionSource();
            world.Store.Gate = gate.Task;
            var cancel = world.AskAsync(Ask.Cancel(Id)).AsTask();
            await world.PassAsync(TimeSpan.FromMilliseconds(100));
            waiters.ShouldAllBe(waiter => !waiter.IsCompleted, "the end is not durable yet");
            gate.SetResult();

            foreach (var waiter in waiters)
            {
                (await waiter).Run.State.ShouldBe(nameof(RunState.Cancelled));
            }

            await cancel;
        });

    [Fact]
    public void Await_ARunThatIsNotOpen_IsRefusedAtOnce() =>
        SchedulerWorld.Run(async world =>
        {
            await world.AskAsync(Ask.Create(Ask.Job("job")));
            (await world.AskRefusedAsync(Ask.Await(Id))).Code.ShouldBe(ErrorCodes.RunNotOpen);
            await world.AskAsync(Ask.Submit("job", Id));
            await world.AskAsync(Ask.Cancel(Id));
            (await world.AskRefusedAsync(Ask.Await(Id))).Code.ShouldBe(ErrorCodes.RunNotOpen);
        });

    [Fact]
    public void Await_WhenTheAppIsLoadedAnew_EndsSoThatItCanBeAskedAgain() =>
        SchedulerWorld.Run(async world =>
        {
            await world.AskAsync(Ask.Create(Ask.Job("job")));
            await world.AskAsync(Ask.Submit("job", Id));
            var waiter = world.AskInVainAsync(Ask.Await(Id));
            await world.PassAsync(TimeSpan.FromMilliseconds(100));
            world.Store.Next.Enqueue(() => new AppCommitResult.RolledBack(new IOException("no space")));
            await world.AskAsync(Ask.Submit("job", Guid.Empty));

            (await waiter).ShouldBeOfType<OutcomeUnknownException>();

            var again = world.AskAsync(Ask.Await(Id)).AsTask();
            await world.AskAsync(Ask.Cancel(Id));
            (await again).Run.State.ShouldBe(nameof(RunState.Cancelled));
        });

    [Fact]
    public void Add_OfThoseWhoGiveUp_KeepsOnlyAFew()
    {
        var waiters = new RunWaiters();
        for (var number = 0; number < 10_000; number++)
        {
            // Nobody waits for the reply to a message that was only told.
            waiters.Add(
                new RunId(new Guid(number % 7, 0, 0, new byte[8])),
                new Envelope<AppGroupMessage, AppGroupReply> { Message = Ask.Await(Id) }
            );
        }

        waiters.Count.ShouldBeLessThan(100);
    }
}
