using ActorJobs.Errors;
using ActorJobs.Hocon;
using ActorJobs.Server.Start;

namespace ActorJobs.Server.Settings;

/// <summary>Settings of Akka.NET, which are refused here, and what ours are called. Who knows Akka.NET writes them, or pastes a file of his.</summary>
public static class AkkaKeys
{
    private static readonly string[] Roots = ["akka", "petabridge"];

    /// <summary>The table; the first row that covers a key counts.</summary>
    public static IReadOnlyList<AkkaKey> All { get; } =
    [
        new("akka.remote.dot-netty.tcp.port", SettingKeys.HttpPort, "One port serves HTTP and workers."),
        new("akka.remote.dot-netty.tcp.hostname", SettingKeys.HttpAddress, "One address serves HTTP and workers."),
        new("akka.remote.dot-netty.tcp.public-*", null, "Workers dial in, so that a server needs no public name or port."),
        new("akka.remote.*", null, "Links between servers and workers are WebSockets on the one port, and have no settings."),
        new("akka.management.http.port", SettingKeys.HttpPort, "Health checks are at /healthz of the one port."),
        new("akka.management.http.hostname", SettingKeys.HttpAddress, "Health checks are at /healthz of the one address."),
        new(
            "akka.cluster.seed-nodes",
            null,
            "There are no seed nodes: whoever works on one store belongs together, and the store holds the lock."
        ),
        new("akka.cluster.roles", null, "Nodes have no roles; what runs where is decided by the workers that dial in."),
        new("akka.cluster.sharding.*", null, "Every app is an entity by itself and has one owner; nothing is to be set for that."),
        new("akka.cluster.*", null, "Ownership comes from a lock in the store, without gossip or failure detector between nodes."),
        new("akka.discovery.*", null, "Workers are given the server's address; nothing has to be discovered."),
        new("akka.persistence.journal.*.connection-string", SettingKeys.PostgresConnectionString, "One store holds all that is durable."),
        new(
            "akka.persistence.snapshot-store.*.connection-string",
            SettingKeys.PostgresConnectionString,
            "One store holds all that is durable."
        ),
        new("akka.persistence.*", SettingKeys.StoreKind, "One store, on SQLite or PostgreSQL, holds all that is durable."),
        new("akka.loglevel", SettingKeys.LogLevel, "The same levels, called verbose, debug, information, warning, error and fatal."),
        new("akka.stdout-loglevel", SettingKeys.LogLevel, "Console and file have the same level."),
        new("akka.loggers", SettingKeys.LogFile, "The log goes to the console and a file."),
        new("akka.coordinated-shutdown.*", null, "SIGTERM or Ctrl-C ends a server in order; nothing is to be set for that."),
        new("akka.actor.*", null, "The actors are the program's own affair, and have no settings."),
        new("petabridge.cmd.*", null, "There is no port for commands: pbm asks the one port over HTTP."),
        new("akka.*", null, "ActorJobs does not run on Akka.NET; hocon/reference.conf has all that can be set."),
        new("petabridge.*", null, "ActorJobs does not run on Petabridge.Cmd; hocon/reference.conf has all that can be set."),
    ];

    /// <summary>Whether a key is of Akka.NET.</summary>
    internal static bool IsOne(HoconPath path) => Roots.Contains(path.Elements[0], StringComparer.Ordinal);

    /// <summary>A problem for each row of the table that covers some of the keys; a whole file of Akka.NET gives a few lines, not hundreds.</summary>
    internal static IEnumerable<StartProblem> Mistakes(IEnumerable<(HoconPath Path, HoconValue Value)> leaves) =>
        leaves.GroupBy(leaf => All.FirstOrDefault(row => row.Covers(leaf.Path)) ?? All[^2]).Select(Mistake);

    private static StartProblem Mistake(IGrouping<AkkaKey, (HoconPath Path, HoconValue Value)> group)
    {
        var (path, value) = group.First();
        var more = group.Count() > 1 ? $" (and {group.Count() - 1} more of its kind)" : "";
        var ours = group.Key.Ours is { } key ? $"Here it is {key}. " : "There is no such setting here. ";
        return new StartProblem(
            ErrorCodes.AkkaSetting,
            $"{value.Origin}: {path} is a setting of {(path.Elements[0] == "akka" ? "Akka.NET" : "Petabridge.Cmd")}{more}. {ours}{group.Key.Instead}"
        );
    }
}
