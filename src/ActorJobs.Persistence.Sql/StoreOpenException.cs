namespace ActorJobs.Persistence.Sql;

/// <summary>The store was reached, and cannot be used as it is.</summary>
/// <param name="symbol">One of <see cref="StoreSymbols"/>.</param>
/// <param name="message">What was found, what was expected, and what to do.</param>
public sealed class StoreOpenException(string symbol, string message) : Exception($"{symbol}: {message}")
{
    /// <summary>The error's name in the catalogue.</summary>
    public string Symbol { get; } = symbol;
}

/// <summary>Why a store is refused.</summary>
public static class StoreSymbols
{
    /// <summary>The tables were made by a newer program than this one.</summary>
    public const string SchemaNewer = "STORE_SCHEMA_NEWER";

    /// <summary>What the database calls committed could be lost when the machine stops.</summary>
    public const string NotDurable = "STORE_NOT_DURABLE";

    /// <summary>The database takes no writes: it is a replica, or set to read only.</summary>
    public const string ReadOnly = "STORE_READ_ONLY";

    /// <summary>The database is older than those that are supported, or set up in a way that is not.</summary>
    public const string NotSupported = "STORE_NOT_SUPPORTED";

    /// <summary>The file lies on a network file system, whose locks do not hold.</summary>
    public const string NotLocal = "STORE_NOT_LOCAL";
}
