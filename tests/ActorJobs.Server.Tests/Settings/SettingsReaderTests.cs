using System.Net;
using ActorJobs.Core.Errors;
using ActorJobs.Core.Workers;
using ActorJobs.Server.Settings;
using NodaTime;

namespace ActorJobs.Server.Tests.Settings;

public sealed class SettingsReaderTests
{
    [Fact]
    public void Settings_WithoutAny_AreTheDefaults()
    {
        var settings = SettingsReader.Read([]);
        settings.Listen.ShouldBe(new IPEndPoint(IPAddress.Loopback, 7700));
        settings.NodeName.ShouldBe("node1");
        settings.Store.ShouldBe(new StoreSettings.Sqlite("actorjobs-data/actorjobs.db"));
        settings.Workers.ShouldBe(WorkerLimits.Default);
    }

    [Fact]
    public void Settings_GivenTwice_TakeTheLaterOne() =>
        SettingsReader.Read(["actorjobs.node.name=first", "actorjobs.node.name = second"]).NodeName.ShouldBe("second");

    [Fact]
    public void Settings_OfPostgres_KeepTheWholeConnectionString() =>
        SettingsReader
            .Read(["actorjobs.store=postgres", "actorjobs.postgres.connection-string=Host=db;Password=a=b"])
            .Store.ShouldBe(new StoreSettings.Postgres("Host=db;Password=a=b"));

    [Theory]
    [InlineData("127.0.0.1:0", "127.0.0.1", 0)]
    [InlineData("localhost:8080", "127.0.0.1", 8080)]
    [InlineData("[::1]:7700", "::1", 7700)]
    [InlineData("127.8.8.8:1", "127.8.8.8", 1)]
    public void Listen_OnLoopback_IsTaken(string text, string address, int port) =>
        SettingsReader.Read([$"actorjobs.listen={text}"]).Listen.ShouldBe(new IPEndPoint(IPAddress.Parse(address), port));

    [Theory]
    [InlineData("0.0.0.0:7700")]
    [InlineData("[::]:7700")]
    [InlineData("192.168.1.5:7700")]
    public void Listen_BeyondLoopback_IsRefused(string text) =>
        Refusal($"actorjobs.listen={text}", ErrorCodes.ListenNotLoopback).ShouldContain("no authentication");

    [Theory]
    [InlineData("actorjobs.listen=7700", "actorjobs.listen is '7700'")]
    [InlineData("actorjobs.listen=", "actorjobs.listen is ''")]
    [InlineData("actorjobs.listen=example.org:80", "expected an address and a port")]
    [InlineData("actorjobs.node.name=a b", "actorjobs.node.name is 'a b'")]
    [InlineData("actorjobs.store=postgre", "Did you mean 'postgres'")]
    [InlineData("actorjobs.store=postgres", "actorjobs.postgres.connection-string is empty")]
    [InlineData("actorjobs.sqlite.path=", "actorjobs.sqlite.path is empty")]
    [InlineData("actorjobs.log.level=loud", "actorjobs.log.level is 'loud'")]
    [InlineData("actorjobs.log.level=3", "actorjobs.log.level is '3'")]
    [InlineData("actorjobs.workers.offline-after=soon", "actorjobs.workers.offline-after is 'soon'")]
    [InlineData("actorjobs.workers.offline-after=5s", "contradict each other: the offline limit must be above the suspect limit")]
    [InlineData("actorjobs.workers.suspect-after=3s", "the suspect limit must be above the redial limit")]
    [InlineData("actorjobs.workers.heartbeat-every=3s", "at least two heartbeat intervals")]
    [InlineData("actorjobs.workers.heartbeat-every=0s", "above zero")]
    [InlineData("actorjobs.listen", "is no setting; expected key=value")]
    public void Setting_ThatCannotBe_IsRefusedByItsName(string assignment, string expected) =>
        Refusal(assignment, ErrorCodes.InvalidSetting).ShouldContain(expected);

    [Fact]
    public void Setting_ThatThereIsNot_IsRefusedWithTheNearest() =>
        Refusal("actorjobs.lissten=127.0.0.1:1", ErrorCodes.UnknownSetting).ShouldContain("Did you mean 'actorjobs.listen'");

    [Fact]
    public void Limits_Together_AreTaken() =>
        SettingsReader
            .Read([
                "actorjobs.workers.heartbeat-every=250ms",
                "actorjobs.workers.redial-after=1s",
                "actorjobs.workers.suspect-after=1500ms",
                "actorjobs.workers.offline-after=1m",
            ])
            .Workers.ShouldBe(
                new WorkerLimits(
                    Duration.FromMilliseconds(250),
                    Duration.FromSeconds(1),
                    Duration.FromMilliseconds(1500),
                    Duration.FromMinutes(1)
                )
            );

    private static string Refusal(string assignment, string code)
    {
        var exception = Should.Throw<StartException>(() => SettingsReader.Read([assignment]));
        exception.Code.ShouldBe(code);
        return exception.Message;
    }
}
