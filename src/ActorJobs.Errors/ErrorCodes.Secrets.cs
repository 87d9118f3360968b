namespace ActorJobs.Errors;

/// <content>The secrets of apps that params name.</content>
public static partial class ErrorCodes
{
    /// <summary>The app has no secret of that name.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The app has no secret of that name. The answer names near ones.",
        NextStep = "Mend the name; `GET /api/v1/apps/{app}/secrets` lists those that there are.",
        Status = 404
    )]
    public const string SecretNotFound = "SECRET_NOT_FOUND";

    /// <summary>The app has as many secrets as it may have.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The app has 1000 secrets, which is the most that an app may have.",
        NextStep = "Delete those that are used no more.",
        Status = 409
    )]
    public const string TooManySecrets = "TOO_MANY_SECRETS";

    /// <summary>The server has no key to encrypt secrets with, or none to open those that are stored.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller | Part.Operator,
        Cause = "The server has no key by which values of secrets are encrypted in its store.",
        NextStep = "Set `actorjobs.secrets.key` or `actorjobs.secrets.key-file`, the same on every node, and start again.",
        Status = 409
    )]
    public const string SecretsKeyMissing = "SECRETS_KEY_MISSING";

    /// <summary>The server's key is another one than that by which secrets were encrypted.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller | Part.Operator,
        Cause = "The key of the server is another one than that by which values of secrets were encrypted: those in its store, or one that another node sends.",
        NextStep = "Give the server the same key as before, and as the other nodes: `actorjobs.secrets.key` or `actorjobs.secrets.key-file`.",
        Status = 409
    )]
    public const string SecretsKeyDiffers = "SECRETS_KEY_DIFFERS";
}
