using ActorJobs.Scheduler.Stores;
using NodaTime;

namespace ActorJobs.Server.Facade.Views;

/// <summary>A definition that a job has, or had, in a list.</summary>
/// <param name="Version">1, 2, …</param>
/// <param name="SavedAt">When it came into force.</param>
/// <param name="Changed">The fields in which it differs from the version before; left out if that is not kept any more.</param>
internal sealed record JobVersionView(long Version, Instant SavedAt, IReadOnlyList<string>? Changed)
{
    /// <summary>The view of a version.</summary>
    /// <param name="version">As stored.</param>
    /// <param name="before">The version before it, if it is kept.</param>
    public static JobVersionView Of(JobVersionRecord version, JobVersionRecord? before) =>
        new(
            version.Version,
            version.SavedAt,
            before is null
                ? null
                :
                [
                    .. JsonChange
                        .Between(JobView.Of(before), JobView.Of(version))
                        .Select(change => TopOf(change.Field))
                        .Distinct(StringComparer.Ordinal),
                ]
        );

    private static string TopOf(string path) => path.Split('.', '[')[0];
}
