using static ActorJobs.Server.Tests.Starts.BrokenStart;

namespace ActorJobs.Server.Tests.Starts;

/// <summary>Broken settings: the program ends with 2, and one line that names the cure.</summary>
[Trait("Category", "Slow")]
public sealed class SettingsStartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("actorjobs-starts-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Start_WithBrokenSettings_EndsWithALineThatNamesTheCure()
    {
        List<BrokenStart> starts =
        [
            new("an option that there is not", "INVALID_SETTING", "Did you mean '--config'", 2, "--confg"),
            new("a file that is missing", "INVALID_CONFIGURATION", "no such file", 2, "--config", $"{_folder}/none.conf"),
            new("a folder as the file", "INVALID_CONFIGURATION", "expected a file", 2, "--config", _folder),
            InFile(
                "a brace that is not closed",
                "actorjobs {\n http.port = 1\n",
                "INVALID_CONFIGURATION",
                ":1:11: This '{' is never closed"
            ),
            InFile(
                "a text that needs quotes",
                "actorjobs.store.postgres.connection-string = Host=db",
                "INVALID_CONFIGURATION",
                "double quotes"
            ),
            InFile("a substitution without value", "actorjobs.http.port = ${NO_SUCH_PORT}", "INVALID_CONFIGURATION", "${?NO_SUCH_PORT}"),
            InFile("a file that includes itself", "include \"broken.conf\"", "INVALID_CONFIGURATION", "includes itself"),
            InFile("a file that must be there", "include required(\"more.conf\")", "INVALID_CONFIGURATION", "more.conf, which is required"),
            InFile(
                "a misspelt key",
                "actorjobs {\n  http {\n    prot = 1\n  }\n}",
                "UNKNOWN_SETTING",
                ":3:12: there is no setting 'actorjobs.http.prot'. Did you mean 'actorjobs.http.port'"
            ),
            InFile(
                "a port that is a word",
                "actorjobs.http.port = http",
                "INVALID_SETTING",
                ":1:23: actorjobs.http.port is 'http'; expected a whole number from 0 to 65535"
            ),
            InFile("a value for a group", "actorjobs.store = postgres", "INVALID_SETTING", "actorjobs.store.kind"),
            InFile(
                "a duration that is none",
                "actorjobs.workers.offline-after = 1 fortnight",
                "INVALID_SETTING",
                "expected a duration such as"
            ),
            InFile("a key of Akka.NET", "akka.remote.dot-netty.tcp.port = 8081", "AKKA_SETTING", "Here it is actorjobs.http.port"),
            new("a wrong variable", "UNKNOWN_SETTING", "Did you mean 'ACTORJOBS__HTTP__PORT'", 2)
            {
                Variables = new Dictionary<string, string> { ["ACTORJOBS_HTTP_PORT"] = "1" },
            },
            new(
                "limits that contradict",
                "INVALID_SETTING",
                "the offline limit must be above the suspect limit",
                2,
                Set("actorjobs.workers.offline-after=2s")
            ),
            new("an address that others reach", "TLS_REQUIRED", "Set actorjobs.tls.certificate", 2, Set("actorjobs.http.address=0.0.0.0")),
            new(
                "an address that others reach, without access",
                "ACCESS_OPEN",
                "Leave actorjobs.access.required away",
                2,
                Set("actorjobs.http.address=0.0.0.0", "actorjobs.tls.terminated-in-front=true", "actorjobs.access.required=false")
            ),
            new(
                "PostgreSQL without an address",
                "INVALID_SETTING",
                "expected something such as Host=",
                2,
                Set("actorjobs.store.kind=postgres")
            ),
            new(
                "an address of PostgreSQL in another form",
                "INVALID_SETTING",
                "write it as Host=",
                2,
                Set("actorjobs.store.kind=postgres", "actorjobs.store.postgres.connection-string=postgres://me:geheim@db/x")
            ),
        ];

        await starts.ShouldAllEndAsToldAsync();
    }

    private BrokenStart InFile(string name, string text, string code, string cure)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, Guid.NewGuid().ToString("N"))).FullName;
        var file = Path.Combine(folder, "broken.conf");
        File.WriteAllText(file, text);
        return new BrokenStart(name, code, cure, 2, "--config", file);
    }
}
