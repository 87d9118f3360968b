using System.Text.Json.Nodes;
using ActorJobs.Core.Access;
using ActorJobs.Core.Apps;
using ActorJobs.Core.Jobs;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.Problems;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;

namespace ActorJobs.Server.Facade;

/// <summary>Takes the definitions of an app out as one document, and in again.</summary>
internal sealed class Transfers(AppGroups groups, IStoreQueries queries, StoreLookup lookup)
{
    /// <summary>How many jobs, and how many workflows, one document has at most.</summary>
    private const int Most = 10_000;

    private const int PageSize = 1000;

    /// <summary>The definitions and settings of an app: without ids, versions and secrets, always in the same order.</summary>
    /// <param name="app">Of which app.</param>
    /// <param name="prefix">Only those whose names begin so; null: all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async ValueTask<JsonObject> ExportAsync(string app, string? prefix, CancellationToken cancellationToken = default) =>
        new()
        {
            [ImportBody.SettingsField] = JsonNode.Parse((await groups.DescribeAsync(app, cancellationToken)).Settings),
            ["jobs"] = await DefinitionsAsync(app, JobKind.Job, prefix, cancellationToken),
            ["workflows"] = await DefinitionsAsync(app, JobKind.Workflow, prefix, cancellationToken),
        };

    /// <summary>Makes what an app does not have, replaces what it has otherwise, and leaves alone what is as it is.</summary>
    /// <exception cref="InvalidFieldsException">Something is wrong, and nothing was saved.</exception>
    public async ValueTask<ImportView> ImportAsync(
        string app,
        ImportBody body,
        ImportMode mode,
        Caller caller,
        CancellationToken cancellationToken = default
    )
    {
        await lookup.AppAsync(app, cancellationToken);
        var items = new List<Item>(body.Definitions.Count);
        foreach (var definition in body.Definitions)
        {
            items.Add(await CompareAsync(app, definition, cancellationToken));
        }

        var settings = await CompareAsync(app, body.Settings, cancellationToken);
        RefuseSettingsOfOthers(settings, caller);
        await SaveAsync(app, items, settings is { Action: Replace } ? body.Settings : null, mode, cancellationToken);
        var wrong = items.Where(static item => item.Problems.Count > 0).SelectMany(static item => item.Errors).ToList();
        if (mode != ImportMode.WhatIsRight)
        {
            InvalidFieldsException.ThrowIfAny(wrong);
        }

        return new ImportView(
            mode == ImportMode.Check,
            [.. settings is null ? [] : new[] { settings }, .. items.Select(static item => item.View)]
        );
    }

    private const string Create = "create";
    private const string Replace = "replace";
    private const string Unchanged = "unchanged";

    private async ValueTask<JsonArray> DefinitionsAsync(string app, JobKind kind, string? prefix, CancellationToken cancellationToken)
    {
        var all = new JsonArray();
        string? after = null;
        while (true)
        {
            var page = await queries.ListJobsAsync(app, kind == JobKind.Workflow, prefix, after, PageSize, cancellationToken);
            foreach (var job in page)
            {
                all.Add(DefinitionOf(job));
            }

            if (page.Count < PageSize)
            {
                return all;
            }

            if (all.Count >= Most)
            {
                throw new RefusalException(
                    ErrorCodes.QueryTooWide,
                    $"App {app} has more than {Most} {kind.Word()}s, which is the most that one document has. Export it in parts, by prefix.",
                    "prefix"
                );
            }

            after = page[^1].Name;
        }
    }

    private static JsonObject DefinitionOf(JobRecord job)
    {
        var view = JobView.Of(new JobVersionRecord(job.JobId, job.Version, job.Definition, job.Params, job.UpdatedAt));
        return view.ContainsKey(JobView.SetAside)
            ? throw new RefusalException(
                ErrorCodes.JobSetAside,
                $"Job {job.Name} is set aside, because its stored definition cannot be read. Save it anew with PUT, or delete it, and export again.",
                "job"
            )
            : view;
    }

    private async ValueTask<Item> CompareAsync(string app, ImportedDefinition imported, CancellationToken cancellationToken)
    {
        if (imported.Reading.Definition is not { } definition)
        {
            return new Item(imported, Create) { Problems = imported.Reading.Errors };
        }

        if (await queries.FindJobAsync(app, imported.Name, cancellationToken) is not { } record)
        {
            return new Item(imported, Create);
        }

        var before = JobView.Of(new JobVersionRecord(record.JobId, record.Version, record.Definition, record.Params, record.UpdatedAt));
        var after = JsonNode.Parse(JobDefinitionWriter.Write(definition))!.AsObject();
        after["params"] = JsonNode.Parse(imported.Reading.Params);
        var changes = JsonChange.Between(before, after);
        return new Item(imported, changes.Count == 0 ? Unchanged : Replace) { Replaced = record, Changes = changes };
    }

