using System.Net.Http.Headers;
using System.Text;
using ActorJobs.Yaml;

namespace ActorJobs.Server.Tests.Facade;

public class TransferTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    private const string Document = """
        {"settings":{"limits":{"running":7},"maxima":{"retries":4},"logs":{"runs":9}},
         "workflows":[{"name":"outer","nodes":[{"key":"in","kind":"workflow","workflow":"etl"}]},
           {"name":"etl","params":{"day":1},"nodes":[{"key":"fetch","job":"load"},{"key":"size","processor":{"name":"echo"},
             "params":{"rows":"${results.fetch.rows}"}}],"edges":[{"from":"fetch","to":"size"}]}],
         "jobs":[{"name":"mail","processor":{"name":"smtp"},"params":{"b":1.50,"a":{"$secret":"bank"},"t":"12\n\u00fc"},"retry":{"max":3},"logs":{"keep":"60m"},
             "labels":{"z":"1","a":"no"},"schedules":[{"kind":"cron","expression":"0 0 3 * * ?","timeZone":"Europe/Berlin","jitter":"5m"}]},
           {"name":"load","processor":{"name":"echo"}}]}
        """;

    [Fact]
    public async Task Export_ImportedIntoAnEmptyApp_IsExportedByteForByteTheSame()
    {
        var (first, second, third) = (await server.NewAppAsync(), await server.NewAppAsync(), await server.NewAppAsync());
        var imported = await server.SendAsync("POST", $"{first}/import", Document);
        await server.SendAsync("PATCH", $"{first}/jobs/mail", """{"description":"a second version"}""");
        await server.SendAsync("POST", $"{first}/jobs/load:pause");

        var export = await server.SendAsync("GET", $"{first}/export");
        await server.SendAsync("POST", $"{second}/import", export.Body.GetRawText());
        using var yaml = new StringContent(YamlText.FromJson(export.Body), Encoding.UTF8, new MediaTypeHeaderValue("application/yaml"));
        await server.SendAsync("POST", $"{third}/import", yaml);

        imported.Status.ShouldBe(200, imported.Body.ToString());
        imported.Items("action").ShouldBe(["replace", "create", "create", "create", "create"]);
        (await server.SendAsync("GET", $"{second}/export")).Body.GetRawText().ShouldBe(export.Body.GetRawText());
        (await server.SendAsync("GET", $"{third}/export")).Body.GetRawText().ShouldBe(export.Body.GetRawText());
        var text = export.Body.GetRawText();
        text.ShouldStartWith("""{"settings":{"limits":{"running":7},"maxima":{"retries":4},"logs":{"runs":9}},"jobs":[{"name":"load",""");
        text.ShouldContain(""" "params":{"b":1.50,"a":{"$secret":"bank"},"t":"12\nü"}""".Trim());
        text.ShouldContain(""" "logs":{"keep":"1h"} """.Trim());
        text.ShouldNotContain("\"id\"");
        text.ShouldNotContain("\"version\"");
        text.ShouldNotContain("paused");
    }

    [Fact]
    public async Task Import_OfWhatIsThere_ChangesOnlyWhatIsOtherwiseAndTellsThatFirst()
    {
        var app = await server.NewAppAsync();
        await server.SendAsync("POST", $"{app}/import", Document);
        var other = Document.Replace("0 0 3 * * ?", "0 0 4 * * ?", StringComparison.Ordinal);

        var told = await server.SendAsync("POST", $"{app}/import?dryRun=true", other);
        var between = await server.SendAsync("GET", $"{app}/jobs/mail");
        var done = await server.SendAsync("POST", $"{app}/import", other);

        told.Items("action").ShouldBe(["unchanged", "replace", "unchanged", "unchanged", "unchanged"]);
        (told["dryRun"], between["version"]).ShouldBe(("True", "1"));
        var change = told.Body.GetProperty("items")[1].GetProperty("changes").EnumerateArray().ShouldHaveSingleItem();
        change.ToString().ShouldBe("""{"field":"schedules[0].expression","before":"0 0 3 * * ?","after":"0 0 4 * * ?"}""");
        Versions(done).ShouldBe([null, "2", "1", "1", "1"]);
        (await server.SendAsync("GET", $"{app}/jobs/load"))["version"].ShouldBe("1");
    }

    [Fact]
    public async Task Import_WithWrongParts_SavesNothingUnlessItIsPartial()
    {
        var app = await server.NewAppAsync();
        const string Wrong = """
            {"jobs":[{"name":"a","processor":{"name":"echo"}},{"name":"b","procesor":{"name":"echo"}},
              {"name":"c","processor":{"name":"echo"},"schedules":[{"kind":"once","at":"2001-01-01T00:00:00Z"}]}],
             "workflows":[{"name":"w","nodes":[{"key":"x","job":"b"}]}]}
            """;

        var refused = await server.SendAsync("POST", $"{app}/import", Wrong);
        var none = await server.SendAsync("GET", $"{app}/jobs");
        var better = Wrong.Replace(
            "procesor",
            "schedules\":[{\"kind\":\"cron\",\"expression\":\"x\"}],\"processor",
            StringComparison.Ordinal
        );
        var partial = await server.SendAsync("POST", $"{app}/import?partial=true", better);

        refused.ShouldBeProblem(400, "UNKNOWN_FIELD", "jobs[1].procesor");
        var fields = refused.Body.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString()).ToList();
        fields.ShouldBe(["jobs[1].procesor", "jobs[1].processor", "jobs[2].schedules[0]", "workflows[0].nodes[0].job"]);
        none.Items("name").ShouldBeEmpty();
        partial.Status.ShouldBe(207);
        Versions(partial).ShouldBe(["1", null, null, null]);
        (await server.SendAsync("GET", $"{app}/jobs")).Items("name").ShouldBe(["a"]);
        (
            await server.SendAsync(
                "POST",
                $"{app}/import",
                """{"jobs":[{"name":"x","processor":{"name":"e"}}],"workflows":[{"name":"x","nodes":[]}]}"""
            )
        ).ShouldBeProblem(400, "DUPLICATE_NAME", "workflows[0].name");
    }

    private static IEnumerable<string?> Versions(Answer answer) =>
        answer
            .Body.GetProperty("items")
            .EnumerateArray()
            .Select(item => item.TryGetProperty("version", out var version) ? version.ToString() : null);
}
