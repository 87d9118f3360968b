using System.Text.Json;
using ActorJobs.Core.Text;

namespace ActorJobs.Core.Jobs;

/// <summary>Writes policies as the JSON that <see cref="PolicyReader"/> reads.</summary>
internal static class PolicyWriter
{
    public static void Write(Utf8JsonWriter writer, MisfirePolicy misfire)
    {
        writer.WriteStartObject(JobFields.Misfire);
        writer.WriteString(JobFields.Policy, JobFields.WordFor(JobFields.MisfireKinds, misfire.Kind));
        writer.WriteString(JobFields.Window, DurationText.Format(misfire.Window));
        writer.WriteNumber(JobFields.Max, misfire.Max);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, OverlapPolicy overlap)
    {
        writer.WriteStartObject(JobFields.Overlap);
        writer.WriteString(JobFields.Policy, JobFields.WordFor(JobFields.OverlapKinds, overlap.Kind));
        writer.WriteNumber(JobFields.Max, overlap.Max);
        writer.WriteEndObject();
    }

    /// <summary>Leaves out what is as it is by default.</summary>
    public static void Write(Utf8JsonWriter writer, RetryPolicy retry)
    {
        writer.WriteStartObject(JobFields.Retry);
        writer.WriteNumber(JobFields.Max, retry.Max);
        if (retry.Backoff != RetryBackoff.Default)
        {
            Write(writer, retry.Backoff);
        }

        if (retry.On != RetryCauses.All)
        {
            writer.WriteStartArray(JobFields.On);
            foreach (var (word, _) in JobFields.RetryCauseWords.Where(word => retry.On.HasFlag(word.Value)))
            {
                writer.WriteStringValue(word);
            }

            writer.WriteEndArray();
        }

        if (retry.Worker != RetryWorker.Any)
        {
            writer.WriteString(JobFields.Worker, JobFields.WordFor(JobFields.RetryWorkers, retry.Worker));
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, RetryBackoff backoff)
    {
        writer.WriteStartObject(JobFields.Backoff);
        writer.WriteString(JobFields.Kind, JobFields.WordFor(JobFields.BackoffKinds, backoff.Kind));
        writer.WriteString(JobFields.Initial, DurationText.Format(backoff.Initial));
        if (backoff.Kind == BackoffKind.Exponential)
        {
            writer.WriteNumber(JobFields.Factor, backoff.Factor);
            writer.WriteString(JobFields.Max, DurationText.Format(backoff.Max));
        }

        writer.WriteNumber(JobFields.Jitter, backoff.Jitter);
        writer.WriteEndObject();
    }
}
