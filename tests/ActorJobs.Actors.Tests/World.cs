using ActorJobs.TestKit.VirtualTime;

namespace ActorJobs.Actors.Tests;

/// <summary>One node in virtual time, with an actor whose turns the test writes.</summary>
internal sealed class World
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly VirtualActorScheduler _scheduler;

    private World(int seed, ActorSettings? settings)
    {
        _scheduler = new VirtualActorScheduler(seed, busyness: 0);
        System = new ActorSystem(_scheduler, _scheduler.Time, Logger, settings);
    }

    public RecordingLogger Logger { get; } = new();

    public ActorSystem System { get; }

    public TimeSpan Elapsed => _scheduler.Time.Elapsed;

    /// <summary>What happened, in order, as the test's script wrote it.</summary>
    public List<string> Events { get; } = [];

    /// <summary>Runs the test under some seeds, as the order of ready work must not matter.</summary>
    public static void Run(Func<World, Task> test, ActorSettings? settings = null)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var world = new World(seed, settings);
            world._scheduler.Run(async () =>
            {
                await test(world);
                await world.System.StopAsync();
            });
        }
    }

    public ActorRef<string, string> ActorOf(Script script) => System.ActorOf("scripted", () => new ScriptedActor(script));

    /// <summary>Sends them at once.</summary>
    public static void TellAll(ActorRef<string, string> actor, params string[] messages)
    {
        foreach (var message in messages)
        {
            actor.Tell(message);
        }
    }

    /// <summary>Sends each when the one before has been taken.</summary>
    public async Task TellEachAsync(ActorRef<string, string> actor, params string[] messages)
    {
        foreach (var message in messages)
        {
            actor.Tell(message);
            await SettleAsync();
        }
    }

    /// <summary>Lets everything happen that can happen now: the clock moves, by a millisecond, only when nothing is ready.</summary>
    public Task SettleAsync() => PassAsync(TimeSpan.FromMilliseconds(1));

    /// <summary>Lets time pass, whole milliseconds.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        // A delay lasts 49 days at most.
        for (var end = Elapsed + time; Elapsed < end; )
        {
            var left = end - Elapsed;
            await Task.Delay(left < TimeSpan.FromDays(30) ? left : TimeSpan.FromDays(30), _scheduler.Time);
        }
    }
}
