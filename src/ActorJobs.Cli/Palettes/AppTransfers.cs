using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using ActorJobs.Cli.CommandLines;
using ActorJobs.Client.Apps;
using ActorJobs.Yaml;

namespace ActorJobs.Cli.Palettes;

/// <summary>The definitions of an app as a file: written, and read into an app.</summary>
internal static class AppTransfers
{
    private static readonly JsonSerializerOptions s_readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The command <c>app export</c>.</summary>
    public static SessionCommand MakeExport()
    {
        var name = Arguments.App();
        var file = new Option<string?>("--file", "-f")
        {
            HelpName = "FILE",
            Description = "Where to write it: YAML if the name ends with .yaml, else JSON; without it JSON is printed.",
        };
        var prefix = new Option<string?>("--prefix") { HelpName = "TEXT", Description = "How the names begin." };
        return new SessionCommand(
            "export",
            "Writes the jobs, workflows and settings of an app, without ids, versions and secrets.",
            async (session, cancellationToken) =>
            {
                var app = session.Get(name);
                var export = await session.Client.App(app).ExportAppAsync(session.Get(prefix), cancellationToken);
                if (session.Get(file) is not { } path)
                {
                    await session.Surroundings.Output.WriteLineAsync(JsonSerializer.Serialize(export, s_readable));
                    return;
                }

                var text = DefinitionText.IsYaml(path) ? YamlText.FromJson(export) : JsonSerializer.Serialize(export, s_readable) + "\n";
                await TextFiles.WriteAsync(path, text, cancellationToken);
                var (jobs, workflows) = (export.GetProperty("jobs").GetArrayLength(), export.GetProperty("workflows").GetArrayLength());
                await session.Screen.DoneAsync(path, $"{jobs} job(s) and {workflows} workflow(s) of app {app} are in {path}.");
            }
        )
        {
            name,
            file,
            prefix,
        };
    }

    /// <summary>The command <c>app import</c>.</summary>
    public static SessionCommand MakeImport()
    {
        var name = Arguments.App();
        var file = new Argument<string>("FILE") { Description = "What app export has written; - reads JSON from the standard input." };
        var dry = new Option<bool>("--dry-run") { Description = "Only tells what would be made and changed." };
        var partial = new Option<bool>("--partial") { Description = "Saves what is right, also if something else is wrong." };
        return new SessionCommand(
            "import",
            "Makes or replaces the jobs and workflows of a file, all or none of them.",
            async (Session session, CancellationToken cancellationToken) =>
            {
                var json = await session.DefinitionAsync(file, cancellationToken);
                var mode =
                    session.Get(dry) ? ImportMode.DryRun
                    : session.Get(partial) ? ImportMode.Partial
                    : ImportMode.AllOrNothing;
                var import = await session.Client.App(session.Get(name)).ImportAppAsync(json, mode, cancellationToken);
                await session.Screen.ListAsync(["name", "what", import.DryRun ? "would" : "did", "changed"], [.. import.Items.Select(Row)]);
                return import.Items.Any(static item => item.Problem is not null) ? ExitCode.Refused : ExitCode.Done;
            }
        )
        {
            name,
            file,
            dry,
            partial,
        };
    }

    private static string[] Row(AppImportItem item) =>
        [
            item.Name ?? "",
            item.Kind,
            item.Problem is { } problem ? $"{problem.Code}: {problem.Detail}" : item.Action,
            string.Join(", ", item.Changes?.Select(static change => change.Field) ?? []),
        ];
}
