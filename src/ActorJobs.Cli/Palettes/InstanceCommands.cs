using System.CommandLine;
using ActorJobs.Cli.CommandLines;
using ActorJobs.Cli.Screens;
using ActorJobs.Client.Apps;
using ActorJobs.Client.Workflows;

namespace ActorJobs.Cli.Palettes;

/// <summary>Workflow instances: listed, shown, with their history.</summary>
internal static class InstanceCommands
{
    /// <summary>Lists instances.</summary>
    public static SessionCommand MakeList()
    {
        var workflow = new Option<string?>("--workflow") { HelpName = "WORKFLOW", Description = "Of this workflow only." };
        var state = new Option<string[]>("--state") { HelpName = "STATE", Description = "In this state only; may be given several times." };
        var from = new Option<string?>("--from") { HelpName = "TIME", Description = "Planned at or after, such as 2026-12-01T03:00:00Z." };
        var to = new Option<string?>("--to") { HelpName = "TIME", Description = "Planned before." };
        return new SessionCommand(
            "instances",
            "Lists the workflow instances of an app, the newest planned time first.",
            async (session, cancellationToken) =>
            {
                var query = new InstanceQuery(
                    session.Get(workflow),
                    [.. (session.Get(state) ?? []).SelectMany(words => words.Split(',')).Select(RunPalette.ReadState)],
                    Values.Instant(from.Name, session.Get(from)),
                    Values.Instant(to.Name, session.Get(to))
                );
                var app = await session.AppAsync(cancellationToken);
                var limit = session.Get(CommonOptions.Limit);
                var instances = await app.ListInstancesAsync(query, cancellationToken).Take(limit + 1).ToListAsync(cancellationToken);
                await session.Screen.ListAsync(
                    ["instance", "workflow", "version", "state", "planned", "ended", "failure"],
                    [.. instances.Select(Row)],
                    limit
                );
            }
        )
        {
            CommonOptions.App,
            CommonOptions.Limit,
            workflow,
            state,
            from,
            to,
        };
    }

    private static string[] Row(WorkflowInstance instance) =>
        [
            $"{instance.Id}",
            instance.Workflow,
            Plain.Number(instance.Version),
            $"{instance.State}",
            Plain.At(instance.Planned),
            Plain.At(instance.EndedAt),
            instance.Failure?.Message ?? "",
        ];

    /// <summary>Shows an instance.</summary>
    public static SessionCommand MakeShow()
    {
        var instance = Arguments.Instance();
        return new SessionCommand(
            "instance",
            "Lists the nodes of a workflow instance with their states; -o json gives all that is known of it.",
            async (session, cancellationToken) =>
            {
                var id = session.Instance(instance);
                var app = await session.AppAsync(cancellationToken);
                var shown = await app.GetInstanceAsync(id, cancellationToken);
                if (session.Screen.IsJson)
                {
                    await session.Screen.ItemAsync($"{shown.Id}");
                    return;
                }

                await session.Screen.ListAsync(
                    ["node", "kind", "state", "pass", "run", "due", "why"],
                    [.. (shown.Nodes ?? []).Select(Row)]
                );
            }
        )
        {
            CommonOptions.App,
            instance,
        };
    }

    private static string[] Row(InstanceNode node) =>
        [
            node.Key,
            node.Kind,
            node.Branch is { } branch ? $"{node.State}: {branch}" : $"{node.State}",
            Plain.Number(node.Pass),
            $"{node.Run}",
            Plain.At(node.Due),
            node.Failure is { } failure ? $"{failure.Type}: {failure.Message}" : node.Reason ?? "",
        ];

    /// <summary>Lists what has happened to an instance.</summary>
    public static SessionCommand MakeHistory()
    {
        var instance = Arguments.Instance();
        return new SessionCommand(
            "history",
            "Lists what has happened to a workflow instance, the oldest first.",
            async (session, cancellationToken) =>
            {
                var id = session.Instance(instance);
                var app = await session.AppAsync(cancellationToken);
                var limit = session.Get(CommonOptions.Limit);
                var events = await app.ListInstanceHistoryAsync(id, cancellationToken).Take(limit + 1).ToListAsync(cancellationToken);
                await session.Screen.ListAsync(
                    ["position", "at", "node", "event"],
                    [
                        .. events.Select(happened =>
                            (string[])[Plain.Number(happened.Position), Plain.At(happened.At), happened.Node ?? "", happened.Text]
                        ),
                    ],
                    limit
                );
            }
        )
        {
            CommonOptions.App,
            CommonOptions.Limit,
            instance,
        };
    }

    /// <summary>Prints an instance with its drawing.</summary>
    public static async Task ShowAsync(Session session, AppClient app, Guid id, CancellationToken cancellationToken)
    {
        // The drawing first: of what is printed as JSON the last answer counts.
        var drawing = await app.DrawInstanceAsync(id, GraphFormat.Ascii, cancellationToken);
        var instance = await app.GetInstanceAsync(id, cancellationToken);
        await session.Screen.ItemAsync(
            $"{instance.Id}",
            ("instance", $"{instance.Id}"),
            ("workflow", $"{instance.Workflow}, version {instance.Version}"),
            ("state", $"{instance.State}"),
            ("wait", instance.Wait),
            ("paused", instance.Paused is { } paused ? $"by {paused.By} since {Plain.At(paused.Since)}{Note(paused)}" : null),
            ("stop", instance.Stop?.Reason),
            ("planned", Plain.At(instance.Planned)),
            ("started", Plain.At(instance.StartedAt)),
            ("times out", Plain.At(instance.TimesOutAt)),
            ("ended", Plain.At(instance.EndedAt)),
            ("trigger", instance.Trigger is { } trigger ? $"{trigger.Kind} {trigger.Name}" : null),
            ("params", instance.Params?.GetRawText()),
            ("context", instance.Context?.GetRawText()),
            ("result", instance.Result?.GetRawText()),
            ("failure", instance.Failure is { } failure ? $"{failure.Type}: {failure.Message}" : null),
            ("nodes", drawing.Text.TrimEnd())
        );
    }

    private static string Note(InstancePause paused) => paused.Note is { } note ? $": {note}" : "";
}
