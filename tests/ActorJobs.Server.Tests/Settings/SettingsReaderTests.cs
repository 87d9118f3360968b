using System.Net;
using ActorJobs.Cluster;
using ActorJobs.Core.Workers;
using ActorJobs.Errors;
using ActorJobs.Server.Settings;
using ActorJobs.Server.Start;
using NodaTime;

namespace ActorJobs.Server.Tests.Settings;

public sealed class SettingsReaderTests
{
    private static readonly string[] s_clustered =
    [
        "actorjobs.cluster.enabled=true",
        "actorjobs.store.kind=postgres",
        "actorjobs.store.postgres.connection-string=Host=db;Username=x;Password=y",
    ];

    [Fact]
    public void Settings_WithoutAny_AreTheDefaults()
    {
        var settings = SettingsReader.Read(SettingSources.OfAssignments());
        settings.Listen.ShouldBe(new IPEndPoint(IPAddress.Loopback, 7700));
        settings.NodeName.ShouldBe("node1");
        settings.Store.ShouldBe(new StoreSettings.Sqlite("actorjobs-data/actorjobs.db"));
        settings.Workers.ShouldBe(WorkerLimits.Default);
    }

    [Fact]
    public void Settings_GivenTwice_TakeTheLaterOne() =>
        Read("actorjobs.node.name=first", "actorjobs.node.name = second").NodeName.ShouldBe("second");

    [Fact]
    public void Settings_OfPostgres_KeepTheWholeConnectionString() =>
        Read("actorjobs.store.kind=postgres", "actorjobs.store.postgres.connection-string=Host=db;Username=x;Password=a=b")
            .Store.ShouldBe(new StoreSettings.Postgres("Host=db;Username=x;Password=a=b", 10));

    [Fact]
    public void Cluster_OfADefaultServer_IsNone() => Read().Cluster.ShouldBeNull();

    [Fact]
    public void Cluster_WhenEnabled_HasItsTerms()
    {
        var cluster = Read([.. s_clustered, "actorjobs.cluster.lease=8s", "actorjobs.cluster.address=http://10.0.0.5:7700"])
            .Cluster.ShouldNotBeNull();

        cluster.ShouldBe(
            new ClusterSettings(
                new Uri("http://10.0.0.5:7700"),
                new ClusterTerms(128, TimeSpan.FromSeconds(8), 1),
                TimeSpan.FromSeconds(1),
                TimeSpan.FromMilliseconds(500)
            )
        );
    }

    [Theory]
    [InlineData("actorjobs.store.kind=sqlite", "sqlite is for one server alone")]
    [InlineData("actorjobs.cluster.lease=10m", "expected from 1s to 5m")]
    [InlineData("actorjobs.cluster.renew-every=2s", "at most a quarter of actorjobs.cluster.lease, which is 5s")]
    [InlineData("actorjobs.cluster.lease-margin=0s", "expected more than 0s")]
    [InlineData("actorjobs.cluster.shards=0", "from 1 to 10000")]
    [InlineData("actorjobs.cluster.address=10.0.0.5:7700", "such as http://10.0.0.5:7700")]
    [InlineData("actorjobs.cluster.address=http://10.0.0.5/path", "such as http://10.0.0.5:7700")]
    [InlineData("actorjobs.cluster.enabled=perhaps", "expected true, false")]
    public void Cluster_WithWhatCannotBe_IsRefused(string setting, string expected) =>
        Refusal(ErrorCodes.InvalidSetting, [.. s_clustered, setting]).ShouldContain(expected);

