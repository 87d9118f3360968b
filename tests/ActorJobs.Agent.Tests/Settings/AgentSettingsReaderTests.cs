using ActorJobs.Agent.Hosting;
using ActorJobs.Agent.Settings;
using ActorJobs.Worker.Tests.Fakes;

namespace ActorJobs.Agent.Tests.Settings;

public sealed class AgentSettingsReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Nothing_GivesTheDefaults()
    {
        var settings = AgentSettingsReader.Read([], []);

        settings.Servers.ShouldBe(["http://127.0.0.1:7700"]);
        settings.Allowed.ShouldBe(["http", "sql", "file-cleanup"]);
        settings.KillGrace.ShouldBe(TimeSpan.FromSeconds(10));
        settings.ScriptFolders.Folders.ShouldBeEmpty();
    }

    [Fact]
    public void Read_FileAndCommandLine_CountInThisOrder()
    {
        File.WriteAllText(
            _folder.File("agent.json"),
            """{"agent":{"app":"a","slots":3,"labels":{"zone":"north"},"sql":{"connections":{"db":{"kind":"postgresql","connection-string":"Host=x"}}}}}"""
        );

        var settings = AgentSettingsReader.Read(
            [_folder.File("agent.json")],
            [("agent.app", "b"), ("agent.servers", "http://x:1,http://y:2")]
        );

        (settings.App, settings.Slots, settings.Labels["zone"]).ShouldBe(("b", 3, "north"));
        settings.Servers.ShouldBe(["http://x:1", "http://y:2"]);
        settings.Databases["db"].ConnectionString.ShouldBe("Host=x");
        settings.Databases["db"].ToString().ShouldNotContain("Host");
    }

    [Fact]
    public void Read_Mistakes_AreToldAllAtOnce()
    {
        File.WriteAllText(
            _folder.File("agent.conf"),
            "agent {\n  aps = x\n  slots = -1\n  allow = [shel]\n  sql.connections.db { kind = oracle }\n}\n"
        );

        var told = Should.Throw<AgentSettingsException>(() => AgentSettingsReader.Read([_folder.File("agent.conf")], [])).Message;

        told.ShouldContain("agent.conf:2:9: there is no setting agent.aps. Did you mean 'agent.app'");
        told.ShouldContain("agent.slots is no whole number");
        told.ShouldContain("agent.allow has 'shel', which is no processor of the agent");
        told.ShouldContain("Did you mean 'shell'");
        told.ShouldContain("agent.sql.connections.db is no database");
    }

    [Fact]
    public void Offer_ScriptsAreOff_SaysWhy()
    {
        var offer = AgentHost.Offer(AgentSettingsReader.Read([], []));

        offer.ShouldContain("Offers http, sql, file-cleanup; not offered: shell (off; --allow shell switches it on)");
        AgentHost
            .Offer(AgentSettingsReader.WithAllowed(AgentSettingsReader.Read([], []), ["shell", "cmd"]))
            .ShouldContain("cmd (cmd not found on PATH)");
        Should.Throw<AgentSettingsException>(() => AgentSettingsReader.WithAllowed(AgentSettingsReader.Read([], []), ["bash"]));
    }
}
