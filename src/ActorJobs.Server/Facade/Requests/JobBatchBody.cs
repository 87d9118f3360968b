using System.Text.Json;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Text;
using ActorJobs.Errors;
using ActorJobs.Server.Facade.Problems;
using NodaTime;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>The body of a request that changes many jobs, or workflows, checked.</summary>
/// <param name="Filter">Which.</param>
/// <param name="IsDryRun">Whether it is only to be told which they are.</param>
internal sealed record JobBatchBody(JobFilter Filter, bool IsDryRun)
{
    /// <summary>A right body.</summary>
    public const string Example = """{"prefix":"nightly-","labels":{"team":"billing"},"dryRun":true}""";

    private const string Prefix = "prefix";
    private const string Labels = "labels";
    private const string Processor = "processor";
    private const string All = "all";
    private const string DryRun = "dryRun";
    private const string NoteField = "note";
    private const string UntilField = "until";
    private const string CascadeField = "cascade";

    /// <summary>For a pause: why; null if it does not say.</summary>
    public string? Note { get; init; }

    /// <summary>For a pause: when they go on by themselves; null: never.</summary>
    public Instant? Until { get; init; }

    /// <summary>For a deletion: whether open runs are cancelled with them.</summary>
    public bool IsCascade { get; init; }

    /// <summary>Reads the body. Nothing is changed unless it says so, and nothing is meant unless it says what.</summary>
    public static async ValueTask<JobBatchBody> ReadAsync(
        HttpRequest request,
        JobKind kind,
        JobBatchAction action,
        CancellationToken cancellationToken = default
    )
    {
        var body = await RequestBody.ReadAsync(request, Example, cancellationToken);
        var errors = new List<FieldError>();
        var read = Read(body, kind, action, errors);
        InvalidFieldsException.ThrowIfAny(errors);
        return read!;
    }

    private static JobBatchBody? Read(JsonElement body, JobKind kind, JobBatchAction action, List<FieldError> errors)
    {
        string[] filters = kind == JobKind.Workflow ? [Prefix, Labels] : [Prefix, Labels, Processor];
        string[] own = action switch
        {
            JobBatchAction.Pause => [NoteField, UntilField],
            JobBatchAction.Delete => [CascadeField],
            _ => [],
        };
        if (JsonFields.Read(body, "", errors, [.. filters, All, DryRun, .. own]) is not { } fields)
        {
            return null;
        }

        if (filters.All(filter => fields.Raw(filter) is null) && fields.Flag(All) != true)
        {
            fields.Refuse(
                All,
                ErrorCodes.MissingField,
                $"Nothing says which {kind.Word()}s are meant; expected one of {string.Join(", ", filters)}, or \"all\": true."
            );
        }

        var labels = LabelsReader.Read(fields).Select(static label => KeyValuePair.Create(label.Key, (string?)label.Value)).ToList();
        var filter = new JobFilter(kind, fields.Name(Prefix), null, fields.Name(Processor), labels);
        return new JobBatchBody(filter, fields.Flag(DryRun) ?? true)
        {
            Note = fields.Remark(NoteField),
            Until = fields.Instant(UntilField),
            IsCascade = fields.Flag(CascadeField) ?? false,
        };
    }
}
