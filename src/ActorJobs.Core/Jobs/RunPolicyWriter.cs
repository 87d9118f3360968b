using System.Text.Json;
using ActorJobs.Core.Text;
using NodaTime;

namespace ActorJobs.Core.Jobs;

/// <summary>Writes a run policy as the JSON that <see cref="RunPolicyReader"/> reads; what is as it is by default is left out.</summary>
internal static class RunPolicyWriter
{
    public static void Write(Utf8JsonWriter writer, RunPolicy policy)
    {
        if (policy.Priority != 0)
        {
            writer.WriteNumber(JobFields.Priority, policy.Priority);
        }

        if (policy.Limits != RunLimits.None)
        {
            writer.WriteStartObject(JobFields.Limits);
            Write(writer, policy.Limits);
            writer.WriteEndObject();
        }

        if (policy.Retry != RetryPolicy.None)
        {
            PolicyWriter.Write(writer, policy.Retry);
        }

        if (policy.Timeouts != RunTimeouts.None)
        {
            writer.WriteStartObject(JobFields.Timeouts);
            Write(writer, policy.Timeouts);
            writer.WriteEndObject();
        }

        if (!policy.Target.Equals(WorkerTarget.Any))
        {
            writer.WriteStartObject(JobFields.Target);
            Write(writer, policy.Target);
            writer.WriteEndObject();
        }

        if (policy.OwnProcess)
        {
            writer.WriteBoolean(JobFields.OwnProcess, true);
        }
    }

    public static void Write(Utf8JsonWriter writer, RunLimits limits)
    {
        Write(writer, JobFields.PerJob, limits.PerJob);
        Write(writer, JobFields.PerKey, limits.PerKey);
        if (limits.Rate is { } rate)
        {
            writer.WriteString(JobFields.Rate, rate.ToString());
        }
    }

    public static void Write(Utf8JsonWriter writer, RunTimeouts timeouts)
    {
        Write(writer, JobFields.Queue, timeouts.Queue);
        Write(writer, JobFields.Run, timeouts.Run);
        Write(writer, JobFields.Kill, timeouts.Kill);
        Write(writer, JobFields.Silence, timeouts.Silence);
    }

    public static void Write(Utf8JsonWriter writer, WorkerTarget target)
    {
        WriteSorted(writer, JobFields.Workers, target.Workers);
        if (target.Labels.Count > 0)
        {
            writer.WriteStartObject(JobFields.Labels);
            foreach (var (key, value) in target.Labels.OrderBy(label => label.Key, StringComparer.Ordinal))
            {
                writer.WriteString(key, value);
            }

            writer.WriteEndObject();
        }

        WriteSorted(writer, JobFields.Runtimes, target.Runtimes);
        if (target.MinFreeCpu > 0)
        {
            writer.WriteNumber(JobFields.MinFreeCpu, target.MinFreeCpu);
        }

        WriteSize(writer, JobFields.MinFreeMemory, target.MinFreeMemory);
        WriteSize(writer, JobFields.MinFreeDisk, target.MinFreeDisk);
        Write(writer, JobFields.MaxWorkers, target.MaxWorkers);
        if (target.Strategy != WorkerStrategy.LeastLoaded)
        {
            writer.WriteString(JobFields.Strategy, JobFields.WordFor(JobFields.Strategies, target.Strategy));
        }
    }

    private static void WriteSorted(Utf8JsonWriter writer, string field, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(field);
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
    }

    private static void WriteSize(Utf8JsonWriter writer, string field, long bytes)
    {
        if (bytes > 0)
        {
            writer.WriteString(field, SizeText.Format(bytes));
        }
    }

    private static void Write(Utf8JsonWriter writer, string field, int? number)
    {
        if (number is { } value)
        {
            writer.WriteNumber(field, value);
        }
    }

    private static void Write(Utf8JsonWriter writer, string field, Duration? duration)
    {
        if (duration is { } value)
        {
            writer.WriteString(field, DurationText.Format(value));
        }
    }
}
