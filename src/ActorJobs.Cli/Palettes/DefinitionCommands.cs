using System.CommandLine;
using ActorJobs.Cli.CommandLines;
using ActorJobs.Cli.Screens;
using ActorJobs.Client;
using ActorJobs.Client.Apps;
using ActorJobs.Client.Jobs;

namespace ActorJobs.Cli.Palettes;

/// <summary>What jobs and workflows have alike: they are saved, deleted, switched, and their versions listed.</summary>
/// <param name="kind">Of which of both the commands are.</param>
internal sealed class DefinitionCommands(DefinitionKind kind)
{
    /// <summary>Makes one, or gives it a new definition.</summary>
    /// <param name="description">What the command does.</param>
    public SessionCommand Save(string description)
    {
        var file = Arguments.File(kind.Word);
        var name = new Option<string?>($"--{kind.Word}")
        {
            HelpName = kind.Named().Name,
            Description = $"The name that the {kind.Word} has now, if the file brings a new one.",
        };
        return new SessionCommand(
            "save",
            description,
            async (session, cancellationToken) =>
            {
                var json = await session.DefinitionAsync(file, cancellationToken);
                var app = await session.AppAsync(cancellationToken);
                await TellAsync(session, await SaveAsync(app, session.Get(name), json, cancellationToken));
            }
        )
        {
            CommonOptions.App,
            file,
            name,
        };
    }

    /// <summary>Makes one that there is not yet.</summary>
    public SessionCommand Create()
    {
        var file = Arguments.File(kind.Word);
        return new SessionCommand(
            "create",
            $"Makes a {kind.Word} from a file; refused if there is one of its name.",
            async (session, cancellationToken) =>
            {
                var json = await session.DefinitionAsync(file, cancellationToken);
                var app = await session.AppAsync(cancellationToken);
                await TellAsync(session, await kind.Create(app, json, cancellationToken));
            }
        )
        {
            CommonOptions.App,
            file,
        };
    }

    /// <summary>Deletes one.</summary>
    public SessionCommand Delete()
    {
        var name = kind.Named();
        var cascade = new Option<bool>("--cascade") { Description = $"Cancels its open {kind.Runs} with it." };
        return new SessionCommand(
            "delete",
            $"Deletes a {kind.Word}; its {kind.Runs} that have ended stay.",
            async (session, cancellationToken) =>
            {
                var app = await session.AppAsync(cancellationToken);
                var deletion = session.Get(cascade) ? JobDeletion.CancellingRuns : JobDeletion.IfIdle;
                await kind.Delete(app, session.Get(name), deletion, cancellationToken);
                await session.Screen.DoneAsync(session.Get(name), $"{kind.Noun} {session.Get(name)} of app {app.Name} is deleted.");
            }
        )
        {
            CommonOptions.App,
            name,
            cascade,
        };
    }

    /// <summary>Switches its schedules on.</summary>
    public SessionCommand Enable() => Switch("enable", $"Switches the schedules of a {kind.Word} on.", kind.Enable);

    /// <summary>Switches its schedules off.</summary>
    public SessionCommand Disable() => Switch("disable", $"Switches the schedules of a {kind.Word} off.", kind.Disable);

    /// <summary>Lists its versions.</summary>
    public SessionCommand Versions()
    {
        var name = kind.Named();
        return new SessionCommand(
            "versions",
            $"Lists the versions of a {kind.Word} that are kept, the newest first.",
            async (session, cancellationToken) =>
            {
                var app = await session.AppAsync(cancellationToken);
                var limit = session.Get(CommonOptions.Limit);
                var versions = await kind.ListVersions(app, session.Get(name), cancellationToken)
                    .Take(limit + 1)
                    .ToListAsync(cancellationToken);
                await session.Screen.ListAsync(
                    ["version", "saved", "changed"],
                    [
                        .. versions.Select(version =>
                            (string[])[Plain.Number(version.Version), Plain.At(version.SavedAt), string.Join(", ", version.Changed ?? [])]
                        ),
                    ],
                    limit
                );
            }
        )
        {
            CommonOptions.App,
            CommonOptions.Limit,
            name,
        };
    }

    private SessionCommand Switch(string name, string description, Func<AppClient, string, CancellationToken, Task<JobSaved>> change)
    {
        var named = kind.Named();
        return new SessionCommand(
            name,
            description,
            async (session, cancellationToken) =>
            {
                var app = await session.AppAsync(cancellationToken);
                await TellAsync(session, await change(app, session.Get(named), cancellationToken));
            }
        )
        {
            CommonOptions.App,
            named,
        };
    }

    private async Task<JobSaved> SaveAsync(AppClient app, string? name, string json, CancellationToken cancellationToken)
    {
        if ((name ?? DefinitionText.NameIn(json)) is not { } known)
        {
            return await kind.Create(app, json, cancellationToken);
        }

        try
        {
            return await kind.Replace(app, known, json, cancellationToken);
        }
        catch (ProblemException missing) when (missing.Code == kind.NotFound && name is null)
        {
            return await kind.Create(app, json, cancellationToken);
        }
    }

    private Task TellAsync(Session session, JobSaved saved) =>
        session.Screen.DoneAsync(
            saved.Name,
            $"{kind.Noun} {saved.Name} is at version {saved.Version}; its schedules are {(saved.Enabled ? "on" : "off")}."
        );
}
