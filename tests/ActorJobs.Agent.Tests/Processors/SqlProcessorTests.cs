using ActorJobs.Agent.Sql;
using ActorJobs.Worker.Tests.Fakes;

namespace ActorJobs.Agent.Tests.Processors;

public sealed class SqlProcessorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Statements_WithParameters_GiveRowsAndCounts()
    {
        (await RunAsync(new { connection = "orders", text = "create table t (a int, b text, c blob)" })).ShouldSucceed();
        var inserted = await RunAsync(
            new
            {
                connection = "orders",
                text = "insert into t values (@a, @b, null), (2, 'two', x'0102')",
                parameters = new { a = 1, b = "one'; drop table t" },
            }
        );
        inserted.ShouldSucceed().GetProperty("affected").GetInt32().ShouldBe(2);

        var all = await RunAsync(new { connection = "orders", text = "select a, b, c from t order by a" });
        var first = await RunAsync(
            new
            {
                connection = "orders",
                text = "select a from t order by a",
                maxRows = 1,
            }
        );

        all.ShouldSucceed().GetProperty("rows").ToString().ShouldBe("""[[1,"one\u0027; drop table t",null],[2,"two","AQI="]]""");
        all.Told().GetProperty("columns").ToString().ShouldBe("""["a","b","c"]""");
        first.ShouldSucceed().GetProperty("rows").GetArrayLength().ShouldBe(1);
        first.Told().GetProperty("isCut").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Statement_Wrong_HasTheDatabasesOwnWords() =>
        (await RunAsync(new { connection = "orders", text = "selec 1" }))
            .ShouldFail("SQL_FAILED")
            .ShouldContain("near \"selec\": syntax error");

    [Fact]
    public async Task Statement_OverItsTime_IsCancelled() => (
            await RunAsync(
                new
                {
                    connection = "orders",
                    text = "with recursive r(x) as (select 1 union all select x + 1 from r) select count(*) from r",
                    timeout = "200ms",
                }
            )
        ).ShouldFail("SQL_FAILED").ShouldContain("longer than 0.2 s");

    [Fact]
    public async Task Connection_NotInTheSettings_IsRefused()
    {
        (await RunAsync(new { connection = "order", text = "select 1" }))
            .ShouldFail("INVALID_PARAMS")
            .ShouldContain("Did you mean 'orders'?");
        (
            await RunAsync(
                new
                {
                    connectionString = "Data Source=x",
                    kind = "sqlite",
                    text = "select 1",
                }
            )
        ).ShouldFail("NOT_ALLOWED").ShouldContain("agent.sql.allow-connection-strings");
    }

    private Task<Worker.ProcessResult> RunAsync(object parameters)
    {
        var settings = Settings.With(
            ("agent.sql.connections.orders.kind", "sqlite"),
            ("agent.sql.connections.orders.connection-string", $"Data Source={_folder.File("orders.db")};Pooling=false")
        );
        return Runs.RunAsync(new SqlProcessor(settings, TimeProvider.System), parameters);
    }
}
