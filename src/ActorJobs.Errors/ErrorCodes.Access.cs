namespace ActorJobs.Errors;

/// <content>Access: who may come in.</content>
public static partial class ErrorCodes
{
    /// <summary>The request has no token, and the server asks for one.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The request has no token, and the server asks for one.",
        NextStep = "Send the header `Authorization: Bearer ajt_…`; [Access](access.md) tells how to get a token.",
        Status = 401
    )]
    public const string TokenRequired = "TOKEN_REQUIRED";

    /// <summary>There is no such token, or not any more.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "There is no such token: it is mistyped, was revoked, or is one of another installation.",
        NextStep = "Send the right one, or let an admin make a new one.",
        Status = 401
    )]
    public const string TokenWrong = "TOKEN_WRONG";

    /// <summary>The token's role does not allow the request.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The role of the token does not allow the request. The answer names the role that it has and the one that it needs.",
        NextStep = "Use a token with the role that is needed.",
        Status = 403
    )]
    public const string RoleTooLow = "ROLE_TOO_LOW";

    /// <summary>The token is for one app, and the request is beyond it.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The token is for one app alone, and the request is for another one, whether there is such an app or not, or for all of them.",
        NextStep = "Use a token of that app, or one without an app.",
        Status = 403
    )]
    public const string TokenOfOneApp = "TOKEN_OF_ONE_APP";

    /// <summary>Too many wrong tokens or secrets come from one address.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller | Part.Worker,
        Cause = "Many wrong tokens or secrets came from the address lately, and more of them are being looked at than may be at once.",
        NextStep = "Wait a second, and send the right one.",
        Status = 429,
        MayBeRepeated = true
    )]
    public const string TooManyGuesses = "TOO_MANY_GUESSES";

    /// <summary>There is no token of that name.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "There is no token of that name. The answer names near ones.",
        NextStep = "Mend the name; `GET /api/v1/tokens` lists those that there are.",
        Status = 404
    )]
    public const string TokenNotFound = "TOKEN_NOT_FOUND";

    /// <summary>There is a token of that name already.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "There is a token of that name already. Its text cannot be shown again.",
        NextStep = "Choose another name, or revoke that one first.",
        Status = 409
    )]
    public const string TokenExists = "TOKEN_EXISTS";

    /// <summary>The token stands in the configuration, and cannot be revoked over the API.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The token stands in the configuration of the server, and cannot be revoked over the API.",
        NextStep = "Take the setting `actorjobs.access.admin-token` out of the configuration, and start the server again.",
        Status = 409
    )]
    public const string TokenConfigured = "TOKEN_CONFIGURED";

    /// <summary>There is an admin's token already, so it is not the first one that is asked for.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "There is an admin's token already, so it is not the first one that is asked for.",
        NextStep = "Make tokens with that one; if it is lost, set `actorjobs.access.admin-token`, and start the server again.",
        Status = 409
    )]
    public const string AdminTokenExists = "ADMIN_TOKEN_EXISTS";

    /// <summary>The first admin's token is made from the server's own machine only.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The first admin's token is made from the server's own machine only, over a loopback address and through no proxy.",
        NextStep = "Ask from there, or set `actorjobs.access.admin-token`.",
        Status = 403
    )]
    public const string NotFromLoopback = "NOT_FROM_LOOPBACK";

    /// <summary>The server was told to ask for no tokens where others can reach it.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Operator,
        Cause = "The server was told to ask for no tokens where other machines can reach it.",
        NextStep = "Leave `actorjobs.access.required` away, or listen on a loopback address, such as `127.0.0.1`."
    )]
    public const string AccessOpen = "ACCESS_OPEN";

    /// <summary>A worker dials in without the secret of its app, and the server asks for it.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Worker | Part.Caller,
        Cause = "A worker dials in without the secret of its app, and the server asks for it.",
        NextStep = "Give the worker the secret: `WorkerOptions.Secret`, or the variable `ACTORJOBS_SECRET`. `POST /api/v1/apps/NAME:new-secret` makes one.",
        Status = 401
    )]
    public const string WorkerSecretRequired = "WORKER_SECRET_REQUIRED";

    /// <summary>The secret of a worker is none, or one of another app.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Worker | Part.Caller,
        Cause = "The secret of a worker is that of no app, of another app, or one that was replaced.",
        NextStep = "Give the worker the secret of its app; `POST /api/v1/apps/NAME:new-secret` makes a new one.",
        Status = 401
    )]
    public const string WorkerSecretWrong = "WORKER_SECRET_WRONG";

    /// <summary>A node dials another one without the secret of the cluster, or with another one.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Operator | Part.Caller,
        Cause = "A node dials another one without the secret of the cluster, or with another one.",
        NextStep = "Set `actorjobs.cluster.secret` to the same text on every node.",
        Status = 401
    )]
    public const string ClusterSecretWrong = "CLUSTER_SECRET_WRONG";

    /// <summary>The server was told to listen where others can reach it, without TLS.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Operator,
        Cause = "The server was told to listen where other machines can reach it, but has no certificate; tokens and secrets would cross the network for all to read.",
        NextStep = "Set `actorjobs.tls.certificate` and `actorjobs.tls.key`; or, if something in front of the server speaks TLS, `actorjobs.tls.terminated-in-front`."
    )]
    public const string TlsRequired = "TLS_REQUIRED";

    /// <summary>The certificate, its key, or the file of authorities cannot be used.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Operator,
        Cause = "The certificate, its key, or the file of authorities cannot be used: a file is missing or no PEM, "
            + "the key is that of another certificate, or the certificate has expired or is not valid yet.",
        NextStep = "Do what the message says; it names the file, the subject and the dates."
    )]
    public const string TlsFileUnusable = "TLS_FILE_UNUSABLE";
}
