using System.Text;
using System.Text.Json;
using ActorJobs.Server.Facade.Requests;

namespace ActorJobs.Server.Tests.Facade;

public class JsonMistakeTests
{
    [Theory]
    [InlineData("", 1, 1, "the end of the body", "a value")]
    [InlineData("nul", 1, 4, "the end of the body", "null")]
    [InlineData("truE", 1, 4, "'E'", "true")]
    [InlineData("{name:1}", 1, 2, "'n'", "the name of a field in double quotes, or '}'")]
    [InlineData("""{"a":'b'}""", 1, 6, "'''", "a value; texts stand in double quotes")]
    [InlineData("""{"a" 1}""", 1, 6, "'1'", "':' and a value")]
    [InlineData("""{"a":1 "b":2}""", 1, 8, "'\"'", "',' or '}'")]
    [InlineData("""{"a":1,}""", 1, 8, "'}'", "the name of a field in double quotes")]
    [InlineData("[1,]", 1, 4, "']'", "a value")]
    [InlineData("[1 2]", 1, 4, "'2'", "',' or ']'")]
    [InlineData("[1]\n ]", 2, 2, "']'", "nothing more")]
    [InlineData("[01]", 1, 3, "'1'", "no digit after a leading 0")]
    [InlineData("[1.]", 1, 4, "']'", "a digit")]
    [InlineData("[-]", 1, 3, "']'", "a digit")]
    [InlineData("[1e+]", 1, 5, "']'", "a digit")]
    [InlineData("[\"ü\\x\"]", 1, 5, "'x'", "one of \" \\ / b f n r t u after '\\'")]
    [InlineData("[\"\\u12g4\"]", 1, 7, "'g'", "four hexadecimal digits after '\\u'")]
    [InlineData(
        "[\"a\nb\"]",
        1,
        4,
        "the control character U+000A",
        "no control character within a text; \\n stands for a new line, \\t for a tab"
    )]
    [InlineData("[\"a", 1, 4, "the end of the body", "'\"' at the end of the text")]
    [InlineData("// why\n1", 1, 1, "'/'", "a value")]
    public void Describe_ATextThatIsNoJson_TellsPlaceFoundAndExpected(string text, int line, int column, string found, string expected)
    {
        Should.Throw<JsonException>(() => JsonElement.Parse(text));

        JsonMistake.Describe(Encoding.UTF8.GetBytes(text)).ShouldBe($"at line {line}, column {column}: found {found}; expected {expected}");
    }

    [Fact]
    public void Describe_NestedTooDeep_SaysHowDeepItMayBe() =>
        JsonMistake
            .Describe(Encoding.UTF8.GetBytes(new string('[', 70) + new string(']', 70)))
            .ShouldBe("at line 1, column 65: found '['; expected at most 64 objects and arrays inside each other");

    [Fact]
    public void Describe_TextsBrokenAtRandom_AgreesWithTheParser()
    {
        const string right = """{"a":[1,-2.5e3,true,null,{"b":"x\u00e4\n"}],"c":{},"d":[ ] }""";
        var random = new Random(42);
        for (var round = 0; round < 5000; round++)
        {
            var text = new StringBuilder(right);
            var at = random.Next(text.Length);
            _ = random.Next(2) == 0 ? text.Remove(at, 1) : text.Insert(at, right[random.Next(right.Length)]);
            var json = Encoding.UTF8.GetBytes(text.ToString());

            var hasNone = JsonMistake.Describe(json).EndsWith("found the end of the body; expected nothing more", StringComparison.Ordinal);
            hasNone.ShouldBe(IsJson(json), text.ToString());
        }
    }

    private static bool IsJson(byte[] json)
    {
        try
        {
            JsonElement.Parse(json);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
