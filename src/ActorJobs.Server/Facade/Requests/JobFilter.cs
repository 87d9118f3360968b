using ActorJobs.Core.Jobs;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Facade.Views;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>Which jobs, or workflows, of an app a list shows. What a job is stands in its definition, so the jobs are read page by page, and
/// those that do not fit left out.</summary>
/// <param name="Kind">Which of both.</param>
/// <param name="Prefix">How their names begin; null: any.</param>
/// <param name="Enabled">Whether their schedules are on; null: either.</param>
/// <param name="Processor">The processor that they run; null: any.</param>
/// <param name="Labels">Labels that all of them have; a null value takes any.</param>
internal sealed record JobFilter(
    JobKind Kind,
    string? Prefix,
    bool? Enabled,
    string? Processor,
    IReadOnlyList<KeyValuePair<string, string?>> Labels
)
{
    private const string PrefixName = "prefix";
    private const string EnabledName = "enabled";
    private const string ProcessorName = "processor";
    private const string LabelName = "label";

    /// <summary>One list reads so many jobs at most; a page that ends there is short, and tells where the next one begins.</summary>
    private const int MostRead = 10_000;

    private const int PageRead = 1000;

    /// <summary>The names of the query parameters. A workflow has no processor of its own.</summary>
    public static IReadOnlyList<string> NamesFor(JobKind kind) =>
        kind == JobKind.Workflow ? [PrefixName, EnabledName, LabelName] : [PrefixName, EnabledName, ProcessorName, LabelName];

    /// <summary>Reads the query parameters.</summary>
    public static JobFilter Read(QueryReader query, JobKind kind) =>
        new(kind, query.Name(PrefixName), query.OptionalFlag(EnabledName), query.Name(ProcessorName), query.Labels(LabelName));

    /// <summary>A page of the jobs that fit.</summary>
    /// <param name="queries">The store.</param>
    /// <param name="app">Whose jobs.</param>
    /// <param name="after">The cursor.</param>
    /// <param name="limit">The size of the page.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async ValueTask<(IReadOnlyList<JobRecord> Jobs, string? Next)> ListAsync(
        IStoreQueries queries,
        string app,
        string? after,
        int limit,
        CancellationToken cancellationToken = default
    )
    {
        var isNarrow = Enabled is not null || Processor is not null || Labels.Count > 0;
        var size = isNarrow ? PageRead : limit;
        var found = new List<JobRecord>();
        var cursor = after;
        for (var read = 0; read < MostRead; read += size)
        {
            var page = await queries.ListJobsAsync(app, Kind == JobKind.Workflow, Prefix, cursor, size, cancellationToken);
            foreach (var job in page)
            {
                cursor = job.Name;
                if (!isNarrow || Fits(job))
                {
                    found.Add(job);
                }

                if (found.Count == limit)
                {
                    return (found, cursor);
                }
            }

            if (page.Count < size)
            {
                return (found, null);
            }
        }

        return (found, cursor);
    }

    // A job that is set aside has no definition that could fit.
    private bool Fits(JobRecord job) =>
        JobDefinitionReader.Read(StoredJson.Read(job.Definition)).Definition is { } definition && Fits(definition);

    private bool Fits(JobDefinition definition) =>
        (Enabled is null || definition.Enabled == Enabled)
        && (Processor is null || definition.Processor.Name == Processor)
        && Labels.All(label => definition.Labels.TryGetValue(label.Key, out var value) && (label.Value is null || label.Value == value));
}
