using System.Text.Json;
using ActorJobs.Core.Apps;
using ActorJobs.Core.Jobs;
using ActorJobs.Errors;
using static ActorJobs.Core.Tests.Jobs.SomeJobs;

namespace ActorJobs.Core.Tests.Jobs;

public class LogRetentionTextTests
{
    [Theory]
    [InlineData("""{ "size": "100000KB", "runs": 1000, "keep": "PT168H" }""", """{"keep":"7d","runs":1000,"size":"100MB"}""")]
    [InlineData("""{ "keep": "1s" }""", """{"keep":"1s"}""")]
    [InlineData("""{ "runs": 1, "keep": null }""", """{"runs":1}""")]
    [InlineData("""{ "size": "1.5GiB" }""", """{"size":"1536MiB"}""")]
    public void Logs_OfJobsAndApps_AreWrittenInOneForm(string given, string written)
    {
        var job = JobDefinitionWriter.Write(ReadWith($"\"logs\": {given}").Definition.ShouldNotBeNull());
        var settings = AppSettingsText.Write(AppSettingsText.Read($$"""{ "logs": {{given}} }"""));

        job.ShouldEndWith($",\"delivery\":\"atLeastOnce\",\"logs\":{written}}}");
        settings.ShouldBe($"{{\"logs\":{written}}}");
        JobDefinitionWriter.Write(Read(job).Definition!).ShouldBe(job);
        AppSettingsText.Write(AppSettingsText.Read(settings)).ShouldBe(settings);
        (job.Contains(LogRetentionText.Mark), settings.Contains(LogRetentionText.Mark)).ShouldBe((true, true));
        LogRetentionText.Find(job).ShouldBe(ReadWith($"\"logs\": {given}").Definition!.Logs);
        LogRetentionText.Find(settings).ShouldBe(AppSettingsText.Read(settings).Logs);
    }

    [Fact]
    public void Logs_ThatSayNothing_AreLeftOut()
    {
        JobDefinitionWriter.Write(ReadWith("\"logs\": {}").Definition!).ShouldNotContain("logs");
        AppSettingsText.Write(AppSettingsText.Read("""{ "logs": { "keep": null } }""")).ShouldBe("{}");
    }

    [Fact]
    public void Logs_WithMistakes_AreRefusedWithAllOfThem()
    {
        const string wrong = """{ "keep": "0s", "runs": 0, "size": "0B", "bytes": 1 }""";
        string[] expected =
        [
            $"logs.bytes {ErrorCodes.UnknownField}",
            $"logs.keep {ErrorCodes.OutOfRange}",
            $"logs.runs {ErrorCodes.OutOfRange}",
            $"logs.size {ErrorCodes.OutOfRange}",
        ];

        Texts(ReadWith($"\"logs\": {wrong}").Errors).ShouldBe(expected);
        Texts(SettingsErrors(wrong)).ShouldBe(expected);
        Texts(SettingsErrors("""{ "keep": "a week", "runs": "all", "size": "100" }"""))
            .ShouldBe([
                $"logs.keep {ErrorCodes.InvalidDuration}",
                $"logs.runs {ErrorCodes.WrongType}",
                $"logs.size {ErrorCodes.InvalidValue}",
            ]);
        Texts(SettingsErrors("\"7d\"")).ShouldBe([$"logs {ErrorCodes.WrongType}"]);
        Read("""{ "name": "w", "nodes": [{ "key": "a", "job": "b" }], "logs": { "runs": 1 } }""")
            .OnlyError()
            .ShouldBeError("logs", ErrorCodes.UnknownField, "logs");
    }

    [Theory]
    [InlineData("""{"name":"a","labels":{"a":"\"logs\":{"}}""")]
    [InlineData("""{"channels":{"logs":{"runs":1}}}""")]
    [InlineData("""{"logs":{"runs":0}}""")]
    [InlineData("""["logs"]""")]
    [InlineData("{")]
    public void Find_InATextThatDoesNotSayIt_IsNone(string text) => LogRetentionText.Find(text).ShouldBe(LogRetention.None);

    private static IEnumerable<string> Texts(IEnumerable<FieldError> errors) =>
        errors.Select(static error => $"{error.Field} {error.Code}");

    private static List<FieldError> SettingsErrors(string logs)
    {
        using var json = JsonDocument.Parse($$"""{ "logs": {{logs}} }""");
        var errors = new List<FieldError>();
        AppSettingsText.Read(json.RootElement, errors).ShouldBeNull();
        return errors;
    }
}
