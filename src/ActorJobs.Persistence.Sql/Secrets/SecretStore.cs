using System.Data.Common;
using ActorJobs.Core.Secrets;
using ActorJobs.Persistence.Sql.Rows;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Persistence.Sql.Secrets;

/// <summary>The secrets of apps, in SQL that both databases understand.</summary>
internal sealed class SecretStore(SqlDatabase database) : ISecretStore
{
    private readonly string _list = $"""
        SELECT s.name, s.sealed, s.key_fingerprint, s.set_at, s.set_by
        FROM {database.Prefix}app_secret s JOIN {database.Prefix}app a ON a.id = s.app_id WHERE a.name = @app ORDER BY s.name
        """;

    private readonly string _keys = $"SELECT DISTINCT key_fingerprint FROM {database.Prefix}app_secret ORDER BY key_fingerprint";

    /// <summary>Reads name, sealed, key_fingerprint, set_at, set_by.</summary>
    public static AppSecret Read(DbDataReader row) =>
        new(row.GetString(0), row.GetFieldValue<byte[]>(1), row.GetString(2), row.Time(3), row.GetString(4));

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AppSecret>> ListAsync(string app, CancellationToken cancellationToken = default) =>
        await database.ReadAsync((connection, token) => connection.Command(_list, ("@app", app)).ListAsync(Read, token), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> KeyFingerprintsAsync(CancellationToken cancellationToken = default) =>
        await database.ReadAsync(
            (connection, token) => connection.Command(_keys).ListAsync(static row => row.GetString(0), token),
            cancellationToken
        );
}
