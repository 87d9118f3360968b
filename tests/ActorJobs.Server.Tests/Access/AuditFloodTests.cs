namespace ActorJobs.Server.Tests.Access;

/// <summary>What somebody who may not come in can do to the audit. A server of its own: its number of refusals is used up.</summary>
public sealed class AuditFloodTests(GuardedServer server) : IClassFixture<GuardedServer>
{
    [Fact]
    public async Task Refusals_OfOneMinute_AreRecordedInBoundedNumber()
    {
        using var client = new HttpClient { BaseAddress = server.Address };
        await Task.WhenAll(Enumerable.Range(0, 150).Select(_ => client.DeleteAsync("/api/v1/apps/flooded")));
        await server.SendAsync("PUT", "/api/v1/apps/flooded");

        // The last record stands behind all that were before it.
        var records = await server.AuditAsync("flooded", 1, record => record.Status == 201);

        records.Count(record => record.Status == 401).ShouldBeInRange(1, 60);
    }
}
