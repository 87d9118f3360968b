using System.CommandLine;
using ActorJobs.Cli.CommandLines;
using ActorJobs.Client.Apps;
using ActorJobs.Client.Runs;

namespace ActorJobs.Cli.Palettes;

/// <summary>What users do to workflow instances.</summary>
internal static class InstanceOperations
{
    /// <summary>Cancels an instance.</summary>
    public static SessionCommand MakeCancel()
    {
        var reason = new Option<string?>("--reason") { HelpName = "TEXT", Description = "Why; it stands in the instance." };
        return Make(
            "cancel",
            "Cancels a workflow instance, as soon as the runs of its nodes have been stopped.",
            (session, app, instance, token) => app.CancelInstanceAsync(instance, session.Get(reason), token),
            reason
        );
    }

    /// <summary>Runs the failed nodes of an instance again.</summary>
    public static SessionCommand MakeRetry() =>
        Make(
            "retry",
            "Runs the failed nodes of a workflow instance again, and what follows them.",
            (_, app, instance, token) => app.RetryInstanceAsync(instance, token)
        );

    /// <summary>Runs a node again, and all that follows it.</summary>
    public static SessionCommand MakeRerun()
    {
        var key = Arguments.Key();
        var parameters = new Option<string?>("--params")
        {
            HelpName = "JSON",
            Description = "Its params from now on; as before if not given.",
        };
        return Make(
            "rerun",
            "Runs a node that has ended again, and all that follows it.",
            (session, app, instance, token) =>
                app.RerunNodeAsync(instance, session.Get(key), Values.Json(parameters.Name, session.Get(parameters)), token),
            key,
            parameters
        );
    }

    /// <summary>Marks a node as succeeded.</summary>
    public static SessionCommand MakeMark()
    {
        var key = Arguments.Key();
        var result = new Option<string?>("--result") { HelpName = "JSON", Description = "What counts as its result; none if not given." };
        return Make(
            "mark-succeeded",
            "Lets a node count as succeeded; what runs of it is stopped.",
            (session, app, instance, token) =>
                app.MarkNodeSucceededAsync(instance, session.Get(key), Values.Json(result.Name, session.Get(result)), token),
            key,
            result
        );
    }

    /// <summary>Skips a node.</summary>
    public static SessionCommand MakeSkip()
    {
        var key = Arguments.Key();
        return Make(
            "skip",
            "Lets a workflow instance go on without a node; what runs of it is stopped.",
            (session, app, instance, token) => app.SkipNodeAsync(instance, session.Get(key), token),
            key
        );
    }

    /// <summary>Sends a signal.</summary>
    public static SessionCommand MakeSignal()
    {
        var name = new Argument<string>("SIGNAL") { Description = "The name of the signal." };
        var payload = new Option<string?>("--payload") { HelpName = "JSON", Description = "What becomes the result of the node." };
        return Make(
            "signal",
            "Sends a signal to a workflow instance; it is kept until a node that waits for it takes it.",
            (session, app, instance, token) =>
                app.SignalInstanceAsync(instance, session.Get(name), Values.Json(payload.Name, session.Get(payload)), token),
            name,
            payload
        );
    }

    /// <summary>Approves what a node waits for.</summary>
    public static SessionCommand MakeApprove() =>
        MakeJudge(
            "approve",
            "Approves what a node waits for.",
            (app, instance, key, note, token) => app.ApproveNodeAsync(instance, key, note, token)
        );

    /// <summary>Rejects what a node waits for.</summary>
    public static SessionCommand MakeReject() =>
        MakeJudge(
            "reject",
            "Rejects what a node waits for: it fails.",
            (app, instance, key, note, token) => app.RejectNodeAsync(instance, key, note, token)
        );

    /// <summary>Undoes what an instance has done.</summary>
    public static SessionCommand MakeCompensate() =>
        Make(
            "compensate",
            "Undoes what the nodes of an instance that has ended have done, by the nodes that compensate them.",
            (_, app, instance, token) => app.CompensateInstanceAsync(instance, token)
        );

    private static SessionCommand MakeJudge(
        string name,
        string description,
        Func<AppClient, Guid, string, string?, CancellationToken, Task<RunStanding>> judge
    )
    {
        var key = Arguments.Key();
        var note = new Option<string?>("--note") { HelpName = "TEXT", Description = "Why; it stands in the history." };
        return Make(
            name,
            description,
            (session, app, instance, token) => judge(app, instance, session.Get(key), session.Get(note), token),
            key,
            note
        );
    }

    private static SessionCommand Make(
        string name,
        string description,
        Func<Session, AppClient, Guid, CancellationToken, Task<RunStanding>> operate,
        params IEnumerable<Symbol> parts
    )
    {
        var instance = Arguments.Instance();
        var command = new SessionCommand(
            name,
            description,
            async (session, cancellationToken) =>
            {
                var id = session.Instance(instance);
                var app = await session.AppAsync(cancellationToken);
                var standing = await operate(session, app, id, cancellationToken);
                await session.Screen.DoneAsync($"{standing.Id}", $"Instance {standing.Id} is {standing.State}.");
            }
        )
        {
            CommonOptions.App,
            instance,
        };
        foreach (var part in parts)
        {
            switch (part)
            {
                case Argument argument:
                    command.Add(argument);
                    break;
                case Option option:
                    command.Add(option);
                    break;
            }
        }

        return command;
    }
}
