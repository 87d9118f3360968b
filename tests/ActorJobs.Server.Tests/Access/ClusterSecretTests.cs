using System.Net;
using ActorJobs.Errors;
using ActorJobs.Server.Access;
using ActorJobs.Server.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorJobs.Server.Tests.Access;

/// <summary>What a node shows, and what it takes.</summary>
public sealed class ClusterSecretTests
{
    private static readonly string Secret = new('s', 32);

    [Fact]
    public async Task Node_WithTheSecretThatItShows_IsTaken()
    {
        var secret = Make(Secret);

        await secret.CheckAsync(Dialled(secret.Authorization));
    }

    [Theory]
    [InlineData("", "no secret")]
    [InlineData("Bearer something-else-of-32-characters-or-more", "another secret")]
    [InlineData("Basic abc", "no secret")]
    public async Task Node_WithAnotherSecretOrNone_IsRefused(string authorization, string found)
    {
        var refusal = await Should.ThrowAsync<RefusalException>(async () => await Make(Secret).CheckAsync(Dialled(authorization)));

        refusal.Code.ShouldBe(ErrorCodes.ClusterSecretWrong);
        refusal.Message.ShouldContain(found);
        refusal.Message.ShouldContain("actorjobs.cluster.secret");
    }

    [Fact]
    public async Task Node_OfAClusterWithoutSecret_IsTaken()
    {
        var none = Make("");

        none.Authorization.ShouldBe("");
        await none.CheckAsync(Dialled(""));
    }

    [Fact]
    public void Cluster_ThatOthersCanReach_NeedsASecret()
    {
        string[] reachable =
        [
            "actorjobs.cluster.enabled=true",
            "actorjobs.store.kind=postgres",
            "actorjobs.store.postgres.connection-string=Host=db;Username=x",
            "actorjobs.access.required=true",
        ];

        SettingsReader.Read(SettingSources.OfAssignments([.. reachable, $"actorjobs.cluster.secret={Secret}"])).Cluster.ShouldNotBeNull();
        Should
            .Throw<Server.Start.StartException>(() => SettingsReader.Read(SettingSources.OfAssignments(reachable)))
            .Message.ShouldContain("actorjobs.cluster.secret");
    }

    private static ClusterSecret Make(string secret) =>
        new(
            new AccessSettings(true, default) { ClusterSecret = secret },
            new Guesses(TimeProvider.System),
            NullLogger<ClusterSecret>.Instance
        );

    private static DefaultHttpContext Dialled(string authorization)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        context.Request.Headers.Authorization = authorization;
        return context;
    }
}
