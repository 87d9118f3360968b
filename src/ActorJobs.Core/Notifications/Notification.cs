using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ActorJobs.Core.Runs;
using NodaTime;

namespace ActorJobs.Core.Notifications;

/// <summary>One message to one channel about runs of a job: one run, or several that met with the same.</summary>
public sealed record Notification
{
    /// <summary>Told to the receiver, who knows a repetition by it. Derived from what the notification begins with.</summary>
    public required Guid Id { get; init; }

    /// <summary>What makes it the same as others.</summary>
    public required NotificationKey Key { get; init; }

    /// <summary>Where it is.</summary>
    public required NotificationState State { get; init; }

    /// <summary>How many runs it is about; 1 or more.</summary>
    public required long Count { get; init; }

    /// <summary>The first of the runs.</summary>
    public required NotedRun First { get; init; }

    /// <summary>The last of the runs.</summary>
    public required NotedRun Last { get; init; }

    /// <summary>The state of the last run then.</summary>
    public required RunState RunState { get; init; }

    /// <summary>Of the last run: the failure's message, or why it waits; may be empty.</summary>
    public required string Message { get; init; }

    /// <summary>While it is <see cref="NotificationState.Gathering"/>: when that ends. Then: until when the same is gathered in the next one.</summary>
    public required Instant Until { get; init; }

    /// <summary>From when on it is delivered.</summary>
    public required Instant Due { get; init; }

    /// <summary>The id of the notification that begins with a run: a UUID of version 8, which sorts by the time of its beginning.</summary>
    public static Guid IdOf(long appId, NotificationKey key, NotedRun first)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var identity = string.Create(
            CultureInfo.InvariantCulture,
            $"notification {appId} {key.Channel} {key.Event} {key.Job} {first.Run} {first.At.ToUnixTimeTicks()} {key.Cause}"
        );
        SHA256.HashData(Encoding.UTF8.GetBytes(identity), hash);
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, first.At.ToUnixTimeMilliseconds() << 16);
        hash[..10].CopyTo(id[6..]);
        id[6] = (byte)((id[6] & 0x0F) | 0x80);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }
}

/// <summary>What notifications have in common that are gathered in one.</summary>
/// <param name="Channel">Where they go.</param>
/// <param name="Event">What happened.</param>
/// <param name="Job">The name of the job or workflow, or of the node of a workflow.</param>
/// <param name="Cause">The type of the failure, or the end state of a run without one; or the reason of the wait.</param>
public sealed record NotificationKey(string Channel, NotificationEvent Event, string Job, string Cause);

/// <summary>A run that a notification is about.</summary>
/// <param name="Run">Which.</param>
/// <param name="At">When it met with what the notification tells.</param>
public sealed record NotedRun(RunId Run, Instant At);

/// <summary>What notifications tell of.</summary>
public enum NotificationEvent
{
    /// <summary>A run has failed, and gets no other attempt.</summary>
    Failure,

    /// <summary>A run waits for too long.</summary>
    Waiting,
}

/// <summary>Where a notification is.</summary>
public enum NotificationState
{
    /// <summary>The same was told lately: it is delivered later, with what happens until then.</summary>
    Gathering,

    /// <summary>It is delivered, again and again until that succeeds.</summary>
    Pending,

    /// <summary>Its receiver has taken it.</summary>
    Delivered,

    /// <summary>It could not be delivered, and is not tried any more.</summary>
    Failed,
}
