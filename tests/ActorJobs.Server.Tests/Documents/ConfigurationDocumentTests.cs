using ActorJobs.Server.Settings;

namespace ActorJobs.Server.Tests.Documents;

/// <summary>The tables of the document are made from the program. With ACTORJOBS_WRITE_DOCS=1, which <c>./build.sh docs</c> sets, they are written; otherwise they
/// are compared.</summary>
[Trait("Category", "Docs")]
public class ConfigurationDocumentTests
{
    private const string DocumentPath = "docs/configuration.md";

    [Fact]
    public void Settings_InTheDocument_AreThoseOfTheReference()
    {
        var rows = ReferenceSettings.All.Select(setting =>
            $"| `{setting.Path}` | {(setting.Default.Text.Length > 0 ? $"`{setting.Default.Text}`" : "")} | {setting.Why} |"
        );
        MadeTable.Compare(DocumentPath, "<!-- settings:", ["| Key | Default | What it is for |", "|---|---|---|", .. rows]);
    }

    [Fact]
    public void AkkaKeys_InTheDocument_AreThoseOfTheServer()
    {
        var rows = AkkaKeys.All.Select(key => $"| `{key.Pattern}` | {(key.Ours is null ? "" : $"`{key.Ours}`")} | {key.Instead} |");
        MadeTable.Compare(DocumentPath, "<!-- akka:", ["| Akka.NET | ActorJobs | |", "|---|---|---|", .. rows]);
    }
}
