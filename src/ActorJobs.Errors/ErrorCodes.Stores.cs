namespace ActorJobs.Errors;

/// <content>The start of a server: stores that cannot be used as they are.</content>
public static partial class ErrorCodes
{
    /// <summary>The folder or file of the embedded store cannot be written.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Operator,
        Cause = "The folder or file of the embedded store cannot be made or written: no rights, no room, a read-only disk, or something else in its place.",
        NextStep = "Do what the message says, or choose another path."
    )]
    public const string StoreFolderUnusable = "STORE_FOLDER_UNUSABLE";

    /// <summary>The file of the embedded store is no database, or a damaged one; or tables are missing.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Operator,
        Cause = "The file of the embedded store is no SQLite database or a damaged one, or tables of the store are missing.",
        NextStep = "Correct the path, or restore a backup."
    )]
    public const string StoreDamaged = "STORE_DAMAGED";

    /// <summary>The database does not let the user in.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Operator,
        Cause = "PostgreSQL does not let the user in: a wrong name or password, a certificate, or a rule of pg_hba.conf.",
        NextStep = "Correct user and password in the connection string, or the rules of the server."
    )]
    public const string StoreLoginRefused = "STORE_LOGIN_REFUSED";

    /// <summary>The PostgreSQL server has no such database.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Operator,
        Cause = "The PostgreSQL server has no database of that name.",
        NextStep = "Create it, or correct its name in the connection string."
    )]
    public const string StoreDatabaseMissing = "STORE_DATABASE_MISSING";

    /// <summary>The database user may not do what the server needs.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Operator,
        Cause = "The database user may not make, or use, the tables of the server.",
        NextStep = "Grant the right that the message names."
    )]
    public const string StoreRightsMissing = "STORE_RIGHTS_MISSING";

    /// <summary>Something else than PostgreSQL answers at the address.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Operator,
        Cause = "At the address of the database something answers that is no PostgreSQL server, such as a web server.",
        NextStep = "Correct host and port in the connection string."
    )]
    public const string StoreNotPostgres = "STORE_NOT_POSTGRES";

    /// <summary>A pooler stands before the database and passes a session from one connection to another.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Operator,
        Cause = "A pooler in transaction or statement mode stands before PostgreSQL. Locks and settings of a session do not survive there.",
        NextStep = "Give the address of PostgreSQL itself, or set the pooler to session mode."
    )]
    public const string StorePooled = "STORE_POOLED";
}
