using System.Diagnostics.Metrics;
using ActorJobs.Actors;
using ActorJobs.Protocol;

namespace ActorJobs.Server.Metrics;

/// <summary>What is measured about the node itself: its shards, its actors and their mailboxes.</summary>
internal sealed class NodeInstruments(Meter meter, IEngine engine, ActorSystem system, ShardRegion<AppGroupMessage, AppGroupReply> apps)
{
    /// <summary>The name of the one meter of a server.</summary>
    public const string MeterName = "ActorJobs";

    /// <summary>Makes the instruments, which read from now on.</summary>
    public void Begin()
    {
        meter.CreateObservableGauge(
            "actorjobs.shards.owned",
            () => engine.Shards.Owned,
            "{shard}",
            "Shards that this node owns; a server that is no node of a cluster has one, with all apps."
        );
        meter.CreateObservableCounter(
            "actorjobs.shards.moves",
            Moves,
            "{move}",
            "Shards that this node has gained, and that it has lost or given away."
        );
        meter.CreateObservableCounter(
            "actorjobs.dead_letters",
            () => system.DeadLetters,
            "{message}",
            "Messages that were dropped, because their actor had stopped or its mailbox was full."
        );
        meter.CreateObservableGauge(
            "actorjobs.mailbox.messages",
            () => apps.Mailboxes.Select(box => new Measurement<long>(box.Value, new KeyValuePair<string, object?>("app", box.Key))),
            "{message}",
            "Messages that wait for the owner of the app."
        );
    }

    private Measurement<long>[] Moves()
    {
        const string direction = "direction";
        var shards = engine.Shards;
        return
        [
            new(shards.Gained, new KeyValuePair<string, object?>(direction, "gained")),
            new(shards.Lost, new KeyValuePair<string, object?>(direction, "lost")),
        ];
    }
}
