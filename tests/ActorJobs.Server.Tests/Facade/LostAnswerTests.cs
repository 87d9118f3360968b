using System.Globalization;
using ActorJobs.Persistence.Sql;
using ActorJobs.Persistence.Sql.Postgres;
using ActorJobs.Server.Tests.Processes;
using ActorJobs.Tests.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorJobs.Server.Tests.Facade;

/// <summary>Requests whose commit is cut off from PostgreSQL.</summary>
[Collection(ProcessesGroup.Name)]
[Trait("Category", "Slow")]
public class LostAnswerTests(ProcessesFixture fixture)
{
    [Theory]
    [InlineData(Cut.Answer, 200)]
    [InlineData(Cut.Request, 201)]
    public async Task Submit_RepeatedWithItsKeyAfterAnUnknownOutcome_MakesOneRun(Cut cut, int statusOfRepetition)
    {
        await using var proxy = new PostgresProxy((await fixture.PostgresAsync()).Port, cut);
        using var server = new CutOffServer(proxy.Port);
        await server.InitializeAsync();
        try
        {
            var app = await server.NewAppWithJobAsync();
            var body = $$"""{"params":"{{PostgresProxy.Mark}}"}""";

            var first = await SubmitAsync(server, app, body);
            proxy.IsCutting = false;
            var again = await SubmitAsync(server, app, body);

            first.ShouldBeProblem(503, "OUTCOME_UNKNOWN");
            again.Status.ShouldBe(statusOfRepetition);
            (await server.SendAsync("GET", $"{app}/runs")).Items("id").ShouldBe([again["id"]!]);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private static Task<Answer> SubmitAsync(FacadeServer server, string app, string body) =>
        server.SendAsync("POST", $"{app}/jobs/hello/runs", headers => headers.Add("Idempotency-Key", "order-17"), body);

    /// <summary>On PostgreSQL, through a port of another.</summary>
    private sealed class CutOffServer(int port) : FacadeServer
    {
        private static int s_last;

        protected override async Task<SqlStore> OpenStoreAsync(string file)
        {
            var database = string.Create(CultureInfo.InvariantCulture, $"lost_answer_{Interlocked.Increment(ref s_last)}");
            await using (var connection = new Npgsql.NpgsqlConnection($"{PostgresServer.ConnectionString(port, "postgres")};Pooling=false"))
            {
                await connection.OpenAsync();
#pragma warning disable CA2100 // The name is made here.
                await using var create = new Npgsql.NpgsqlCommand($"CREATE DATABASE {database}", connection);
#pragma warning restore CA2100
                await create.ExecuteNonQueryAsync();
            }

            return await SqlStore.OpenPostgresAsync(
                new PostgresStoreOptions(PostgresServer.ConnectionString(port, database)),
                Clock,
                NullLogger<SqlStore>.Instance
            );
        }
    }
}
