using ActorJobs.Actors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Sessions;
using ActorJobs.Scheduler.Tests.Simulation;

namespace ActorJobs.Scheduler.Tests.Sessions;

/// <summary>What a worker says, for tests that speak for one.</summary>
internal static class SomeWorkers
{
    public static Hello Hello(string incarnation, long number)
    {
        var hello = new Hello
        {
            Protocol = 1,
            App = "app",
            Worker = "worker",
            Incarnation = incarnation,
            Session = number,
            Slots = 2,
        };
        hello.Processors.Add("echo");
        return hello;
    }

    public static SessionInput.FromWorker Beat(long number) =>
        new([
            new WorkerMessage
            {
                Heartbeat = new Heartbeat { Number = number, Slots = 2 },
            },
        ]);

    public static void AnswerAdopt(RecordingLink link, ActorRef<SessionInput, Done> session) =>
        session.Tell(
            new SessionInput.FromWorker([
                new WorkerMessage
                {
                    Adopted = new Adopted { Epoch = link.Sent.FindLast(message => message.Adopt is not null)!.Adopt.Epoch, Slots = 2 },
                },
            ])
        );

    /// <summary>The state of the only worker, after what was told before has arrived.</summary>
    public static async Task<string> StateAsync(SchedulerWorld world)
    {
        await world.PassAsync(TimeSpan.FromMilliseconds(50));
        return (await world.AskAsync(Ask.DescribeApp())).App.Workers.ShouldHaveSingleItem().State;
    }
}
