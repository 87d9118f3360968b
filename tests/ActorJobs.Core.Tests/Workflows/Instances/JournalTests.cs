using System.Text.Json.Nodes;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Definitions;
using ActorJobs.Core.Workflows.Instances;

namespace ActorJobs.Core.Tests.Workflows.Instances;

/// <summary>Journals as earlier versions wrote them, in the folder <c>Journals</c>: one event a line, and beside it what the instance was then. They are never
/// changed, and load for ever.</summary>
public class JournalTests
{
    private static readonly RunId Id = new(Guid.Parse("019cad8f-ac00-8dd6-952d-8da0ab46fdfe"));

    public static TheoryData<string> Names => [.. Files.Select(Path.GetFileNameWithoutExtension).OfType<string>()];

    private static IEnumerable<string> Files => Directory.EnumerateFiles(Folder, "*.jsonl");

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Workflows", "Instances", "Journals");

    [Theory]
    [MemberData(nameof(Names))]
    public void Journal_OfAnEarlierVersion_GivesWhatItGaveThen(string name)
    {
        var events = File.ReadAllLines(Path.Combine(Folder, $"{name}.jsonl"));
        var then = File.ReadAllText(Path.Combine(Folder, $"{name}.json")).Trim();

        var now = WorkflowJournal.Recover(Id, null, events, _ => new WorkflowGraph([], []));
        var fromSnapshot = WorkflowJournal.Recover(Id, then, [], _ => new WorkflowGraph([], []));

        ShouldKeep(JsonNode.Parse(WorkflowJournal.Write(now)), JsonNode.Parse(then), "$");
        ShouldKeep(JsonNode.Parse(WorkflowJournal.Write(fromSnapshot)), JsonNode.Parse(then), "$");
    }

    // What later versions know beside is theirs.
    private static void ShouldKeep(JsonNode? now, JsonNode? then, string path)
    {
        if (then is JsonObject fields)
        {
            foreach (var (name, value) in fields)
            {
                ShouldKeep(now.ShouldBeOfType<JsonObject>(path)[name], value, $"{path}.{name}");
            }
        }
        else
        {
            JsonNode.DeepEquals(now, then).ShouldBeTrue($"{path} is {now?.ToJsonString()}, and was {then?.ToJsonString()}");
        }
    }

    [Fact]
    public void Journals_OfTheNewestVersion_HaveEveryKindOfEvent()
    {
        var kinds = Files.SelectMany(File.ReadAllLines).Select(line => WorkflowJournal.ReadEvent(line).GetType()).Distinct();
        var all = typeof(WorkflowEvent).Assembly.GetTypes().Where(type => type.BaseType == typeof(WorkflowEvent));
        kinds.ShouldBe(all, ignoreOrder: true);
    }
}
