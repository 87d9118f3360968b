using System.Text.Json;
using ActorJobs.Core;
using ActorJobs.Core.Apps;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Workflows.Definitions;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.Scheduler.Stores;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Scheduler.AppGroups;

/// <summary>Fills an app group from the store. A record that cannot be read is set aside and told; all others are taken in.</summary>
internal static class AppGroupLoading
{
    /// <summary>Takes in jobs with their schedules' marks, then open runs.</summary>
    public static void Load(AppGroup group, AppContents contents, AppIdentity app, Moment moment, ILogger logger)
    {
        Load("settings", contents.Settings, text => group.RestoreSettings(AppSettingsText.Read(text)), app, logger);
        Load("holds", contents.Holds, text => group.RestoreHolds(AppHoldsText.Read(text)), app, logger);
        group.RestoreNotifications(contents.Notifications, contents.ToldWaits);
        var marks = contents.Schedules.ToLookup(schedule => schedule.JobId);
        foreach (var job in contents.Jobs)
        {
            var reading = Read(job);
            if (reading.Definition is { } definition)
            {
                var ofJob = marks[job.JobId].ToDictionary(schedule => schedule.Name, schedule => schedule.Mark, StringComparer.Ordinal);
                group.RestoreJob(job.JobId, job.Version, definition, job.Params, job.Pause, ofJob, moment);
            }
            else
            {
                logger.LogError(
                    "Job {Job} of app {App} is set aside: its stored definition (version {Version}) cannot be read: {Problem}. Save it anew to bring it back",
                    job.Name,
                    app.Name,
                    job.Version,
                    reading.Problem
                );
                group.SetAside(job.JobId, job.Name, job.Version, job.Pause);
            }
        }

        foreach (var run in contents.OpenRuns.OrderBy(run => run.QueuedAt).ThenBy(run => run.Id.ToString(), StringComparer.Ordinal))
        {
            group.RestoreRun(run, moment);
        }

        foreach (var (run, parameters) in contents.Params)
        {
            group.RestoreParams(run, parameters);
        }

        LoadInstances(group, contents.Instances, app, logger);
        foreach (var secret in contents.Secrets)
        {
            group.RestoreSecret(secret);
        }

        group.Restored(moment);
    }

    private static void Load(string what, string text, Action<string> restore, AppIdentity app, ILogger logger)
    {
        try
        {
            restore(text);
        }
        catch (JsonException problem)
        {
            logger.LogError(
                "The {What} of app {App} are set aside: they cannot be read: {Problem}. Set them anew",
                what,
                app.Name,
                problem.Message
            );
        }
    }

    /// <summary>Instances of one workflow nearly always follow the same definition, which is read once.</summary>
    private static void LoadInstances(AppGroup group, IReadOnlyList<StoredInstance> instances, AppIdentity app, ILogger logger)
    {
        var graphs = new Dictionary<string, WorkflowGraph>(StringComparer.Ordinal);
        foreach (var stored in instances)
        {
            try
            {
                group.RestoreInstance(
                    WorkflowJournal.Recover(
                        stored.Id,
                        stored.Snapshot,
                        stored.Events,
                        text => graphs.TryGetValue(text, out var known) ? known : graphs[text] = InstanceMessages.ReadGraph(text)
                    )
                );
            }
            catch (JsonException problem)
            {
                logger.LogError(
                    "Workflow instance {Instance} of app {App} is set aside: its journal cannot be read: {Problem}. It can be cancelled",
                    stored.Id,
                    app.Name,
                    problem.Message
                );
            }
        }
    }

    private static (JobDefinition? Definition, string Problem) Read(StoredJob job)
    {
        try
        {
            using var json = JsonDocument.Parse(job.Definition);
            var reading = JobDefinitionReader.Read(json.RootElement);
            return reading.Definition is { } definition && definition.Name != job.Name
                ? (null, $"it is that of a job {definition.Name}")
                : (reading.Definition, string.Join("; ", reading.Errors.Select(error => $"{error.Field}: {error.Message}")));
        }
        catch (JsonException exception)
        {
            return (null, exception.Message);
        }
    }
}
