using System.CommandLine;
using ActorJobs.Cli.CommandLines;
using ActorJobs.Cli.Screens;
using ActorJobs.Client.Runs;
using ActorJobs.Client.Workflows;

namespace ActorJobs.Cli.Palettes;

/// <summary>Workflows: made, changed, listed, run. Their instances are looked at in <see cref="InstanceCommands"/>, and operated on in
/// <see cref="InstanceOperations"/>, paused in <see cref="WorkflowPauses"/>.</summary>
internal static class WorkflowPalette
{
    /// <summary>A workflow, or an instance.</summary>
    public const string WorkflowOrInstance = "WORKFLOW-or-INSTANCE";

    private static readonly DefinitionCommands Definitions = new(DefinitionKind.Workflow);

    /// <summary>The palette.</summary>
    public static Command Make() =>
        new("workflow", "Workflows and their instances: made, run, looked at, operated on.")
        {
            List(),
            Show(),
            Definitions.Save("Makes a workflow from a file, or gives it a new definition; instances that have begun keep theirs."),
            Definitions.Delete(),
            Definitions.Enable(),
            Definitions.Disable(),
            Definitions.Versions(),
            JobBatches.MakeCopy(DefinitionKind.Workflow),
            JobBatches.MakeEach(DefinitionKind.Workflow),
            Run(),
            Draw(),
            InstanceCommands.MakeList(),
            InstanceCommands.MakeShow(),
            InstanceCommands.MakeHistory(),
            InstanceOperations.MakeCancel(),
            WorkflowPauses.MakePause(),
            WorkflowPauses.MakeResume(),
            InstanceOperations.MakeRetry(),
            InstanceOperations.MakeRerun(),
            InstanceOperations.MakeMark(),
            InstanceOperations.MakeSkip(),
            InstanceOperations.MakeSignal(),
            InstanceOperations.MakeApprove(),
            InstanceOperations.MakeReject(),
            InstanceOperations.MakeCompensate(),
        };

    private static SessionCommand List() =>
        new(
            "list",
            "Lists the workflows of an app by name.",
            async (session, cancellationToken) =>
            {
                var app = await session.AppAsync(cancellationToken);
                var limit = session.Get(CommonOptions.Limit);
                var workflows = await app.ListWorkflowsAsync(cancellationToken: cancellationToken)
                    .Take(limit + 1)
                    .ToListAsync(cancellationToken);
                await session.Screen.ListAsync(
                    ["workflow", "nodes", "enabled", "paused", "version", "schedules"],
                    [.. workflows.Select(Row)],
                    limit
                );
            }
        )
        {
            CommonOptions.App,
            CommonOptions.Limit,
        };

    private static string[] Row(Workflow workflow) =>
        [
            workflow.Name,
            Plain.Number(workflow.Nodes?.Count ?? 0),
            Plain.Mark(workflow.Enabled != false),
            Plain.Mark(workflow.Paused is not null),
            Plain.Number(workflow.Version),
            DefinitionWords.InShort(workflow.Schedules),
        ];

    private static SessionCommand Show()
    {
        var named = Named();
        return new SessionCommand(
            "show",
            "Shows a workflow, or an instance with the states of its nodes, as a drawing; -o json gives what workflow save takes.",
            async (session, cancellationToken) =>
            {
                var app = await session.AppAsync(cancellationToken);
                if (InstanceIn(session.Get(named)) is { } instance)
                {
                    await InstanceCommands.ShowAsync(session, app, instance, cancellationToken);
                    return;
                }

                // The drawing first: of what is printed as JSON the last answer counts.
                var drawing = await app.DrawWorkflowAsync(session.Get(named), GraphFormat.Ascii, cancellationToken);
                var workflow = await app.GetWorkflowAsync(session.Get(named), cancellationToken);
                await session.Screen.ItemAsync(
                    workflow.Name,
                    ("workflow", workflow.Name),
                    ("description", workflow.Description),
                    ("enabled", workflow.Enabled == false ? "no" : "yes"),
                    ("paused", workflow.Paused is { } pause ? JobPauses.Words(pause) : null),
                    ("params", workflow.Params?.GetRawText()),
                    ("schedules", DefinitionWords.Of(workflow.Schedules)),
                    ("misfire", DefinitionWords.Of(workflow.Misfire)),
                    ("overlap", DefinitionWords.Of(workflow.Overlap)),
                    ("timeout", workflow.Timeout is { } timeout ? Plain.Duration(timeout) : null),
                    ("on failure", workflow.OnFailure),
                    ("compensated", workflow.CompensateOn is { } ends ? $"if {string.Join(", ", ends)}" : null),
                    ("notify", DefinitionWords.Of(workflow.Notify)),
                    ("labels", DefinitionWords.Labels(workflow.Labels)),
                    ("version", $"{workflow.Version}, saved {Plain.At(workflow.UpdatedAt)}"),
                    ("nodes", drawing.Text.TrimEnd())
                );
            }
        )
        {
            CommonOptions.App,
            named,
        };
    }

    private static SessionCommand Run()
    {
        var workflow = Arguments.Workflow();
        var asked = new RunOptions();
        return new SessionCommand(
            "run",
            "Asks for an instance of a workflow.",
            async (Session session, CancellationToken cancellationToken) =>
            {
                var request = asked.Read(session);
                var app = await session.AppAsync(cancellationToken);
                if (session.Get(asked.Wait))
                {
                    var ended = await app.RunWorkflowAsync(session.Get(workflow), request, cancellationToken);
                    await InstanceCommands.ShowAsync(session, app, ended.Id, cancellationToken);
                    return ended.State == RunState.Succeeded ? ExitCode.Done : ExitCode.NotSucceeded;
                }

                var instance = await app.StartInstanceAsync(session.Get(workflow), request, cancellationToken);
                var waits = instance.Wait is { } reason ? $": {reason}" : "";
                await session.Screen.DoneAsync(
                    $"{instance.Id}",
                    $"Instance {instance.Id} of workflow {instance.Workflow} is {instance.State}{waits}"
                );
                return ExitCode.Done;
            }
        )
        {
            CommonOptions.App,
            workflow,
            asked.Params,
            asked.Delay,
            asked.Wait,
        };
    }

    private static SessionCommand Draw()
    {
        var named = Named();
        var ascii = new Option<bool>("--ascii") { Description = "Draws lines and letters, and no Mermaid flowchart." };
        return new SessionCommand(
            "graph",
            "Draws a workflow, or an instance with the states of its nodes, as a Mermaid flowchart.",
            async (session, cancellationToken) =>
            {
                var app = await session.AppAsync(cancellationToken);
                var format = session.Get(ascii) ? GraphFormat.Ascii : GraphFormat.Mermaid;
                var drawing = InstanceIn(session.Get(named)) is { } instance
                    ? await app.DrawInstanceAsync(instance, format, cancellationToken)
                    : await app.DrawWorkflowAsync(session.Get(named), format, cancellationToken);
                await session.Screen.LinesAsync(Plain.Text(drawing.Text).TrimEnd('\n').Split('\n'));
            }
        )
        {
            CommonOptions.App,
            named,
            ascii,
        };
    }

    /// <summary>A workflow, or an instance.</summary>
    public static Argument<string> Named() =>
        new(WorkflowOrInstance) { Description = "The name of the workflow, or the id of an instance." };

    /// <summary>The id of the instance that is named; null if a workflow is.</summary>
    public static Guid? InstanceIn(string named) => Guid.TryParseExact(named, "D", out var id) ? id : null;
}
