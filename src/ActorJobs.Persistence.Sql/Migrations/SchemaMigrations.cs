using System.Data.Common;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using ActorJobs.Errors;

namespace ActorJobs.Persistence.Sql.Migrations;

/// <summary>The versions of the tables. Each is a script that stands in the assembly; a script that was released is never changed.</summary>
internal static partial class SchemaMigrations
{
    /// <summary>Brings the tables to the newest version. The caller has begun a transaction and holds a lock that keeps other servers from doing the same.</summary>
    /// <param name="connection">In that transaction.</param>
    /// <param name="folder">The database's folder of scripts.</param>
    /// <param name="prefix">What stands before the name of a table.</param>
    /// <param name="listTables">Gives the names of all tables there.</param>
    /// <param name="where">The database, for messages.</param>
    /// <param name="newStoreId">The id that the store gets if it has none yet, as a parameter.</param>
    /// <param name="now">The time, in microseconds.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The store's id.</returns>
    public static async ValueTask<Guid> ApplyAsync(
        DbConnection connection,
        string folder,
        string prefix,
        string listTables,
        string where,
        object newStoreId,
        long now,
        CancellationToken cancellationToken
    )
    {
        await connection
            .Command($"CREATE TABLE IF NOT EXISTS {prefix}migration (version integer PRIMARY KEY, name text NOT NULL)")
            .RunAsync(cancellationToken);
        var found = await connection
            .Command($"SELECT coalesce(max(version), 0) FROM {prefix}migration")
            .FirstAsync(static row => row.GetInt32(0), cancellationToken);
        var scripts = Scripts(folder);
        var newest = scripts[^1].Version;
        if (found > newest)
        {
            throw new StoreOpenException(
                ErrorCodes.StoreSchemaNewer,
                $"The tables in {where} have version {found}; this program knows up to version {newest}. Start a newer "
                    + "program, or restore a backup from before the upgrade."
            );
        }
        var tables = await connection.Command(listTables).ListAsync(static row => row.GetString(0), cancellationToken);
        Compare(scripts, found, tables, where);
        foreach (var script in scripts.Where(script => script.Version > found))
        {
            await connection.Command(script.Read()).RunAsync(cancellationToken);
            await connection
                .Command(
                    $"INSERT INTO {prefix}migration (version, name) VALUES (@version, @name)",
                    ("@version", script.Version),
                    ("@name", script.Name)
                )
                .RunAsync(cancellationToken);
        }
        await connection
            .Command(
                $"INSERT INTO {prefix}meta (store_id, created_at) VALUES (@id, @now) ON CONFLICT DO NOTHING",
                ("@id", newStoreId),
                ("@now", now)
            )
            .RunAsync(cancellationToken);
        return await connection.Command($"SELECT store_id FROM {prefix}meta").FirstAsync(static row => row.GetGuid(0), cancellationToken);
    }

    /// <summary>A store that was restored in part, or changed by hand, would fail later at something else.</summary>
    /// <exception cref="StoreOpenException">A table is missing that the scripts up to this version made, or one is there that a later one makes.</exception>
    private static void Compare(List<Script> scripts, int found, List<string> tables, string where)
    {
        var expected = new HashSet<string>(StringComparer.Ordinal);
        foreach (var script in scripts.Where(script => script.Version <= found))
        {
            script.Change(expected);
        }
        var later = new HashSet<string>(StringComparer.Ordinal);
        foreach (var script in scripts.Where(script => script.Version > found))
        {
            script.Change(later);
        }
        if (expected.FirstOrDefault(table => !tables.Contains(table, StringComparer.Ordinal)) is { } missing)
        {
            throw new StoreOpenException(
                ErrorCodes.StoreDamaged,
                $"The tables in {where} are said to have version {found}, but the table '{missing}' is missing. Restore a backup, or give an empty database."
            );
        }
        if (later.FirstOrDefault(table => tables.Contains(table, StringComparer.Ordinal)) is { } early)
        {
            throw new StoreOpenException(
                ErrorCodes.StoreDamaged,
                $"The tables in {where} are said to have version {found}, but the table '{early}' of a later version is there. Restore a backup, or "
                    + "give an empty database."
            );
        }
    }

    private static List<Script> Scripts(string folder)
    {
        var start = $"Migrations/{folder}/";
        return
        [
            .. Assembly
                .GetExecutingAssembly()
                .GetManifestResourceNames()
                .Select(static name => name.Replace('\\', '/'))
                .Where(name => name.StartsWith(start, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => new Script(
                    int.Parse(name.AsSpan(start.Length, 4), CultureInfo.InvariantCulture),
                    Path.GetFileNameWithoutExtension(name),
                    name
                )),
        ];
    }

    [GeneratedRegex(@"^(?<what>CREATE|DROP) TABLE (actorjobs\.)?(?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TableChange();

    private sealed record Script(int Version, string Name, string Resource)
    {
        /// <summary>Adds the tables that it makes, and takes away those that it drops.</summary>
        public void Change(HashSet<string> tables)
        {
            foreach (var change in TableChange().Matches(Read()).Cast<Match>())
            {
                _ =
                    change.Groups["what"].Value == "CREATE"
                        ? tables.Add(change.Groups["name"].Value)
                        : tables.Remove(change.Groups["name"].Value);
            }
        }

        public string Read()
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!;
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }
}
