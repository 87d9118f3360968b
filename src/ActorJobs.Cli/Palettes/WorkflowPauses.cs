using ActorJobs.Cli.CommandLines;
using ActorJobs.Client.Jobs;
using ActorJobs.Client.Workflows;

namespace ActorJobs.Cli.Palettes;

/// <summary>Workflows and their instances: paused and resumed.</summary>
internal static class WorkflowPauses
{
    /// <summary>Pauses a workflow, or an instance.</summary>
    public static SessionCommand MakePause()
    {
        var named = WorkflowPalette.Named();
        var note = JobPauses.Note();
        var until = JobPauses.Until();
        return new SessionCommand(
            "pause",
            "Lets no node of an instance begin, or no new instance of a workflow; what runs goes on to its end.",
            async (session, cancellationToken) =>
            {
                var app = await session.AppAsync(cancellationToken);
                if (WorkflowPalette.InstanceIn(session.Get(named)) is not { } instance)
                {
                    var request = new PauseRequest(session.Get(note), Values.Instant(until.Name, session.Get(until)));
                    await TellAsync(session, await app.PauseWorkflowAsync(session.Get(named), request, cancellationToken));
                    return;
                }

                if (session.Get(until) is not null)
                {
                    throw CliException.Usage(
                        "Found --until for an instance, which is paused until it is resumed; expected it for a workflow only."
                    );
                }

                var standing = await app.PauseInstanceAsync(instance, session.Get(note), cancellationToken);
                await session.Screen.DoneAsync($"{standing.Id}", $"Instance {standing.Id} is {standing.State}, and paused.");
            }
        )
        {
            CommonOptions.App,
            named,
            note,
            until,
        };
    }

    /// <summary>Resumes a workflow, or an instance.</summary>
    public static SessionCommand MakeResume()
    {
        var named = WorkflowPalette.Named();
        return new SessionCommand(
            "resume",
            "Lets a paused instance, or a paused workflow, go on.",
            async (session, cancellationToken) =>
            {
                var app = await session.AppAsync(cancellationToken);
                if (WorkflowPalette.InstanceIn(session.Get(named)) is not { } instance)
                {
                    await TellAsync(session, await app.ResumeWorkflowAsync(session.Get(named), cancellationToken));
                    return;
                }

                var standing = await app.ResumeInstanceAsync(instance, cancellationToken);
                await session.Screen.DoneAsync($"{standing.Id}", $"Instance {standing.Id} is {standing.State}.");
            }
        )
        {
            CommonOptions.App,
            named,
        };
    }

    private static Task TellAsync(Session session, Workflow workflow) =>
        JobPauses.TellAsync(session, DefinitionKind.Workflow, workflow.Name, workflow.Paused, workflow.Enabled);
}
