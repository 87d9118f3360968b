using System.Text.Json;
using ActorJobs.Core.Text;
using ActorJobs.Errors;

namespace ActorJobs.Core.Jobs;

/// <summary>Reads the run policy of a job from its fields <c>priority</c>, <c>limits</c>, <c>retry</c>, <c>timeouts</c>, <c>target</c> and <c>ownProcess</c>.</summary>
internal static class RunPolicyReader
{
    /// <summary>The policy; the default for what is not given, or wrong.</summary>
    public static RunPolicy Read(JsonFields fields, List<FieldError> errors, Delivery delivery)
    {
        var retry = PolicyReader.Retry(fields, errors, JobFields.OfJobRetry);
        if (delivery == Delivery.AtMostOnce && retry.Max > 0)
        {
            fields.Refuse(
                JobFields.Retry,
                ErrorCodes.FieldNotAllowed,
                "Found a retry in a job of delivery atMostOnce, which has one attempt at most; expected no retry, or delivery atLeastOnce."
            );
        }

        return new RunPolicy(
            fields.Number(JobFields.Priority, RunPolicy.LeastPriority, RunPolicy.MostPriority) ?? 0,
            Limits(fields, errors),
            retry,
            Timeouts(fields, errors),
            Target(fields, errors)
        )
        {
            OwnProcess = fields.Flag(JobFields.OwnProcess) ?? false,
        };
    }

    /// <summary>Limits, wherever an object has them.</summary>
    public static RunLimits Limits(JsonFields fields, List<FieldError> errors) =>
        Part(fields, JobFields.Limits, JobFields.OfLimits, errors) is { } limits
            ? new RunLimits(
                limits.Number(JobFields.PerJob, 1, RunLimits.MostAtOnce),
                limits.Number(JobFields.PerKey, 1, RunLimits.MostAtOnce),
                Rate(limits)
            )
            : RunLimits.None;

    /// <summary>Time-outs, wherever an object has them.</summary>
    public static RunTimeouts Timeouts(JsonFields fields, List<FieldError> errors) =>
        Part(fields, JobFields.Timeouts, JobFields.OfTimeouts, errors) is { } timeouts
            ? new RunTimeouts(
                timeouts.Duration(JobFields.Queue, RunTimeouts.Shortest, RunTimeouts.Longest),
                timeouts.Duration(JobFields.Run, RunTimeouts.Shortest, RunTimeouts.Longest),
                timeouts.Duration(JobFields.Kill, RunTimeouts.Shortest, RunTimeouts.LongestKill),
                timeouts.Duration(JobFields.Silence, RunTimeouts.ShortestSilence, RunTimeouts.Longest)
            )
            : RunTimeouts.None;

    /// <summary>The rate of limits; null if none is given.</summary>
    public static RateLimit? Rate(JsonFields limits)
    {
        if (limits.Text(JobFields.Rate, "100/1s") is not { } text)
        {
            return null;
        }

        if (RateLimit.Parse(text) is { } rate)
        {
            return rate;
        }

        limits.Refuse(JobFields.Rate, ErrorCodes.InvalidValue, $"Found '{text}'; {RateLimit.Expected}.");
        return null;
    }

    private static WorkerTarget Target(JsonFields fields, List<FieldError> errors)
    {
        if (Part(fields, JobFields.Target, JobFields.OfTarget, errors) is not { } target)
        {
            return WorkerTarget.Any;
        }

        var read = new WorkerTarget
        {
            Workers = Names(target, JobFields.Workers),
            Labels = LabelsReader.Read(target),
            Runtimes = Names(target, JobFields.Runtimes),
            MinFreeCpu = target.Fraction(JobFields.MinFreeCpu, 0, JobFields.MostProcessors) ?? 0,
            MinFreeMemory = target.Size(JobFields.MinFreeMemory, 0) ?? 0,
            MinFreeDisk = target.Size(JobFields.MinFreeDisk, 0) ?? 0,
            MaxWorkers = target.Number(JobFields.MaxWorkers, 1, JobFields.MostRuns),
            Strategy = target.Choice(JobFields.Strategy, JobFields.Strategies) ?? WorkerStrategy.LeastLoaded,
        };
        return read.Equals(WorkerTarget.Any) ? WorkerTarget.Any : read;
    }

    private static JsonFields? Part(JsonFields fields, string field, IReadOnlyList<string> valid, List<FieldError> errors) =>
        fields.Raw(field) is { } element ? JsonFields.Read(element, fields.PathOf(field), errors, valid) : null;

    private static IReadOnlyList<string> Names(JsonFields target, string field)
    {
        var elements = target.Array(field);
        if (elements.Count > JobFields.MostNames)
        {
            target.Refuse(field, ErrorCodes.OutOfRange, $"Found {elements.Count} names; expected {JobFields.MostNames} at most.");
            return [];
        }

        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (index, (element, _)) in elements.Index())
        {
            var isText = element.ValueKind == JsonValueKind.String;
            var name = isText ? element.GetString()! : element.GetRawText();
            if (isText && NameText.IsValid(name))
            {
                names.Add(name);
            }
            else
            {
                target.Refuse($"{field}[{index}]", ErrorCodes.InvalidName, $"Found '{name}'; {NameText.Expected}.");
            }
        }

        return [.. names];
    }
}
