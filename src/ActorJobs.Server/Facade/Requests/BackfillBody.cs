using ActorJobs.Core.Text;
using ActorJobs.Errors;
using ActorJobs.Server.Facade.Problems;
using NodaTime;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>The body of a request for runs of a past period, checked.</summary>
/// <param name="From">The first fire time may be this.</param>
/// <param name="To">The last is before it.</param>
/// <param name="Schedule">Of this schedule only; null: of all.</param>
/// <param name="Max">How many runs are made at most.</param>
/// <param name="IsDryRun">Whether it is only to be told which they are.</param>
internal sealed record BackfillBody(Instant From, Instant To, string? Schedule, int Max, bool IsDryRun)
{
    /// <summary>A right body.</summary>
    public const string Example = """{"from":"2026-11-01T00:00:00Z","to":"2026-11-08T00:00:00Z","max":100}""";

    private const int Most = 1000;
    private const string FromField = "from";
    private const string ToField = "to";
    private const string ScheduleField = "schedule";
    private const string MaxField = "max";
    private const string DryRunField = "dryRun";

    private static readonly string[] s_fields = [FromField, ToField, ScheduleField, MaxField, DryRunField];
    private static readonly Duration s_farthest = Duration.FromDays(366);

    /// <summary>Reads the body.</summary>
    /// <param name="request">Whose body.</param>
    /// <param name="now">Scheduling time.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async ValueTask<BackfillBody> ReadAsync(HttpRequest request, Instant now, CancellationToken cancellationToken = default)
    {
        var body = await RequestBody.ReadAsync(request, Example, cancellationToken);
        var errors = new List<FieldError>();
        var read = JsonFields.Read(body, "", errors, s_fields) is { } fields ? Read(fields, now) : null;
        InvalidFieldsException.ThrowIfAny(errors);
        return read!;
    }

    private static BackfillBody Read(JsonFields fields, Instant now)
    {
        fields.Required(FromField);
        fields.Required(ToField);
        var (from, to) = (fields.Instant(FromField), fields.Instant(ToField));
        if (to <= from)
        {
            fields.Refuse(ToField, ErrorCodes.EndsBeforeStart, "Found a to that is not after from; expected an end after the start.");
        }

        if (to > now)
        {
            fields.Refuse(
                ToField,
                ErrorCodes.OutOfRange,
                $"Found {InstantText.Format(to.Value)}; expected a time that has passed, since what is to come fires by itself. It is {InstantText.Format(now)}."
            );
        }

        if (from < now - s_farthest)
        {
            fields.Refuse(
                FromField,
                ErrorCodes.OutOfRange,
                $"Found {InstantText.Format(from.Value)}; expected a time within the last 366 days. It is {InstantText.Format(now)}."
            );
        }

        return new BackfillBody(
            from ?? default,
            to ?? default,
            fields.Name(ScheduleField),
            fields.Number(MaxField, 1, Most) ?? Most,
            fields.Flag(DryRunField) ?? false
        );
    }
}
