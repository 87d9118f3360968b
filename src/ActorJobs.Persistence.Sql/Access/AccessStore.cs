using System.Data.Common;
using ActorJobs.Core.Access;
using ActorJobs.Persistence.Sql.Rows;
using ActorJobs.Scheduler.Stores;
using NodaTime;

namespace ActorJobs.Persistence.Sql.Access;

/// <summary>Tokens and secrets, in SQL that both databases understand.</summary>
internal sealed class AccessStore(SqlDatabase database) : IAccessStore
{
    private readonly string _listTokens = $"""
        SELECT t.name, t.hash, t.role, a.name, t.created_at, t.created_by, t.last_used_at
        FROM {database.Prefix}access_token t LEFT JOIN {database.Prefix}app a ON a.id = t.app_id ORDER BY t.name
        """;

    // An app that there is not gives no row, and a null for its id would mean all apps.
    private readonly string _addToken = $"""
        INSERT INTO {database.Prefix}access_token (name, hash, role, app_id, created_at, created_by)
        SELECT @name, @hash, @role, a.id, @now, @by FROM {database.Prefix}meta m LEFT JOIN {database.Prefix}app a ON a.name = @app
        WHERE @app = '' OR a.id IS NOT NULL
        ON CONFLICT (name) DO NOTHING
        """;

    private readonly string _lock = $"SELECT epoch_floor FROM {database.Prefix}meta {database.LockRows}";

    private readonly string _admins =
        $"SELECT count(*) FROM {database.Prefix}access_token WHERE role = '{Words<Role>.Of(Role.Admin)}' AND app_id IS NULL";

    private readonly string _noteUse =
        $"UPDATE {database.Prefix}access_token SET last_used_at = @now WHERE {database.IsOneOf("name", "@names")}";

    private readonly string _listSecrets = $"""
        SELECT a.name, s.hash, s.valid_until FROM {database.Prefix}worker_secret s JOIN {database.Prefix}app a ON a.id = s.app_id
        WHERE s.valid_until IS NULL OR s.valid_until > @now
        """;

    private readonly string _endSecrets = $"""
        UPDATE {database.Prefix}worker_secret SET valid_until = @until WHERE app_id = @app AND (valid_until IS NULL OR valid_until > @until)
        """;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AccessToken>> ListTokensAsync(CancellationToken cancellationToken = default) =>
        await database.ReadAsync((connection, token) => connection.Command(_listTokens).ListAsync(ReadToken, token), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<TokenAddition> AddTokenAsync(NewToken token, CancellationToken cancellationToken = default)
    {
        var now = await NowAsync(cancellationToken);
        return await database.WriteAsync((connection, end) => AddAsync(connection, token, now, end), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<TokenAddition> AddFirstAdminAsync(NewToken token, CancellationToken cancellationToken = default)
    {
        var now = await NowAsync(cancellationToken);
        return await database.WriteAsync(
            async (connection, end) =>
            {
                // Whoever comes second waits here, and then sees the admin of the first.
                await connection.Command(_lock).ListAsync(static row => row.GetInt64(0), end);
                var admins = await connection.Command(_admins).FirstAsync(static row => row.GetInt64(0), end);
                return admins > 0 ? TokenAddition.NotFirst : await AddAsync(connection, token, now, end);
            },
            cancellationToken
        );
    }

    /// <inheritdoc/>
    public async ValueTask<bool> DeleteTokenAsync(string name, CancellationToken cancellationToken = default) =>
        await database.WriteAsync(
            (connection, token) =>
                connection.Command($"DELETE FROM {database.Prefix}access_token WHERE name = @name", ("@name", name)).RunAsync(token),
            cancellationToken
        ) > 0;

    /// <inheritdoc/>
    public async ValueTask NoteUseAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken = default)
    {
        var now = await NowAsync(cancellationToken);
        await database.WriteAsync(
            (connection, token) => connection.Command(_noteUse, ("@now", now), ("@names", database.Parameter(names))).RunAsync(token),
            cancellationToken
        );
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<WorkerSecret>> ListSecretsAsync(CancellationToken cancellationToken = default)
    {
        var now = await NowAsync(cancellationToken);
        return await database.ReadAsync(
            (connection, token) => connection.Command(_listSecrets, ("@now", now)).ListAsync(ReadSecret, token),
            cancellationToken
        );
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ReplaceSecretAsync(
        string app,
        ReadOnlyMemory<byte> hash,
        Duration keepOldFor,
        CancellationToken cancellationToken = default
    )
    {
        var now = await database.NowAsync(cancellationToken);
        return await database.WriteAsync(
            async (connection, token) =>
            {
                // The row is locked, so that of two new secrets at once one replaces the other.
                var id = await connection
                    .Command($"SELECT id FROM {database.Prefix}app WHERE name = @app {database.LockRows}", ("@app", app))
                    .FirstAsync(static row => (long?)row.GetInt64(0), token);
                if (id is not { } found)
                {
                    return false;
                }

                await connection.Command(_endSecrets, ("@until", Micros.Of(now + keepOldFor)), ("@app", found)).RunAsync(token);
                await connection
                    .Command(
                        $"DELETE FROM {database.Prefix}worker_secret WHERE app_id = @app AND valid_until <= @now",
                        ("@app", found),
                        ("@now", Micros.Of(now))
                    )
                    .RunAsync(token);
                await connection
                    .Command(
                        $"INSERT INTO {database.Prefix}worker_secret (hash, app_id, created_at) VALUES (@hash, @app, @now)",
                        ("@hash", hash.ToArray()),
                        ("@app", found),
                        ("@now", Micros.Of(now))
                    )
                    .RunAsync(token);
                return true;
            },
            cancellationToken
        );
    }

    private async ValueTask<TokenAddition> AddAsync(DbConnection connection, NewToken token, long now, CancellationToken cancellationToken)
    {
        var added = await connection
            .Command(
                _addToken,
                ("@name", token.Name),
                ("@hash", token.Hash.ToArray()),
                ("@role", Words<Role>.Of(token.Role)),
                ("@app", token.App ?? ""),
                ("@now", now),
                ("@by", token.CreatedBy)
            )
            .RunAsync(cancellationToken);
        if (added > 0)
        {
            return TokenAddition.Added;
        }

        var taken = await connection
            .Command($"SELECT count(*) FROM {database.Prefix}access_token WHERE name = @name", ("@name", token.Name))
            .FirstAsync(static row => row.GetInt64(0), cancellationToken);
        return taken > 0 ? TokenAddition.NameTaken : TokenAddition.NoApp;
    }

    private async ValueTask<long> NowAsync(CancellationToken cancellationToken) => Micros.Of(await database.NowAsync(cancellationToken));

    private static AccessToken ReadToken(DbDataReader row) =>
        new(
            row.GetString(0),
            row.GetFieldValue<byte[]>(1),
            Words<Role>.Read(row.GetString(2)),
            row.TextOrNull(3),
            row.Time(4),
            row.GetString(5),
            row.TimeOrNull(6)
        );

    private static WorkerSecret ReadSecret(DbDataReader row) => new(row.GetString(0), row.GetFieldValue<byte[]>(1), row.TimeOrNull(2));
}
