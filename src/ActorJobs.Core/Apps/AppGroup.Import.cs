using ActorJobs.Core.Jobs;
using ActorJobs.Errors;

namespace ActorJobs.Core.Apps;

/// <content>Many definitions come into force together, in one turn: they may name each other in any order.</content>
public sealed partial class AppGroup
{
    /// <summary>What is being imported, for the checks, which take it for being in force already.</summary>
    private Import? _import;

    /// <summary>Makes and replaces jobs and workflows, and perhaps the settings of the app.</summary>
    /// <param name="settings">The app's new settings; null: those that it has.</param>
    /// <param name="jobs">In any order; no two of one name.</param>
    /// <param name="mode">How much of it is done if something is wrong.</param>
    /// <param name="moment">Now.</param>
    /// <returns>One result for each job, in their order.</returns>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.CalendarInUse"/>: the settings cannot be, and nothing was done.</exception>
    public IReadOnlyList<ImportResult> ImportJobs(AppSettings? settings, IReadOnlyList<ImportedJob> jobs, ImportMode mode, Moment moment)
    {
        _import = new Import(
            settings,
            jobs.ToDictionary(static job => job.Definition.Name, static job => job.Definition, StringComparer.Ordinal)
        );
        try
        {
            var refusals = CheckAll(jobs, moment);
            RefuseToTakeCalendars(SettingsToBe);
            RefuseToTakeChannels(SettingsToBe);
            if (mode == ImportMode.Check || (mode == ImportMode.AllOrNothing && refusals.Any(static why => why is not null)))
            {
                return [.. refusals.Select(static why => new ImportResult(null, why))];
            }

            if (settings is not null)
            {
                Configure(settings, moment);
            }

            return
            [
                .. jobs.Zip(refusals).Select(pair => new ImportResult(pair.Second is null ? Save(pair.First, moment) : null, pair.Second)),
            ];
        }
        finally
        {
            _import = null;
        }
    }

    /// <summary>Why each of them cannot be saved; null if it can. One that is refused takes those with it that need it.</summary>
    private RefusalException?[] CheckAll(IReadOnlyList<ImportedJob> jobs, Moment moment)
    {
        var refusals = new RefusalException?[jobs.Count];
        for (var isSettled = false; !isSettled; )
        {
            isSettled = true;
            foreach (var (index, job) in jobs.Index())
            {
                if (refusals[index] is null && (refusals[index] = Check(job, moment)) is not null)
                {
                    _import!.Definitions.Remove(job.Definition.Name);
                    isSettled = false;
                }
            }
        }

        return refusals;
    }

    private RefusalException? Check(ImportedJob job, Moment moment)
    {
        try
        {
            if (job.Replaces is { } expected)
            {
                CheckReplacement(job.Definition.Name, job.Definition, expected, moment);
            }
            else
            {
                CheckNew(job.Definition, moment);
            }

            return null;
        }
        catch (RefusalException refusal)
        {
            return refusal;
        }
    }

    private SavedJob Save(ImportedJob job, Moment moment) =>
        job.Replaces is { } expected
            ? ReplaceJob(job.Definition.Name, job.Definition, job.Params, expected, moment)
            : CreateJob(job.Definition, job.Params, moment);

    /// <summary>The definition of a name, as it will be.</summary>
    private JobDefinition? DefinitionOf(string name) => _import?.Definitions.GetValueOrDefault(name) ?? _jobs.Find(name)?.Definition;

    private sealed record Import(AppSettings? Settings, Dictionary<string, JobDefinition> Definitions);
}
