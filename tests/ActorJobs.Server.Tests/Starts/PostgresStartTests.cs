using System.Net;
using System.Net.Sockets;
using ActorJobs.Persistence.Sql;
using ActorJobs.Persistence.Sql.Postgres;
using ActorJobs.Server.Tests.Processes;
using ActorJobs.Tests.Postgres;
using Npgsql;
using static ActorJobs.Server.Tests.Starts.BrokenStart;

namespace ActorJobs.Server.Tests.Starts;

/// <summary>PostgreSQL that cannot serve, on real servers: the program ends with 4, and one line that names the cure.</summary>
[Trait("Category", "Slow")]
public sealed class PostgresStartTests(ProcessesFixture fixture) : IClassFixture<ProcessesFixture>
{
    [Fact]
    public async Task Start_OnAPostgresThatCannotServe_EndsWithALineThatNamesTheCure()
    {
        var server = await fixture.PostgresAsync();
        await PrepareAsync(server);
        using var web = new TcpListener(IPAddress.Loopback, 0);
        web.Start();
        var serving = AnswerAsWebServerAsync(web);
        List<BrokenStart> starts =
        [
            new("a user that there is not", "STORE_LOGIN_REFUSED", "Correct user and password", 4, Use(server, "postgres", "start_nobody")),
            new(
                "a user that may not log in",
                "STORE_LOGIN_REFUSED",
                "Correct user and password",
                4,
                Use(server, "postgres", "start_locked")
            ),
            new(
                "a wrong password",
                "STORE_LOGIN_REFUSED",
                "Correct user and password",
                4,
                Use(server, "postgres", "start_secret;Password=wrong")
            ),
            new("no password", "STORE_LOGIN_REFUSED", "Add Password=", 4, Use(server, "postgres", "start_secret")),
            new(
                "a database that there is not",
                "STORE_DATABASE_MISSING",
                "CREATE DATABASE \"start_nothing\"",
                4,
                Use(server, "start_nothing")
            ),
            new(
                "a user who may not make a schema",
                "STORE_RIGHTS_MISSING",
                "GRANT CREATE ON DATABASE",
                4,
                Use(server, "start_rights", "start_poor")
            ),
            new(
                "a user who may not use the schema",
                "STORE_RIGHTS_MISSING",
                "GRANT USAGE, CREATE ON SCHEMA",
                4,
                Use(server, "start_newer", "start_poor")
            ),
            new("a database that is not UTF-8", "STORE_NOT_SUPPORTED", "ENCODING 'UTF8'", 4, Use(server, "start_latin")),
            new(
                "a database that is set to read only",
                "STORE_READ_ONLY",
                "default_transaction_read_only = off",
                4,
                Use(server, "start_readonly")
            ),
            new("tables of a newer program", "STORE_SCHEMA_NEWER", "Start a newer program", 4, Use(server, "start_newer")),
            new("a table that is missing", "STORE_DAMAGED", "the table 'attempt' is missing", 4, Use(server, "start_torn")),
            new("too few connections for the user", "STORE_NOT_SUPPORTED", "Raise the limit", 4, Use(server, "start_few", "start_few")),
            new(
                "too few connections of the server",
                "STORE_NOT_SUPPORTED",
                "lower actorjobs.store.postgres.max-connections, which is 100",
                4,
                [.. Use(server, "postgres"), .. Set("actorjobs.store.postgres.max-connections=100")]
            ),
            new(
                "a web server",
                "STORE_NOT_POSTGRES",
                "host and port",
                4,
                Use(((IPEndPoint)web.LocalEndpoint).Port, "postgres", "actorjobs", "Prefer")
            ),
            new(
                "a server without TLS",
                "STORE_LOGIN_REFUSED",
                "whether it speaks TLS",
                4,
                Use(server.Port, "postgres", "actorjobs", "Require")
            ),
        ];
        await starts.ShouldAllEndAsToldAsync();
        web.Stop();
        await serving;
    }

    [Fact]
    public async Task Start_OnPostgresServersThatCannotServe_EndsWithALineThatNamesTheCure()
    {
        await using var careless = await PostgresServer.StartAsync(settings: "fsync=off");
        await using var replica = await PostgresServer.StartAsync();
        await replica.BecomeReplicaAsync();

        List<BrokenStart> starts =
        [
            new("a server that does not sync", "STORE_NOT_DURABLE", "Set both to on", 4, Use(careless, "postgres")),
            new("a read replica", "STORE_READ_ONLY", "Give the address of the primary", 4, Use(replica, "postgres")),
        ];
        await starts.ShouldAllEndAsToldAsync();
    }

