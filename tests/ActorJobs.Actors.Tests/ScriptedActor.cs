namespace ActorJobs.Actors.Tests;

/// <summary>What a scripted actor does in each of its lives, counted from 1.</summary>
internal sealed class Script
{
    public Func<int, ValueTask> Load { get; set; } = _ => ValueTask.CompletedTask;

    public Action<int, Turn> Started { get; set; } = (_, _) => { };

    public Action<IReadOnlyList<Envelope<string, string>>, Turn> Receive { get; set; } = (_, _) => { };

    public Action<int> Stopped { get; set; } = _ => { };

    public int Lives { get; set; }

    /// <summary>The messages of each turn, joined by commas.</summary>
    public List<string> Turns { get; } = [];
}

/// <summary>An actor whose behaviour a test writes.</summary>
internal sealed class ScriptedActor : Actor<string, string>
{
    private readonly Script _script;
    private readonly int _life;

    public ScriptedActor(Script script)
    {
        _script = script;
        _life = ++script.Lives;
    }

    public override ValueTask LoadAsync(CancellationToken cancellationToken) => _script.Load(_life);

    public override void Started(Turn turn) => _script.Started(_life, turn);

    public override void Receive(IReadOnlyList<Envelope<string, string>> batch, Turn turn)
    {
        _script.Turns.Add(string.Join(',', batch.Select(envelope => envelope.Message)));
        _script.Receive(batch, turn);
    }

    public override void Stopped() => _script.Stopped(_life);
}
