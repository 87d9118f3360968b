namespace ActorJobs.Errors;

/// <content>Links: between workers and servers.</content>
public static partial class ErrorCodes
{
    /// <summary>Another living process uses the worker id.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Worker,
        Cause = "Another living process uses the worker id.",
        NextStep = "Give each worker an id of its own, or end the other process."
    )]
    public const string WorkerIdInUse = "WORKER_ID_IN_USE";

    /// <summary>The worker has opened a newer session, and this one is of no use any more.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Worker,
        Cause = "The worker has opened a newer session, and this one is of no use any more.",
        NextStep = "Nothing is to be done; the newer session serves."
    )]
    public const string SessionSuperseded = "SESSION_SUPERSEDED";

    /// <summary>Worker and server speak no common version of the protocol.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Worker,
        Cause = "Worker and server speak no common version of the protocol.",
        NextStep = "Upgrade the older of the two."
    )]
    public const string ProtocolVersion = "PROTOCOL_VERSION";

    /// <summary>The first frame of a link is not a Hello, or says something impossible.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Worker,
        Cause = "The first frame of a link is not a Hello, or says something impossible.",
        NextStep = "Mend the worker: the reason tells which field is meant."
    )]
    public const string InvalidHello = "INVALID_HELLO";

    /// <summary>Nothing came over a new link for so long that the node gave it up.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Worker,
        Cause = "No whole first frame came over a new link in time.",
        NextStep = "Dial again; if it comes again, look at the network between worker and server, and at what the worker does before its Hello."
    )]
    public const string HelloTimeout = "HELLO_TIMEOUT";

    /// <summary>A worker's clock and that of the store differ by more than the setting <c>actorjobs.workers.clock-tolerance</c> allows.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Worker,
        Cause = "The clock of the worker's machine and that of the store differ by more than the setting `actorjobs.workers.clock-tolerance` allows.",
        NextStep = "Set the clock of the worker's machine (NTP), or raise the setting."
    )]
    public const string ClockTooFarOff = "CLOCK_TOO_FAR_OFF";

    /// <summary>A frame of a link is neither protobuf nor JSON of the contract; the message tells where.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Worker,
        Cause = "A frame of a link is neither protobuf nor JSON of the contract.",
        NextStep = "Mend the worker: the reason tells what is wrong with the frame, and docs/protocol.md how it should be."
    )]
    public const string MalformedFrame = "MALFORMED_FRAME";

    /// <summary>A frame of a link is larger than is taken.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Worker,
        Cause = "A frame of a link is larger than is taken: 1 MiB for the first one, 16 MiB for the others.",
        NextStep = "Mend the worker: let it put fewer messages into a frame, or less into a message."
    )]
    public const string FrameTooLarge = "FRAME_TOO_LARGE";

    /// <summary>A worker sent a message of a kind that is not known, or that has no place there, such as a second Hello.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Worker,
        Cause = "A worker sent a message of a kind that is not known, or a second Hello.",
        NextStep = "Mend the worker: the reason names what was found and what was expected."
    )]
    public const string UnexpectedMessage = "UNEXPECTED_MESSAGE";

    /// <summary>A worker sent a message with a value that cannot be; the message names the field.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Worker,
        Cause = "A worker sent a message with a value that cannot be.",
        NextStep = "Mend the worker: the reason names the field, what was found and what was expected."
    )]
    public const string InvalidMessage = "INVALID_MESSAGE";

    /// <summary>The worker was given a run while all its slots were busy.</summary>
    [ErrorSymbol(
        Part.Worker,
        Part.Server,
        Cause = "The worker was given a run while all its slots were busy. The run goes back to the queue.",
        NextStep = "Nothing is to be done; it is common for a moment after a server has started again."
    )]
    public const string NoFreeSlot = "NO_FREE_SLOT";

    /// <summary>The worker has no processor of the name that the run asks for.</summary>
    [ErrorSymbol(
        Part.Worker,
        Part.Server,
        Cause = "The worker has no processor of the name that the run asks for. The run goes back to the queue, and the worker gets no more runs for that processor.",
        NextStep = "Mend the name in the job, or deploy a worker that has the processor."
    )]
    public const string UnknownProcessor = "UNKNOWN_PROCESSOR";

    /// <summary>The worker is about to end, and takes no more runs.</summary>
    [ErrorSymbol(
        Part.Worker,
        Part.Server,
        Cause = "The worker is about to end and takes no more runs. The run goes back to the queue.",
        NextStep = "Nothing is to be done; another worker takes it, or this one after its restart."
    )]
    public const string Draining = "DRAINING";

    /// <summary>The type of a failure for which a processor named none.</summary>
    [ErrorSymbol(
        Part.Worker,
        Part.Caller,
        Cause = "A processor said that its run failed, without naming a type of its own. Stands as the type of a failure of a run.",
        NextStep = "Read the message of the failure."
    )]
    public const string Failed = "FAILED";

    /// <summary>The type of a failure whose processor succeeded with a result that is too large.</summary>
    [ErrorSymbol(
        Part.Worker,
        Part.Caller,
        Cause = "A processor succeeded, but its result has more than 1 MiB of JSON. Stands as the type of a failure of a run.",
        NextStep = "Let the processor store the result elsewhere, and return where it is."
    )]
    public const string ResultTooLarge = "RESULT_TOO_LARGE";
}
