namespace ActorJobs.Actors.Tests.Engines;

/// <summary>A node with a region of scripted entities. An entity answers with the message; "write" waits for the commit that the test gave it.</summary>
internal sealed class Node
{
    private readonly Dictionary<string, Script> _scripts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ManualCommit> _commits = new(StringComparer.Ordinal);

    public Node(World world, EngineRig rig)
    {
        World = world;
        Rig = rig;
        Region = CreateRegion();
    }

    public World World { get; }

    public EngineRig Rig { get; }

    public TextCodec Codec { get; } = new();

    public ShardRegion<string, string> Region { get; }

    public Script this[string entity]
    {
        get
        {
            if (!_scripts.TryGetValue(entity, out var script))
            {
                _scripts.Add(entity, script = Behave(entity));
            }

            return script;
        }
    }

    public ShardRegion<string, string> CreateRegion() =>
        new(World.System, Rig.Engine, "scripted", id => new ScriptedActor(this[id]), Codec);

    public Task<string> AskAsync(string entity, string message) => Region.AskAsync(entity, message, World.Patience).AsTask();

    /// <summary>The commit of the entity's turn that takes "write".</summary>
    public ManualCommit WriteWith(string entity) => _commits[entity] = new ManualCommit();

    private Script Behave(string entity) =>
        new()
        {
            Receive = (batch, turn) =>
            {
                foreach (var envelope in batch)
                {
                    if (envelope.Message is "write")
                    {
                        turn.Commit(_commits[entity]);
                        turn.Output(() => World.Events.Add($"{entity} out write"));
                    }

                    turn.Reply(envelope, envelope.Message);
                }
            },
            Stopped = life => World.Events.Add($"{entity} stopped {life}"),
        };
}