    [Theory]
    [InlineData("127.0.0.1", "0", "127.0.0.1", 0)]
    [InlineData("localhost", "8080", "127.0.0.1", 8080)]
    [InlineData("::1", "7700", "::1", 7700)]
    [InlineData("[::1]", "7700", "::1", 7700)]
    [InlineData("127.8.8.8", "65535", "127.8.8.8", 65535)]
    public void Listen_OnLoopback_IsTaken(string address, string port, string expected, int number) =>
        Read($"actorjobs.http.address={address}", $"actorjobs.http.port={port}")
            .Listen.ShouldBe(new IPEndPoint(IPAddress.Parse(expected), number));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("192.168.1.5")]
    public void Listen_BeyondLoopback_NeedsTls(string address) =>
        Refusal(ErrorCodes.TlsRequired, $"actorjobs.http.address={address}").ShouldContain("actorjobs.tls.terminated-in-front=true");

    [Theory]
    [InlineData("actorjobs.http.address=0.0.0.0", "actorjobs.tls.certificate=c", "actorjobs.tls.key=k")]
    [InlineData("actorjobs.http.address=0.0.0.0", "actorjobs.tls.terminated-in-front=true")]
    [InlineData("actorjobs.tls.terminated-in-front=true")]
    public void Access_WhereOthersReachTheServer_IsRequiredAndCannotBeSwitchedOff(params string[] assignments)
    {
        Read(assignments).Access.IsRequired.ShouldBeTrue();
        Refusal(ErrorCodes.AccessOpen, [.. assignments, "actorjobs.access.required=false"]).ShouldContain("without a token");
    }

    [Theory]
    [InlineData("automatic", false)]
    [InlineData("false", false)]
    [InlineData("true", true)]
    public void Access_OnLoopback_IsAsItIsSet(string wish, bool expected) =>
        Read($"actorjobs.access.required={wish}").Access.IsRequired.ShouldBe(expected);

    [Theory]
    [InlineData("actorjobs.access.admin-token")]
    [InlineData("actorjobs.cluster.secret")]
    public void Secret_OfFewerThan32Characters_IsRefusedWithoutBeingShown(string key)
    {
        var message = Refusal(ErrorCodes.InvalidSetting, $"{key}=geheim");

        message.ShouldContain("found 6 characters, expected 32 or more");
        message.ShouldNotContain("geheim");
    }

    [Fact]
    public void Listing_OfSecrets_DoesNotShowThem()
    {
        var secret = new string('s', 40);

        var listing = SettingsListing.Of(
            SettingSources.OfAssignments($"actorjobs.access.admin-token={secret}", $"actorjobs.cluster.secret={secret}")
        );

        listing.ShouldNotContain(secret);
        listing.ShouldContain("actorjobs.access.admin-token = \"(not shown)\"");
    }

    [Theory]
    [InlineData("give both for TLS", "actorjobs.tls.certificate=c")]
    [InlineData("give both for TLS", "actorjobs.tls.key=k")]
    [InlineData("give only one", "actorjobs.tls.certificate=c", "actorjobs.tls.key=k", "actorjobs.tls.terminated-in-front=true")]
    public void Tls_ThatContradictsItself_IsRefused(string expected, params string[] assignments) =>
        Refusal(ErrorCodes.InvalidSetting, assignments).ShouldContain(expected);

    [Theory]
    [InlineData("actorjobs.http.address=", "actorjobs.http.address is ''")]
    [InlineData("actorjobs.http.address=127.0.0.1:7700", "the port is actorjobs.http.port")]
    [InlineData("actorjobs.http.address=7700", "expected an IP address")]
    [InlineData("actorjobs.http.address=example.org", "expected an IP address")]
    [InlineData("actorjobs.http.port=70000", "from 0 to 65535")]
    [InlineData("actorjobs.http.port=-1", "from 0 to 65535")]
    [InlineData("actorjobs.http.port=80.5", "a whole number")]
    [InlineData("actorjobs.http.port=", "actorjobs.http.port is ''")]
    [InlineData("actorjobs.node.name=a b", "actorjobs.node.name is 'a b'")]
    [InlineData("actorjobs.store.kind=postgre", "Did you mean 'postgres'")]
    [InlineData("actorjobs.store=postgres", "actorjobs.store is a string, but a group of settings")]
    [InlineData("actorjobs.http.port.number=1", "actorjobs.http.port is an object")]
    [InlineData("actorjobs.store.kind=postgres", "connection-string is a text that is not shown; expected something such as Host=")]
    [InlineData("actorjobs.store.sqlite.path=", "actorjobs.store.sqlite.path is ''")]
    [InlineData("actorjobs.store.postgres.max-connections=0", "from 1 to 1000")]
    [InlineData("actorjobs.metrics.otlp-endpoint=collector:4318", "expected the address of a collector")]
    [InlineData("actorjobs.metrics.otlp-endpoint=grpc://collector", "such as http://collector:4318")]
    [InlineData("actorjobs.log.level=loud", "actorjobs.log.level is 'loud'")]
    [InlineData("actorjobs.log.level=3", "actorjobs.log.level is '3'")]
    [InlineData("actorjobs.log.kept-files=no", "actorjobs.log.kept-files is 'no'")]
    [InlineData("actorjobs.workers.offline-after=soon", "actorjobs.workers.offline-after is 'soon'; expected a duration")]
    [InlineData("actorjobs.workers.offline-after=5s", "contradict each other: the offline limit must be above the suspect limit")]
    [InlineData("actorjobs.workers.suspect-after=3s", "the suspect limit must be above the redial limit")]
    [InlineData("actorjobs.workers.heartbeat-every=3s", "at least two heartbeat intervals")]
    [InlineData("actorjobs.workers.heartbeat-every=0s", "above zero")]
    [InlineData("actorjobs.http.port", "has no value; expected key=value, such as actorjobs.http.port=")]
    public void Setting_ThatCannotBe_IsRefusedByItsName(string assignment, string expected) =>
        Refusal(ErrorCodes.InvalidSetting, assignment).ShouldContain(expected);

    [Theory]
    [InlineData("Host=db;Username=x;Sslmode=perhaps")]
    [InlineData("Host=db;Username=x;Colour=blue")]
    [InlineData("postgres://x:geheim@db/y")]
    [InlineData("Username=x;Password=geheim")]
    [InlineData("Host=db;Password=geheim")]
    [InlineData("Host=db;Username=x;Port=many;Password=geheim")]
    public void ConnectionString_ThatCannotBe_IsRefusedWithoutBeingShown(string text) =>
        Refusal(ErrorCodes.InvalidSetting, "actorjobs.store.kind=postgres", $"actorjobs.store.postgres.connection-string={text}")
            .ShouldNotContain("geheim");

    [Theory]
    [InlineData("actorjobs.http.prot=1", "Did you mean 'actorjobs.http.port'")]
    [InlineData("actorjobs.workers.offlineAfter=1m", "Did you mean 'actorjobs.workers.offline-after'")]
    [InlineData("actorjob.http.port=1", "Did you mean 'actorjobs.http.port'")]
    [InlineData("something=1", "hocon/reference.conf has all")]
    public void Setting_ThatThereIsNot_IsRefusedWithTheNearest(string assignment, string expected) =>
        Refusal(ErrorCodes.UnknownSetting, assignment).ShouldContain(expected);

    [Theory]
    [InlineData("akka.remote.dot-netty.tcp.port", "actorjobs.http.port")]
    [InlineData("akka.remote.dot-netty.tcp.hostname", "actorjobs.http.address")]
    [InlineData("akka.cluster.seed-nodes", "no seed nodes")]
    [InlineData("akka.cluster.sharding.role", "one owner")]
    [InlineData("akka.persistence.journal.sql.connection-string", "actorjobs.store.postgres.connection-string")]
    [InlineData("akka.persistence.journal.plugin", "actorjobs.store.kind")]
    [InlineData("akka.loglevel", "actorjobs.log.level")]
    [InlineData("akka.anything.else", "hocon/reference.conf")]
    [InlineData("petabridge.cmd.port", "over HTTP")]
    public void Setting_OfAkka_IsToldWhatOursIsCalled(string key, string ours) =>
        Refusal(ErrorCodes.AkkaSetting, $"{key}=x").ShouldContain(ours);

    [Fact]
    public void Mistakes_ManyAtOnce_AreAllTold() =>
        Should
            .Throw<StartException>(() =>
                Read("actorjobs.http.prot=1", "actorjobs.http.port=x", "actorjobs.log.level=loud", "akka.x=1", "nothing")
            )
            .Problems.Select(problem => problem.Code)
            .ShouldBe(
                [
                    ErrorCodes.InvalidSetting,
                    ErrorCodes.AkkaSetting,
                    ErrorCodes.UnknownSetting,
                    ErrorCodes.InvalidSetting,
                    ErrorCodes.InvalidSetting,
                ],
                ignoreOrder: true
            );

    [Fact]
    public void Limits_Together_AreTaken() =>
        Read(
            "actorjobs.workers.heartbeat-every=250ms",
            "actorjobs.workers.redial-after=1s",
            "actorjobs.workers.suspect-after=1500ms",
            "actorjobs.workers.offline-after=1 minute"
        )
            .Workers.ShouldBe(
                new WorkerLimits(
                    Duration.FromMilliseconds(250),
                    Duration.FromSeconds(1),
                    Duration.FromMilliseconds(1500),
                    Duration.FromMinutes(1)
                )
            );

    [Fact]
    public void Keys_InTheCode_AreThoseOfTheReference() =>
        typeof(SettingKeys)
            .GetFields()
            .Select(field => ((SettingKey)field.GetValue(null)!).Name)
            .ShouldBe(ReferenceSettings.All.Select(setting => $"{setting.Path}"));

    [Fact]
    public void Reference_OfEverySetting_SaysWhy() =>
        ReferenceSettings.All.ShouldAllBe(setting => setting.Why.EndsWith('.') && setting.Why.Length > 20);

    private static ServerSettings Read(params string[] assignments) => SettingsReader.Read(SettingSources.OfAssignments(assignments));

    private static string Refusal(string code, params string[] assignments)
    {
        var problem = Should.Throw<StartException>(() => Read(assignments)).Problems.ShouldHaveSingleItem();
        problem.Code.ShouldBe(code);
        return problem.Message;
    }
}
