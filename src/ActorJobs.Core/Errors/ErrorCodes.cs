namespace ActorJobs.Core.Errors;

/// <summary>The catalogue of symbols that tell one error from another. They are part of the API: a symbol never changes its meaning.</summary>
public static class ErrorCodes
{
    /// <summary>A field that the object does not have; the message names the nearest one that it has.</summary>
    public const string UnknownField = "UNKNOWN_FIELD";

    /// <summary>A field stands twice in one object.</summary>
    public const string DuplicateField = "DUPLICATE_FIELD";

    /// <summary>A field that must be given is not there, or null.</summary>
    public const string MissingField = "MISSING_FIELD";

    /// <summary>A field that exists, but not together with the others that are given, such as <c>every</c> with a cron expression.</summary>
    public const string FieldNotAllowed = "FIELD_NOT_ALLOWED";

    /// <summary>A value of another JSON type than the field takes.</summary>
    public const string WrongType = "WRONG_TYPE";

    /// <summary>A value that the field cannot take; the message lists, or describes, those that it can.</summary>
    public const string InvalidValue = "INVALID_VALUE";

    /// <summary>A number, a duration or a length beyond its limits; the message names both limits.</summary>
    public const string OutOfRange = "OUT_OF_RANGE";

    /// <summary>A name that is empty, too long, or has characters that names may not have.</summary>
    public const string InvalidName = "INVALID_NAME";

    /// <summary>A name that another part of the same definition has already.</summary>
    public const string DuplicateName = "DUPLICATE_NAME";

    /// <summary>A text that is no duration.</summary>
    public const string InvalidDuration = "INVALID_DURATION";

    /// <summary>A text that is no instant, or no time of day.</summary>
    public const string InvalidTime = "INVALID_TIME";

    /// <summary>A text that is no cron expression; the message tells field, position, what was found and what was expected.</summary>
    public const string InvalidCron = "INVALID_CRON";

    /// <summary>A schedule that is well formed, but has no fire time at all, such as one for 31 February.</summary>
    public const string NeverFires = "NEVER_FIRES";

    /// <summary>A time zone that the IANA database does not have; the message names near ones.</summary>
    public const string UnknownTimeZone = "UNKNOWN_TIME_ZONE";

    /// <summary>A range of time whose end is not after its start.</summary>
    public const string EndsBeforeStart = "ENDS_BEFORE_START";

    /// <summary>The body of a request is no JSON; the message tells where, and what was expected.</summary>
    public const string InvalidJson = "INVALID_JSON";

    /// <summary>A request that is no proper HTTP, such as one whose body ends too early.</summary>
    public const string InvalidRequest = "INVALID_REQUEST";

    /// <summary>A query parameter that the request does not have; the message names the nearest one that it has.</summary>
    public const string UnknownParameter = "UNKNOWN_PARAMETER";

    /// <summary>The body of a request is not declared as JSON in UTF-8.</summary>
    public const string UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE";

    /// <summary>The body of a request is longer than the server reads.</summary>
    public const string BodyTooLarge = "BODY_TOO_LARGE";

    /// <summary>There is nothing at that path.</summary>
    public const string RouteNotFound = "ROUTE_NOT_FOUND";

    /// <summary>What is at that path does not take the method; the header Allow names those that it takes.</summary>
    public const string MethodNotAllowed = "METHOD_NOT_ALLOWED";

    /// <summary>There is no app of that name.</summary>
    public const string AppNotFound = "APP_NOT_FOUND";

    /// <summary>The app has jobs, open runs or workers, and is not deleted unless that is asked for.</summary>
    public const string AppInUse = "APP_IN_USE";

    /// <summary>The app has no job of that name.</summary>
    public const string JobNotFound = "JOB_NOT_FOUND";

    /// <summary>The job's stored definition cannot be read; saving it anew brings it back.</summary>
    public const string JobSetAside = "JOB_SET_ASIDE";

