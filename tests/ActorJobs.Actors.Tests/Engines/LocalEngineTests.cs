namespace ActorJobs.Actors.Tests.Engines;

/// <summary>The local engine passes the suite, and waits for the store's lock.</summary>
public class LocalEngineTests : EngineConformance
{
    protected override EngineRig CreateRig(ActorSystem system) => new LocalRig(system);

    [Fact]
    public void Start_WhileSomebodyElseHoldsTheLock_WaitsAndTriesAgain() =>
        World.Run(async world =>
        {
            var rig = new LocalRig(world.System);
            rig.LoseUnseen();
            var start = rig.StartAsync();
            await world.PassAsync(TimeSpan.FromMinutes(1));
            start.IsCompleted.ShouldBeFalse();
            await rig.RegainAsync();
            await start;
            rig.Local.Obstacle.ShouldBeNull();
            await rig.HandOverAsync();
            rig.Local.Obstacle.ShouldNotBeNull();
        });

    [Fact]
    public void Start_WhileTheStoreDoesNotAnswer_LogsAndTriesAgain() =>
        World.Run(async world =>
        {
            var rig = new LocalRig(world.System) { Failures = 3 };
            await rig.StartAsync();
            world.Logger.Lines.Count(line => line.Text.Contains("no store")).ShouldBe(3);
            await rig.HandOverAsync();
        });

    [Fact]
    public void HandOver_OfAnEngineThatNeverGotTheLock_EndsAndReleasesWhoeverWaitsForItsStart() =>
        World.Run(async world =>
        {
            var rig = new LocalRig(world.System);
            rig.LoseUnseen();
            var start = rig.StartAsync();
            await world.SettleAsync();
            await rig.HandOverAsync();
            await start;
        });

    /// <summary>The local engine with a lock in the test's hand.</summary>
    private sealed class LocalRig : EngineRig, IOwnership
    {
        private readonly ActorSystem _system;
        private CancellationToken _held;
        private Action _cancel = () => { };
        private bool _isElsewhere;

        public LocalRig(ActorSystem system)
        {
            _system = system;
            Offer();
            Local = new LocalEngine(system, this, new LocalEngineSettings { Delivery = LocalDelivery.Serialized });
        }

        public LocalEngine Local { get; }

        public override IEngine Engine => Local;

        /// <summary>How many more times the store does not answer.</summary>
        public int Failures { get; set; }

        public override Task StartAsync() => Local.StartAsync();

        public override void Lose()
        {
            LoseUnseen();
            _cancel();
        }

        public override void LoseUnseen() => _isElsewhere = true;

        public override async Task RegainAsync()
        {
            Offer();
            _isElsewhere = false;
            while (Local.Obstacle is not null)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), _system.Time);
            }
        }

        public override Task HandOverAsync() => Local.StopAsync();

        public ValueTask<CancellationToken?> TryAcquireAsync(CancellationToken cancellationToken) =>
            Failures-- > 0 ? throw new IOException("no store")
            : _isElsewhere ? ValueTask.FromResult<CancellationToken?>(null)
            : ValueTask.FromResult<CancellationToken?>(_held);

        public ValueTask ReleaseAsync() => ValueTask.CompletedTask;

        private void Offer()
        {
            var source = new CancellationTokenSource();
            _held = source.Token;
            _cancel = source.Cancel;
        }
    }
}