    [PgbouncerTheory]
    [InlineData("transaction")]
    [InlineData("statement")]
    public async Task Start_OnAPoolerThatSharesSessions_EndsWithALineThatNamesTheCure(string mode)
    {
        var server = await fixture.PostgresAsync();
        await using var bouncer = await Pgbouncer.StartAsync(server, mode);
        BrokenStart[] starts =
        [
            new(
                $"a pooler in {mode} mode",
                "STORE_POOLED",
                "pool_mode = session",
                4,
                Use(bouncer.Port, "postgres", "actorjobs", "Disable")
            ),
        ];
        await starts.ShouldAllEndAsToldAsync();
    }

    [PgbouncerFact]
    public async Task Start_OnAPoolerInSessionMode_Serves()
    {
        var server = await fixture.PostgresAsync();
        await using var bouncer = await Pgbouncer.StartAsync(server, "session");
        await using var cluster = await TestCluster.CreateAsync("postgres", fixture);
        var database = new NpgsqlConnectionStringBuilder(
            cluster.Settings.Single(setting => setting.Contains("connection-string", StringComparison.Ordinal)).Split('=', 2)[1]
        ).Database!;
        var running = cluster.LaunchServer(
            $"actorjobs.store.postgres.connection-string={PostgresServer.ConnectionString(bouncer.Port, database)}"
        );
        await running.SeeAsync("listens on", cluster.Cancellation);
        await cluster.CreateAppAsync();
        cluster.StartWorker("w1");
        await cluster.CreateJobAsync(TestJobs.Of("hello", "echo", new { }));

        var run = await cluster.SubmitAsync("hello");

        await cluster.UntilRunAsync(run, "Succeeded");
        (await running.TerminateAsync()).ShouldBe(0);
    }

    private static async Task PrepareAsync(PostgresServer server)
    {
        await using var connection = new NpgsqlConnection($"{server.ConnectionString()};Pooling=false");
        await connection.OpenAsync();
        foreach (
            var statement in (string[])
                [
                    "CREATE ROLE start_locked NOLOGIN",
                    "CREATE ROLE start_secret LOGIN PASSWORD 'right'",
                    "CREATE ROLE start_poor LOGIN",
                    "CREATE ROLE start_few LOGIN CONNECTION LIMIT 5",
                    "CREATE DATABASE start_rights",
                    "CREATE DATABASE start_few OWNER start_few",
                    "CREATE DATABASE start_latin ENCODING 'LATIN1' TEMPLATE template0",
                    "CREATE DATABASE start_readonly",
                    "ALTER DATABASE start_readonly SET default_transaction_read_only = on",
                    "CREATE DATABASE start_newer",
                    "CREATE DATABASE start_torn",
                ]
        )
        {
            await ExecuteAsync(connection, statement);
        }

        // The rule for this one user stands before those that let everybody in.
        await ExecuteAsync(
            connection,
            """
            DO $$ BEGIN
              EXECUTE format('COPY (SELECT unnest(ARRAY[''host all start_secret 127.0.0.1/32 scram-sha-256'', ''host all all 127.0.0.1/32 trust''])) TO %L',
                current_setting('hba_file'));
            END $$
            """
        );
        await ExecuteAsync(connection, "SELECT pg_reload_conf()");
        await ChangeAsync(server, "start_newer", "INSERT INTO actorjobs.migration (version, name) VALUES (9000, 'the future')");
        await ChangeAsync(server, "start_torn", "DROP TABLE actorjobs.attempt CASCADE");
    }

    private static async Task ChangeAsync(PostgresServer server, string database, string sql)
    {
        await (
            await SqlStore.OpenPostgresAsync(new PostgresStoreOptions(server.ConnectionString(database)), TimeProvider.System)
        ).DisposeAsync();
        await using var connection = new NpgsqlConnection($"{server.ConnectionString(database)};Pooling=false");
        await connection.OpenAsync();
        await ExecuteAsync(connection, sql);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task AnswerAsWebServerAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException) { }
    }

    private static IReadOnlyList<string> Use(PostgresServer server, string database, string user = "actorjobs") =>
        Use(server.Port, database, user, "Disable");

    private static IReadOnlyList<string> Use(int port, string database, string user, string ssl) =>
        Set(
            "actorjobs.http.port=0",
            "actorjobs.log.file=",
            "actorjobs.store.kind=postgres",
            $"actorjobs.store.postgres.connection-string=Host=127.0.0.1;Port={port};Database={database};Username={user};GSS Encryption Mode=Disable;SSL Mode={ssl}"
        );
}
