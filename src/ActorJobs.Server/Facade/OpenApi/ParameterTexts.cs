using System.Text.Json.Nodes;
using ActorJobs.Core.Notifications;
using ActorJobs.Core.Runs;

namespace ActorJobs.Server.Facade.OpenApi;

/// <summary>What the parameters of paths, queries and headers are, by name: one name means one thing everywhere.</summary>
internal static class ParameterTexts
{
    private static readonly Dictionary<string, (string Text, string Schema)> Known = new(StringComparer.Ordinal)
    {
        ["app"] = ("The name of the app.", Name),
        ["job"] = ("The name of the job.", Name),
        ["workflow"] = ("The name of the workflow.", Name),
        ["instance"] = ("The id of the workflow instance.", """{"type":"string","format":"uuid"}"""),
        ["run"] = ("The id of the run.", """{"type":"string","format":"uuid"}"""),
        ["worker"] = ("The id of the worker.", Text),
        ["token"] = ("The name of the token.", Name),
        ["secret"] = ("The name of the secret.", Name),
        ["node"] = ("The name of the node.", Text),
        ["shard"] = ("The number of the shard.", """{"type":"integer","minimum":0}"""),
        ["version"] = ("The number of the version.", """{"type":"integer","minimum":1}"""),
        ["to"] = (
            "Runs planned before this, or what was done before it; for a diff, the version to compare with: the current one if it is left out.",
            Text
        ),
        ["from"] = ("Runs planned at or after this, or what was done then.", """{"type":"string","format":"date-time"}"""),
        ["state"] = (
            "States, with commas or several times: those of runs, or, in their list, those of notifications.",
            $$"""{"type":"array","items":{"enum":[{{States}}] } }"""
        ),
        ["notification"] = ("The id of the notification.", """{"type":"string","format":"uuid"}"""),
        ["channel"] = ("The name of the channel.", Name),
        ["trigger"] = ("What made the run.", """{"type":"array","items":{"enum":["schedule","api","node"]}}"""),
        ["format"] = (
            "As what it is answered: a drawing as mermaid or ascii, mermaid if it is left out; a log as json or text, json if it is left out.",
            """{"enum":["mermaid","ascii","json","text"]}"""
        ),
        ["limit"] = ("How many items a page has at most; 50 if it is left out.", """{"type":"integer","minimum":1,"maximum":1000}"""),
        ["lines"] = ("How many lines; 50 if it is left out.", """{"type":"integer","minimum":1,"maximum":1000}"""),
        ["follow"] = (
            "Whether lines that are written later follow: of a server's log as application/x-ndjson, of a run's log as text/event-stream.",
            Flag
        ),
        ["attempt"] = ("The number of an attempt: only what it wrote.", """{"type":"integer","minimum":1}"""),
        ["stream"] = ("Only what came through this stream.", """{"enum":["log","stdout","stderr"]}"""),
        ["tail"] = ("From so many of the newest lines on.", """{"type":"integer","minimum":0,"maximum":1000}"""),
        ["after"] = ("Only what is behind the line with this `cursor`; before `tail`.", Text),
        ["Last-Event-ID"] = ("The id of the last event that was read, to go on behind it.", Text),
        ["cursor"] = ("What `next` of the page before said.", Text),
        ["prefix"] = ("How the names begin.", Name),
        ["enabled"] = ("Whether the schedules are on.", Flag),
        ["processor"] = ("The name of the processor.", Name),
        ["label"] = (
            "A label, as key=value, or its key alone; may be given several times.",
            """{"type":"array","items":{"type":"string"}}"""
        ),
        ["cascade"] = ("Whether open runs are cancelled with it.", Flag),
        ["partial"] = ("Whether what is right is saved, also if something else is wrong.", Flag),
        ["dryRun"] = ("Whether it is only told what would be done.", Flag),
        ["force"] = ("Whether everything in the app is deleted with it.", Flag),
        ["wait"] = (
            "How long to wait for the end, up to 180s; 10s if it is given without a value.",
            """{"type":"string","examples":["10s"]}"""
        ),
        ["If-Match"] = ("The ETag of the version that the change builds on; another one is answered with 412.", Text),
        ["If-None-Match"] = (
            "For GET the ETag that is known already, which is answered with 304; for PUT `*`, which only makes what is not there.",
            Text
        ),
        ["Idempotency-Key"] = (
            "Names the request: repeated with the same key it gives the same run, with the header Idempotency-Replayed.",
            Text
        ),
    };

    private const string Text = """{"type":"string"}""";
    private const string Flag = """{"type":"boolean"}""";
    private const string Name = """{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"}""";

    private static string States =>
        string.Join(
            ',',
            Enum.GetNames<RunState>().Union(Enum.GetNames<NotificationState>(), StringComparer.Ordinal).Select(state => $"\"{state}\"")
        );

    /// <summary>A parameter as the document has it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="place">path, query or header.</param>
    /// <exception cref="InvalidOperationException">Nothing is known of that name.</exception>
    public static JsonObject Of(string name, string place)
    {
        var (text, schema) = Known.TryGetValue(name, out var known)
            ? known
            : throw new InvalidOperationException($"Say what the parameter '{name}' is in {nameof(ParameterTexts)}.");
        return new JsonObject
        {
            ["name"] = name,
            ["in"] = place,
            ["required"] = place == "path",
            ["description"] = text,
            ["schema"] = JsonNode.Parse(schema),
        };
    }
}
