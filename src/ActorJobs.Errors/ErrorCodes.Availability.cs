namespace ActorJobs.Errors;

/// <content>What could not be served just now, through no fault of the request.</content>
public static partial class ErrorCodes
{
    /// <summary>The owner of the app is not there just now; nothing was done; try again.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The owner of the app is not there just now, such as while it moves. Nothing was done.",
        NextStep = "Repeat the request after the seconds of `Retry-After`.",
        Status = 503,
        MayBeRepeated = true
    )]
    public const string OwnerUnavailable = "OWNER_UNAVAILABLE";

    /// <summary>The owner of the app did not answer in time: the request may still take effect.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The owner of the app did not answer in time. The request may still take effect.",
        NextStep = "Repeat it if it has an `Idempotency-Key`, which makes that safe. Otherwise look at how things stand first.",
        Status = 503
    )]
    public const string OwnerTimeout = "OWNER_TIMEOUT";

    /// <summary>The connection to the store broke at the commit: the request may or may not have taken effect.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The connection to the store broke at the commit. The request may or may not have taken effect.",
        NextStep = "Repeat it if it has an `Idempotency-Key`, which makes that safe. Otherwise look at how things stand first.",
        Status = 503
    )]
    public const string OutcomeUnknown = "OUTCOME_UNKNOWN";

    /// <summary>The app has as many open runs as it may have; nothing was done; try again later.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The app has as many open runs as it may have, and takes no more of its users. Nothing was done.",
        NextStep = "Let its workers catch up, or cancel some runs; then repeat the request.",
        Status = 429,
        MayBeRepeated = true
    )]
    public const string TooManyOpenRuns = "TOO_MANY_OPEN_RUNS";

    /// <summary>The store does not answer; try again.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller | Part.Worker | Part.Operator,
        Cause = "The store does not answer. Nothing was done.",
        NextStep = "Repeat the request after the seconds of `Retry-After`; the log of the server says why the store is away.",
        Status = 503,
        MayBeRepeated = true
    )]
    public const string StoreUnavailable = "STORE_UNAVAILABLE";

    /// <summary>A node of a newer version sent a message that this one does not know.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "A node of a newer version passed on a message that the owner of the app, an older one, does not know.",
        NextStep = "Finish the upgrade of all nodes.",
        Status = 503
    )]
    public const string UnknownMessage = "UNKNOWN_MESSAGE";

    /// <summary>Something is broken in the server; its log tells more under the trace id.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "Something is broken in the server.",
        NextStep = "Look into the log of the server for the trace id, and report what it says.",
        Status = 500
    )]
    public const string InternalError = "INTERNAL_ERROR";

    /// <summary>The server is still starting; nothing was done; try again.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller | Part.Worker,
        Cause = "The server is still starting, such as while it waits for its store. Nothing was done.",
        NextStep = "Repeat the request after the seconds of `Retry-After`; `/healthz/started` says what it waits for.",
        Status = 503,
        MayBeRepeated = true
    )]
    public const string NotStarted = "NOT_STARTED";
}
