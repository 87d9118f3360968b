using ActorJobs.Errors;
using ActorJobs.Server.Settings;
using ActorJobs.Server.Start;

namespace ActorJobs.Server.Tests.Settings;

/// <summary>Where settings come from, which of them counts, and the place that a mistake is told with.</summary>
public sealed class SettingSourcesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("actorjobs-settings-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Layers_OfEachKind_CountInTheirOrder()
    {
        var first = Write(
            "first.conf",
            "actorjobs { node.name = file1, http.port = 1, workers { suspect-after = 11s, offline-after = 41s }, log.file = f1 }"
        );
        var second = Write("second.conf", "actorjobs { node.name = file2, http.port = 2, workers.suspect-after = 12s }");
        var settings = Read(
            [first, second],
            [("ACTORJOBS__NODE__NAME", "variable"), ("ACTORJOBS__HTTP__PORT", "3")],
            "actorjobs.node.name=assignment"
        );

        settings.NodeName.ShouldBe("assignment");
        settings.Listen.Port.ShouldBe(3);
        settings.Workers.SuspectAfter.TotalSeconds.ShouldBe(12);
        settings.Workers.OfflineAfter.TotalSeconds.ShouldBe(41);
        settings.LogFile.ShouldBe("f1");
        settings.LogKeptFiles.ShouldBe(7);
    }

    [Fact]
    public void Substitutions_InAFile_TakeVariablesAndDefaults()
    {
        var file = Write(
            "a.conf",
            "data = /srv\ndata = ${?ACTORJOBS_DATA}\nactorjobs { store.sqlite.path = ${data}/x.db, node.name = ${actorjobs.log.level}-${?NOBODY}1 }"
        );

        var settings = Read([file], [("ACTORJOBS_DATA", "/data")]);

        settings.Store.ShouldBe(new StoreSettings.Sqlite("/data/x.db"));
        settings.NodeName.ShouldBe("information-1");
    }

    [Fact]
    public void Substitutions_HiddenByAnAssignment_KeepTheirVariablesRight()
    {
        var file = Write("a.conf", "data = /srv\ndata = ${?ACTORJOBS_DATA}\nactorjobs.store.sqlite.path = ${data}/x.db");

        Read([file], [("ACTORJOBS_DATA", "/data")], "actorjobs.store.sqlite.path=/other.db")
            .Store.ShouldBe(new StoreSettings.Sqlite("/other.db"));
    }

    [Theory]
    [InlineData("ACTORJOBS__HTTP__PROT", "Did you mean 'ACTORJOBS__HTTP__PORT'")]
    [InlineData("ACTORJOBS_HTTP_PORT", "Did you mean 'ACTORJOBS__HTTP__PORT'")]
    [InlineData("ACTORJOBS__", "with __ for '.'")]
    public void Variable_ThatIsNoSetting_IsRefused(string name, string expected)
    {
        var problem = Should.Throw<StartException>(() => Read([], [(name, "1")])).Problems.ShouldHaveSingleItem();
        problem.Code.ShouldBe(ErrorCodes.UnknownSetting);
        problem.Message.ShouldContain(name);
        problem.Message.ShouldContain(expected);
    }

    [Theory]
    [InlineData("ACTORJOBS_SERVICE_HOST", "10.0.0.1")]
    [InlineData("ACTORJOBS_SERVICE_PORT", "7700")]
    [InlineData("ACTORJOBS_SERVICE_PORT_HTTP", "7700")]
    [InlineData("ACTORJOBS_PORT", "tcp://10.0.0.1:7700")]
    [InlineData("ACTORJOBS_HTTP_PORT", "tcp://10.0.0.1:7700")]
    [InlineData("ACTORJOBS_PORT_7700_TCP_ADDR", "10.0.0.1")]
    [InlineData("PATH", "/bin")]
    public void Variable_OfKubernetesOrOthers_IsLeftAlone(string name, string value) =>
        Read([], [(name, value)]).Listen.Port.ShouldBe(7700);

    [Fact]
    public void Variables_OfAllKeys_AreDifferent()
    {
        var variables = ReferenceSettings.All.Select(setting => setting.Variable).ToList();
        variables.Distinct().Count().ShouldBe(variables.Count);
        variables.ShouldContain("ACTORJOBS__STORE__POSTGRES__CONNECTION_STRING");
    }

    [Theory]
    [InlineData("actorjobs {\n  http.port = abc\n}", "a.conf:2:15: actorjobs.http.port is 'abc'; expected a whole number from 0 to 65535.")]
    [InlineData(
        "actorjobs {\n  http.prot = 1\n}",
        "a.conf:2:15: there is no setting 'actorjobs.http.prot'. Did you mean 'actorjobs.http.port'"
    )]
    [InlineData("\nactorjobs.http.port = null", "a.conf:2:23: actorjobs.http.port is null; expected a whole number from 0 to 65535.")]
    [InlineData("actorjobs.http.port = [1]", "a.conf:1:23: actorjobs.http.port is an array; expected a whole number from 0 to 65535.")]
    [InlineData(
        "p = x\nactorjobs.http.port = ${p}",
        "a.conf:2:23: actorjobs.http.port is 'x' (from FOLDER/a.conf:1:5); expected a whole number"
    )]
    [InlineData(
        "actorjobs.http.port = ${PORT}",
        "a.conf:1:23: actorjobs.http.port is 'y' (from environment variable PORT); expected a whole number"
    )]
    [InlineData("akka.loglevel = DEBUG", "a.conf:1:17: akka.loglevel is a setting of Akka.NET. Here it is actorjobs.log.level.")]
    [InlineData("actorjobs.http {\n", "a.conf:1:16: This '{' is never closed. Add a '}' behind its last field.")]
    [InlineData("mine = 1", "a.conf:1:8: there is no setting 'mine'.")]
    [InlineData("actorjobs = 1", "a.conf:1:13: actorjobs is a number, but a group of settings.")]
    public void Mistake_InAFile_IsToldWithItsPlace(string text, string expected)
    {
        var file = Write("a.conf", text);

        Should
            .Throw<StartException>(() => Read([file], [("PORT", "y")]))
            .Problems.ShouldHaveSingleItem()
            .Message.ShouldStartWith($"{_folder}/{expected.Replace("FOLDER", _folder, StringComparison.Ordinal)}");
    }

    [Fact]
    public void File_ThatIsMissing_IsTold() =>
        Should.Throw<StartException>(() => Read([$"{_folder}/no.conf"], [])).Message.ShouldContain("no.conf: There is no such file");

    [Fact]
    public void Listing_OfAllSettings_TellsPlacesAndNoPassword()
    {
        var file = Write(
            "a.conf",
            "actorjobs { http.port = ${PORT}, store { kind = postgres, postgres.connection-string = \"Host=db;Username=me;Password=geheim\" } }"
        );

        var listing = SettingsListing.Of(new SettingSources([file], new Dictionary<string, string> { ["PORT"] = "81" }, []));

        listing.ShouldContain($"# {file}:1:25, from environment variable PORT");
        listing.ShouldContain("actorjobs.store.postgres.connection-string = \"Host=db;Username=me\"");
        listing.ShouldNotContain("geheim");
        listing.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(ReferenceSettings.All.Count);
        Read([Write("again.conf", listing)], []).Listen.Port.ShouldBe(81);
    }

    private static ServerSettings Read(IReadOnlyList<string> files, (string Name, string Value)[] variables, params string[] assignments) =>
        SettingsReader.Read(new SettingSources(files, variables.ToDictionary(), assignments));

    private string Write(string name, string text)
    {
        var path = $"{_folder}/{name}";
        File.WriteAllText(path, text);
        return path;
    }
}