    private async ValueTask<ImportItemView?> CompareAsync(string app, AppSettings? settings, CancellationToken cancellationToken)
    {
        if (settings is null)
        {
            return null;
        }

        var before = JsonNode.Parse((await groups.DescribeAsync(app, cancellationToken)).Settings)!.AsObject();
        var changes = JsonChange.Between(before, JsonNode.Parse(AppSettingsText.Write(settings))!.AsObject());
        return new ImportItemView(
            ImportBody.SettingsField,
            null,
            changes.Count == 0 ? Unchanged : Replace,
            null,
            changes.Count == 0 ? null : changes,
            null
        );
    }

    /// <summary>Settings bind the jobs of all developers, and so are an admin's to change, whichever way they come.</summary>
    private static void RefuseSettingsOfOthers(ImportItemView? settings, Caller caller)
    {
        if (settings is { Action: Replace } && caller.Role < Role.Admin)
        {
            throw new RefusalException(
                ErrorCodes.RoleTooLow,
                $"To change the settings of an app needs the role {Role.Admin.Word()}, and the token '{caller.Name}' has the role {caller.Role.Word()}. "
                    + "Leave the field settings out, or use a token of an admin.",
                ImportBody.SettingsField
            );
        }
    }

    /// <summary>The owner saves all of them in one commit, or tells what is wrong with which.</summary>
    private async ValueTask SaveAsync(
        string app,
        List<Item> items,
        AppSettings? settings,
        ImportMode mode,
        CancellationToken cancellationToken
    )
    {
        var asked = items.Where(static item => item is { Action: not Unchanged, Problems.Count: 0 }).ToList();
        var isWrong = asked.Count < items.Count(static item => item.Action != Unchanged);
        var import = new ImportJobs
        {
            Settings = settings is null ? "" : AppSettingsText.Write(settings),
            Partial = mode == ImportMode.WhatIsRight,
            DryRun = mode == ImportMode.Check || (isWrong && mode == ImportMode.AllOrNothing),
        };
        import.Jobs.AddRange(asked.Select(static item => item.Message));
        var reply = await ImportAsync(app, import, cancellationToken);
        foreach (var (item, imported) in asked.Zip(reply.JobsImported.Jobs))
        {
            item.Version = imported.Saved?.Version;
            if (imported.Problem is { } problem)
            {
                item.Problems = [new FieldError(problem.Field, problem.Code, problem.Detail)];
            }
        }
    }

    private async ValueTask<AppGroupReply> ImportAsync(string app, ImportJobs import, CancellationToken cancellationToken)
    {
        try
        {
            return await groups.AskAsync(app, new AppGroupMessage { ImportJobs = import }, cancellationToken);
        }
        catch (RefusalException refused) when (refused.Code == ErrorCodes.CalendarInUse)
        {
            // It is the settings of the document that cannot be.
            throw new RefusalException(refused.Code, refused.Message, $"{ImportBody.SettingsField}.{refused.Field}", refused.Candidates);
        }
    }

    /// <summary>A job or workflow of the document, and what becomes of it.</summary>
    private sealed class Item(ImportedDefinition imported, string action)
    {
        public string Action { get; } = action;

        public JobRecord? Replaced { get; init; }

        public IReadOnlyList<JsonChange> Changes { get; init; } = [];

        public IReadOnlyList<FieldError> Problems { get; set; } = [];

        public long? Version { get; set; }

        public IEnumerable<FieldError> Errors => Problems.Select(problem => problem.Below(imported.Path));

        public SaveJob Message =>
            new()
            {
                Definition = imported.Text,
                Mode = Replaced is null ? SaveMode.Create : SaveMode.Replace,
                Name = imported.Name,
                ExpectedId = Replaced?.JobId ?? 0,
                ExpectedVersion = Replaced?.Version ?? 0,
            };

        public ImportItemView View =>
            new(
                imported.Kind.Word(),
                imported.Name,
                Action,
                Version ?? (Action == Unchanged ? Replaced!.Version : null),
                Changes.Count == 0 ? null : Changes,
                Errors.FirstOrDefault() is { } first ? new RunBatchProblem(first.Code, first.Message, first.Field) : null
            );
    }
}
