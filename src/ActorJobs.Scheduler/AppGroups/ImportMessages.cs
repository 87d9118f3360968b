using ActorJobs.Core;
using ActorJobs.Core.Apps;
using ActorJobs.Protocol;

namespace ActorJobs.Scheduler.AppGroups;

/// <summary>The message to an app group that brings many definitions.</summary>
internal static class ImportMessages
{
    /// <summary>Saves them together, or tells why not.</summary>
    public static Func<AppEffects, AppGroupReply> Import(AppGroup group, ImportJobs import, Moment moment)
    {
        var mode =
            import.DryRun ? ImportMode.Check
            : import.Partial ? ImportMode.WhatIsRight
            : ImportMode.AllOrNothing;
        var settings = import.Settings.Length == 0 ? null : AppGroupMessages.ReadSettings(import.Settings);
        var results = group.ImportJobs(settings, [.. import.Jobs.Select(Read)], mode, moment);
        var imported = new JobsImported();
        imported.Jobs.AddRange(results.Select(Write));
        return _ => new AppGroupReply { JobsImported = imported };
    }

    private static Core.Apps.ImportedJob Read(SaveJob save)
    {
        var reading = AppGroupMessages.ReadDefinition(save.Definition);
        var expected = AppGroupMessages.Expected(save.ExpectedId, save.ExpectedVersion);
        return new Core.Apps.ImportedJob(reading.Definition!, reading.Params, save.Mode == SaveMode.Create ? null : expected);
    }

    private static Protocol.ImportedJob Write(ImportResult result)
    {
        var imported = new Protocol.ImportedJob();
        if (result.Saved is { } saved)
        {
            imported.Saved = new JobSaved { Id = saved.Id, Version = saved.Version };
        }

        if (result.Why is { } why)
        {
            imported.Problem = AppGroupMessages.ProblemOf(why);
        }

        return imported;
    }
}