    /// <summary>The app has a job of that name already.</summary>
    public const string JobExists = "JOB_EXISTS";

    /// <summary>The job has open runs, and is not deleted unless they are cancelled with it.</summary>
    public const string JobHasOpenRuns = "JOB_HAS_OPEN_RUNS";

    /// <summary>The job was changed since the version that the request builds on.</summary>
    public const string VersionConflict = "VERSION_CONFLICT";

    /// <summary>The app has no run of that id.</summary>
    public const string RunNotFound = "RUN_NOT_FOUND";

    /// <summary>The run is not open: it has ended, or never was.</summary>
    public const string RunNotOpen = "RUN_NOT_OPEN";

    /// <summary>The run has ended, and its end is final.</summary>
    public const string RunEnded = "RUN_ENDED";

    /// <summary>A text that is no id of a run.</summary>
    public const string InvalidRunId = "INVALID_RUN_ID";

    /// <summary>The app knows no worker of that id.</summary>
    public const string WorkerNotFound = "WORKER_NOT_FOUND";

    /// <summary>Another living process uses the worker id.</summary>
    public const string WorkerIdInUse = "WORKER_ID_IN_USE";

    /// <summary>The worker has opened a newer session, and this one is of no use any more.</summary>
    public const string SessionSuperseded = "SESSION_SUPERSEDED";

    /// <summary>Worker and server speak no common version of the protocol.</summary>
    public const string ProtocolVersion = "PROTOCOL_VERSION";

    /// <summary>The first frame of a link is not a Hello, or says something impossible.</summary>
    public const string InvalidHello = "INVALID_HELLO";

    /// <summary>A node of a newer version sent a message that this one does not know.</summary>
    public const string UnknownMessage = "UNKNOWN_MESSAGE";

    /// <summary>The owner of the app is not there just now; nothing was done; try again.</summary>
    public const string OwnerUnavailable = "OWNER_UNAVAILABLE";

    /// <summary>The owner of the app did not answer in time: the request may still take effect.</summary>
    public const string OwnerTimeout = "OWNER_TIMEOUT";

    /// <summary>The connection to the store broke at the commit: the request may or may not have taken effect.</summary>
    public const string OutcomeUnknown = "OUTCOME_UNKNOWN";

    /// <summary>The store does not answer; try again.</summary>
    public const string StoreUnavailable = "STORE_UNAVAILABLE";

    /// <summary>Something is broken in the server; its log tells more under the trace id.</summary>
    public const string InternalError = "INTERNAL_ERROR";

    /// <summary>A setting that there is not.</summary>
    public const string UnknownSetting = "UNKNOWN_SETTING";

    /// <summary>A setting with a value that it cannot take, or that contradicts another one.</summary>
    public const string InvalidSetting = "INVALID_SETTING";

    /// <summary>The server was told to listen where others could reach it, which needs authentication.</summary>
    public const string ListenNotLoopback = "LISTEN_NOT_LOOPBACK";

    /// <summary>The address and port to listen on are in use, or not this machine's.</summary>
    public const string PortTaken = "PORT_TAKEN";

    /// <summary>Another server works on the store.</summary>
    public const string StoreInUse = "STORE_IN_USE";

    /// <summary>The tables were made by a newer program than this one.</summary>
    public const string StoreSchemaNewer = "STORE_SCHEMA_NEWER";

    /// <summary>What the database calls committed could be lost when the machine stops.</summary>
    public const string StoreNotDurable = "STORE_NOT_DURABLE";

    /// <summary>The database takes no writes: it is a replica, or set to read only.</summary>
    public const string StoreReadOnly = "STORE_READ_ONLY";

    /// <summary>The database is older than those that are supported, or set up in a way that is not.</summary>
    public const string StoreNotSupported = "STORE_NOT_SUPPORTED";

    /// <summary>The file lies on a network file system, whose locks do not hold.</summary>
    public const string StoreNotLocal = "STORE_NOT_LOCAL";
}
