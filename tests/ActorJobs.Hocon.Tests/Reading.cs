using System.Text.Json.Nodes;

namespace ActorJobs.Hocon.Tests;

/// <summary>Reads texts and compares what became of them with JSON.</summary>
internal static class Reading
{
    /// <summary>The text means the same as the JSON.</summary>
    public static void ShouldMean(this string hocon, string json, params (string Name, string Value)[] environment) =>
        HoconDocument
            .Resolve([HoconDocument.Parse(hocon)], name => environment.FirstOrDefault(variable => variable.Name == name).Value)
            .ShouldMean(json);

    public static void ShouldMean(this HoconValue value, string json) =>
        ToJson(value)!.ToJsonString().ShouldBe(JsonNode.Parse(json)!.ToJsonString());

    /// <summary>The text is refused, at that line and column, with a message that has the words.</summary>
    public static void ShouldBeRefused(this string hocon, int line, int column, string words)
    {
        var error = Should.Throw<HoconException>(() => Resolve(hocon));
        error.Origin.ShouldBe(new HoconOrigin("text", line, column), error.Message);
        error.Problem.ShouldContain(words);
    }

    public static HoconObject Resolve(string hocon) => HoconDocument.Resolve([HoconDocument.Parse(hocon)]);

    private static JsonNode? ToJson(HoconValue value) =>
        value switch
        {
            HoconObject fields => new JsonObject(fields.Members.Select(member => KeyValuePair.Create(member.Key, ToJson(member.Value)))),
            HoconArray array => new JsonArray([.. array.Items.Select(ToJson)]),
            HoconScalar { ScalarKind: HoconScalarKind.Text } text => JsonValue.Create(text.Text),
            HoconScalar other => JsonNode.Parse(other.Text),
            _ => throw new InvalidOperationException(value.Kind),
        };
}
