using ActorJobs.Core.Text;
using ActorJobs.Errors;
using NodaTime;

namespace ActorJobs.Core.Jobs;

/// <summary>Reads policies from the fields <c>misfire</c>, <c>overlap</c> and <c>retry</c>, wherever an object has them.</summary>
public static class PolicyReader
{
    /// <summary>The misfire policy; the default for what is not given, or wrong.</summary>
    public static MisfirePolicy Misfire(JsonFields fields, List<FieldError> errors)
    {
        var standard = MisfirePolicy.Default;
        if (
            fields.Raw(JobFields.Misfire) is not { } element
            || JsonFields.Read(element, fields.PathOf(JobFields.Misfire), errors, JobFields.OfMisfire) is not { } misfire
        )
        {
            return standard;
        }

        return new MisfirePolicy(
            misfire.Choice(JobFields.Policy, JobFields.MisfireKinds) ?? standard.Kind,
            misfire.Duration(JobFields.Window, MisfirePolicy.ShortestWindow, MisfirePolicy.LongestWindow) ?? standard.Window,
            misfire.Number(JobFields.Max, 1, JobFields.MostRuns) ?? standard.Max
        );
    }

    /// <summary>The overlap policy; the default for what is not given, or wrong.</summary>
    public static OverlapPolicy Overlap(JsonFields fields, List<FieldError> errors)
    {
        var standard = OverlapPolicy.Default;
        if (
            fields.Raw(JobFields.Overlap) is not { } element
            || JsonFields.Read(element, fields.PathOf(JobFields.Overlap), errors, JobFields.OfOverlap) is not { } overlap
        )
        {
            return standard;
        }

        return new OverlapPolicy(
            overlap.Choice(JobFields.Policy, JobFields.OverlapKinds) ?? standard.Kind,
            overlap.Number(JobFields.Max, 1, JobFields.MostRuns) ?? standard.Max
        );
    }

    /// <summary>The retry policy; <see cref="RetryPolicy.None"/> if it is not given, or wrong.</summary>
    /// <param name="fields">Of the object that has it.</param>
    /// <param name="errors">Where errors are added.</param>
    /// <param name="valid">The fields that it can have there.</param>
    public static RetryPolicy Retry(JsonFields fields, List<FieldError> errors, IReadOnlyList<string> valid)
    {
        if (
            fields.Raw(JobFields.Retry) is not { } element
            || JsonFields.Read(element, fields.PathOf(JobFields.Retry), errors, valid) is not { } retry
        )
        {
            return RetryPolicy.None;
        }

        retry.Required(JobFields.Max);
        var causes = retry.Choices(
            JobFields.On,
            JobFields.RetryCauseWords,
            "The retry has no end after which there is another try; expected one at least, or no field 'on' for all of them."
        );
        return new RetryPolicy(
            retry.Number(JobFields.Max, 0, RetryPolicy.MostRetries) ?? 0,
            Backoff(retry, errors),
            causes?.Aggregate(RetryCauses.None, (all, cause) => all | cause) ?? RetryCauses.All
        )
        {
            Worker = retry.Choice(JobFields.Worker, JobFields.RetryWorkers) ?? RetryWorker.Any,
        };
    }

    private static RetryBackoff Backoff(JsonFields retry, List<FieldError> errors)
    {
        var standard = RetryBackoff.Default;
        if (
            retry.Raw(JobFields.Backoff) is not { } element
            || JsonFields.Read(element, retry.PathOf(JobFields.Backoff), errors, JobFields.OfBackoff) is not { } backoff
        )
        {
            return standard;
        }

        var initial = backoff.Duration(JobFields.Initial, RetryBackoff.ShortestInitial, RetryBackoff.LongestInitial) ?? standard.Initial;
        var jitter = backoff.Fraction(JobFields.Jitter, 0, 1) ?? standard.Jitter;
        if (backoff.Choice(JobFields.Kind, JobFields.BackoffKinds) == BackoffKind.Fixed)
        {
            RefuseGrowth(backoff);
            return RetryBackoff.Fixed(initial, jitter);
        }

        // A pause that starts longer than the default longest one is meant: it does not grow.
        var max =
            backoff.Duration(JobFields.Max, RetryBackoff.ShortestInitial, RetryBackoff.LongestMax) ?? Duration.Max(standard.Max, initial);
        if (max < initial)
        {
            backoff.Refuse(
                JobFields.Max,
                ErrorCodes.OutOfRange,
                $"Found {DurationText.Format(max)}, which is shorter than the first pause; expected {DurationText.Format(initial)} at least."
            );
        }

        var factor = backoff.Fraction(JobFields.Factor, 1, RetryBackoff.MostFactor) ?? standard.Factor;
        return new RetryBackoff(BackoffKind.Exponential, initial, factor, max, jitter);
    }

    private static void RefuseGrowth(JsonFields backoff)
    {
        foreach (var field in backoff.Given.Where(field => field is JobFields.Factor or JobFields.Max))
        {
            backoff.Refuse(
                field,
                ErrorCodes.FieldNotAllowed,
                $"The field '{field}' is not for a fixed backoff, whose pauses do not grow; it has kind, initial and jitter."
            );
        }
    }
}
