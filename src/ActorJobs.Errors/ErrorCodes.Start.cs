namespace ActorJobs.Errors;

/// <content>The start of a server: what ends it.</content>
public static partial class ErrorCodes
{
    /// <summary>A setting that there is not.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Operator,
        Cause = "There is no setting of that name. The message names the nearest one.",
        NextStep = "Mend the name; [the documentation](configuration.md#settings) lists every setting."
    )]
    public const string UnknownSetting = "UNKNOWN_SETTING";

    /// <summary>A setting with a value that it cannot take, or that contradicts another one.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Operator,
        Cause = "A setting has a value that it cannot take, or that contradicts another one.",
        NextStep = "Give it one of the values that the message describes."
    )]
    public const string InvalidSetting = "INVALID_SETTING";

    /// <summary>The address and port to listen on are in use.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Operator,
        Cause = "The address and port to listen on are in use by another program, which the message names if it can be found.",
        NextStep = "Stop the program that has the port, or set another one."
    )]
    public const string PortTaken = "PORT_TAKEN";

    /// <summary>Another server works on the store.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Operator,
        Cause = "Another server works on the store; one store serves one server, or the nodes of one cluster.",
        NextStep = "Stop the other server, give this one a store of its own, or make both nodes of a cluster."
    )]
    public const string StoreInUse = "STORE_IN_USE";

    /// <summary>A setting that all nodes of a cluster have alike is another one here.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Operator,
        Cause = "A setting that has to be the same on all nodes of a cluster differs from that of the nodes that are there.",
        NextStep = "Give this node the setting that the message names, or stop all other nodes first."
    )]
    public const string ClusterSettingsDiffer = "CLUSTER_SETTINGS_DIFFER";

    /// <summary>Two processes have the name of one node.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Operator,
        Cause = "Another process is the node of this name, or has become it since.",
        NextStep = "Give each node a name of its own (actorjobs.node.name); after a node was killed at another address, wait for the end of its lease."
    )]
    public const string NodeNameInUse = "NODE_NAME_IN_USE";

    /// <summary>The tables were made by a newer program than this one.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Operator,
        Cause = "The tables of the store were made by a newer program than this one.",
        NextStep = "Start the newer program, or restore a backup from before the upgrade."
    )]
    public const string StoreSchemaNewer = "STORE_SCHEMA_NEWER";

    /// <summary>What the database calls committed could be lost when the machine stops.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Operator,
        Cause = "What the database calls committed could be lost when the machine stops, because fsync or synchronous commits are off.",
        NextStep = "Switch them on, as the message says."
    )]
    public const string StoreNotDurable = "STORE_NOT_DURABLE";

    /// <summary>The database takes no writes: it is a replica, or set to read only.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Operator,
        Cause = "The database takes no writes: it is a replica, or set to read only.",
        NextStep = "Connect to the primary."
    )]
    public const string StoreReadOnly = "STORE_READ_ONLY";

    /// <summary>The database is older than those that are supported, or set up in a way that is not.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Operator,
        Cause = "The database is older than those that are supported, or set up in a way that is not.",
        NextStep = "Do what the message says, or use another database."
    )]
    public const string StoreNotSupported = "STORE_NOT_SUPPORTED";

    /// <summary>The file lies on a network file system, whose locks do not hold.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Operator,
        Cause = "The file of the embedded store lies on a network file system, whose locks do not hold.",
        NextStep = "Put it on a local disk, or use PostgreSQL."
    )]
    public const string StoreNotLocal = "STORE_NOT_LOCAL";

    /// <summary>A file of settings that cannot be read, or is no HOCON.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Operator,
        Cause = "A file of settings cannot be read, is no HOCON, or refers to something that there is not. The message tells file, line and column.",
        NextStep = "Mend the file at that place."
    )]
    public const string InvalidConfiguration = "INVALID_CONFIGURATION";

    /// <summary>A setting of Akka.NET.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Operator,
        Cause = "The setting is one of Akka.NET or Petabridge.Cmd, on which ActorJobs does not run. The message tells what ours is called.",
        NextStep = "Replace it by ours, or take it away."
    )]
    public const string AkkaSetting = "AKKA_SETTING";

    /// <summary>The address to listen on is not of this machine.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Operator,
        Cause = "The address to listen on belongs to no network card of this machine.",
        NextStep = "Set an address that the machine has."
    )]
    public const string AddressNotLocal = "ADDRESS_NOT_LOCAL";

    /// <summary>The system does not let the server have the port.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Operator,
        Cause = "The system does not let the server have the port, such as one below 1024 without the right to it.",
        NextStep = "Set a port above 1023, or give the program the right."
    )]
    public const string PortNotAllowed = "PORT_NOT_ALLOWED";

    /// <summary>The log file cannot be written.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Operator,
        Cause = "The log file cannot be made or written, and a server without its log is not what was asked for.",
        NextStep = "Mend the rights of its folder, choose another file, or set none: then the log goes to the console only."
    )]
    public const string LogFileUnusable = "LOG_FILE_UNUSABLE";

    /// <summary>The clock of the machine shows a time that cannot be.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Operator,
        Cause = "The clock of the machine shows a year before 2025, and everything that is due would be planned by it.",
        NextStep = "Set the clock, best by NTP, and start again."
    )]
    public const string ClockWrong = "CLOCK_WRONG";
}
