using System.Text.Json;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Text;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Server.Facade.Problems;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>The body of a request that cancels many runs, checked.</summary>
/// <param name="Selection">Which runs, as the owner is asked; without a number and a reason.</param>
/// <param name="IsDryRun">Whether it is only to be told which they are.</param>
/// <param name="Reason">Why; null if it does not say.</param>
internal sealed record ClearingBody(CancelRuns Selection, bool IsDryRun, string? Reason)
{
    /// <summary>A right body.</summary>
    public const string Example = """{"job":"hello","state":["Queued"],"dryRun":true,"reason":"too many"}""";

    private const string Job = "job";
    private const string State = "state";
    private const string WaitReasonField = "waitReason";
    private const string Key = "key";
    private const string From = "from";
    private const string To = "to";
    private const string All = "all";
    private const string Running = "running";
    private const string DryRun = "dryRun";
    private const string ReasonField = "reason";

    private static readonly string[] s_filters = [Job, State, WaitReasonField, Key, From, To];
    private static readonly string[] s_fields = [.. s_filters, All, Running, DryRun, ReasonField];

    private static readonly Dictionary<string, RunState> s_states = new(StringComparer.Ordinal)
    {
        [nameof(RunState.Scheduled)] = RunState.Scheduled,
        [nameof(RunState.Queued)] = RunState.Queued,
    };

    private static readonly Dictionary<string, WaitReason> s_reasons = Enum.GetValues<WaitReason>()
        .Where(static reason => reason != WaitReason.None)
        .ToDictionary(static reason => $"{reason}", StringComparer.Ordinal);

    /// <summary>Reads the body. Nothing is cancelled unless it says so, and nothing is meant unless it says what.</summary>
    public static async ValueTask<ClearingBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken = default)
    {
        var errors = new List<FieldError>();
        var body = Read(await RequestBody.ReadAsync(request, Example, cancellationToken), errors);
        InvalidFieldsException.ThrowIfAny(errors);
        return body!;
    }

    /// <summary>Who cancels, and why.</summary>
    public string ReasonOf(HttpRequest request) => new CancelBody(Reason).ReasonOf(request);

    private static ClearingBody? Read(JsonElement element, List<FieldError> errors)
    {
        if (JsonFields.Read(element, "", errors, s_fields) is not { } fields)
        {
            return null;
        }

        var (from, to) = (fields.Instant(From), fields.Instant(To));
        var selection = new CancelRuns
        {
            Job = fields.Name(Job) ?? "",
            WaitReason = fields.Choice(WaitReasonField, s_reasons) is { } reason ? $"{reason}" : "",
            LimitKey = fields.Text(Key, "customer-42") ?? "",
            From = from?.ToUnixTimeMilliseconds() ?? 0,
            To = to?.ToUnixTimeMilliseconds() ?? 0,
            AtWorkers = fields.Flag(Running) ?? false,
        };
        selection.States.AddRange(
            (fields.Choices(State, s_states, "Found no state; expected one or both.") ?? []).Select(static one => $"{one}")
        );
        if (to <= from)
        {
            fields.Refuse(To, ErrorCodes.EndsBeforeStart, "Found a to that is not after from; expected an end after the start.");
        }

        var isFiltered = s_filters.Any(filter => fields.Raw(filter) is not null);
        if (!isFiltered && fields.Flag(All) != true)
        {
            fields.Refuse(
                All,
                ErrorCodes.MissingField,
                $"Nothing says which runs are meant; expected one of {string.Join(", ", s_filters)}, or \"all\": true."
            );
        }

        return new ClearingBody(selection, fields.Flag(DryRun) ?? true, fields.Remark(ReasonField));
    }
}
