using System.CommandLine;
using ActorJobs.Cli.CommandLines;
using ActorJobs.Client.Jobs;

namespace ActorJobs.Cli.Palettes;

/// <summary>Many jobs, or workflows, are changed at once.</summary>
internal static class JobBatches
{
    private static readonly string[] s_actions = ["enable", "disable", "pause", "resume", "delete"];

    /// <summary>The command <c>job each</c>, or <c>workflow each</c>.</summary>
    public static SessionCommand MakeEach(DefinitionKind kind)
    {
        var action = new Argument<string>("ACTION") { Description = $"One of {string.Join(", ", s_actions)}." };
        action.AcceptOnlyFromAmong(s_actions);
        var prefix = new Option<string?>("--prefix") { HelpName = "TEXT", Description = "How the names begin." };
        var label = new Option<string[]>("--label")
        {
            HelpName = "KEY=VALUE",
            Description = "A label that they have; may be given several times.",
        };
        var processor = new Option<string?>("--processor") { HelpName = "NAME", Description = "The processor that they run." };
        var all = new Option<bool>("--all") { Description = "All that there are." };
        var note = new Option<string?>("--note") { HelpName = "TEXT", Description = "For pause: why." };
        var cascade = new Option<bool>("--cascade") { Description = $"For delete: cancels their open {kind.Runs} with them." };
        var command = new SessionCommand(
            "each",
            $"Switches, pauses, resumes or deletes the {kind.Word}s that a filter takes, after it has told which and asked.",
            async (Session session, CancellationToken cancellationToken) =>
            {
                var word = session.Get(action);
                var batch = word switch
                {
                    "pause" => new PauseBatch { Note = session.Get(note) },
                    "delete" => new DeletionBatch { Cascade = session.Get(cascade) ? true : null },
                    _ => new JobBatch(),
                };
                batch = batch with
                {
                    Prefix = session.Get(prefix),
                    Labels = session.Get(label) is { Length: > 0 } labels ? Values.Labels(label.Name, labels) : null,
                    Processor = session.Get(processor),
                    All = session.Get(all) ? true : null,
                    DryRun = true,
                };
                var app = await session.AppAsync(cancellationToken);
                var result = await kind.Batch(app, word, batch, cancellationToken);
                var question = $"{char.ToUpperInvariant(word[0])}{word[1..]} {result.Count} {kind.Word}(s) of app {app.Name}?";
                if (result.Count > 0)
                {
                    if (!await Confirmation.AskAsync(session, question, TellAsync, cancellationToken))
                    {
                        return ExitCode.Done;
                    }

                    session.ForgetAnswers();
                    result = await kind.Batch(app, word, batch with { DryRun = false }, cancellationToken);
                }

                await TellAsync();
                return result.Items.Any(static item => item.Problem is not null) ? ExitCode.Refused : ExitCode.Done;

                Task TellAsync() => session.Screen.ListAsync([kind.Word, word], [.. result.Items.Select(Row)]);
            }
        )
        {
            CommonOptions.App,
            action,
            prefix,
            label,
            all,
            note,
            cascade,
            Confirmation.Yes,
        };
        if (kind == DefinitionKind.Job)
        {
            command.Add(processor);
        }

        return command;
    }

    /// <summary>The command <c>job copy</c>, or <c>workflow copy</c>.</summary>
    public static SessionCommand MakeCopy(DefinitionKind kind)
    {
        var name = kind.Named();
        var copy = new Argument<string>("NAME") { Description = "The name of the copy." };
        var enabled = new Option<bool>("--enabled") { Description = "Switches the schedules of the copy on." };
        return new SessionCommand(
            "copy",
            $"Makes a {kind.Word} like another one; its schedules are off.",
            async (session, cancellationToken) =>
            {
                var app = await session.AppAsync(cancellationToken);
                var saved = await kind.Copy(app, session.Get(name), session.Get(copy), session.Get(enabled), cancellationToken);
                await session.Screen.DoneAsync(
                    saved.Name,
                    $"{kind.Noun} {saved.Name} is at version {saved.Version}; its schedules are {(saved.Enabled ? "on" : "off")}."
                );
            }
        )
        {
            CommonOptions.App,
            name,
            copy,
            enabled,
        };
    }

    private static string[] Row(JobBatchItem item) =>
        [
            item.Name,
            item.Problem is { } problem ? $"{problem.Code}: {problem.Detail}"
            : item.Status is null ? "would be done"
            : "done",
        ];
}
