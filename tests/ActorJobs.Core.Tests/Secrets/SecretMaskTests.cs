using System.Text.Json;
using ActorJobs.Core.Secrets;

namespace ActorJobs.Core.Tests.Secrets;

public class SecretMaskTests
{
    private const string Value = "p\"ss+wörd";

    private readonly SecretMask _mask = new([Value, "12345678", "short"]);

    [Theory]
    [InlineData("before p\"ss+wörd after", "before *** after")]
    [InlineData("""it was {"x":"p\"ss+wörd"}""", """it was {"x":"***"}""")]
    [InlineData("nothing, and short", "nothing, and short")]
    [InlineData("cut in 1234567890… (12 more characters)", "cut in ***90… (12 more characters)")]
    public void Hide_OfAText_TakesLongValuesOut(string text, string expected) => _mask.Hide(text).ShouldBe(expected);

    [Fact]
    public void Hide_OfATextThatWasCutInAValue_TakesItsBeginningOut() =>
        new SecretMask(["0123456789abcdef"]).Hide("it was 0123456789abc… (3 more characters)").ShouldBe("it was ***… (3 more characters)");

    [Theory]
    [InlineData(null)]
    [InlineData("relaxed")]
    public void HideInJson_HoweverItsStringsAreWritten_TakesValuesOut(string? encoder)
    {
        var options = new JsonSerializerOptions
        {
            Encoder = encoder is null ? null : System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        var inner = JsonSerializer.Serialize(new { Value }, options);
        var json = JsonSerializer.Serialize(
            new Dictionary<string, object>
            {
                ["echo"] = Value,
                ["text"] = $"<{Value}>",
                ["params"] = inner,
                [Value] = 1,
                ["number"] = 12345678,
                ["short"] = "short",
            },
            options
        );

        _mask
            .HideInJson(json)
            .ShouldBe("""{"echo":"***","text":"<***>","params":"{\"Value\":\"***\"}","***":1,"number":"***","short":"short"}""");
    }

    [Fact]
    public void HideInJson_WithoutValues_LeavesTheTextAsItIs()
    {
        const string json = """{ "a" : 1.50, "b" : "\u00e4" }""";

        _mask.HideInJson(json).ShouldBeSameAs(json);
    }
}
