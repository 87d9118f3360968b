using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace ActorJobs.Core.Runs;

/// <summary>Derives the id of a run from what the run is, so that making it twice collides instead of doubling it.</summary>
public static class RunIdentity
{
    /// <summary>The run of one fire time of one schedule. The job's id is never used again, so neither is this.</summary>
    public static RunId OfOccurrence(long appId, long jobId, string schedule, Instant fireTime) =>
        Derive(
            fireTime,
            string.Create(CultureInfo.InvariantCulture, $"occurrence {appId} {jobId} {fireTime.ToUnixTimeTicks()} {schedule}")
        );

    /// <summary>The run of a fixed-delay schedule that follows the end of another run, or is the first after its anchor.</summary>
    public static RunId OfFollower(long appId, long jobId, string schedule, RunId? follows, Instant anchor, Instant planned) =>
        Derive(
            planned,
            string.Create(
                CultureInfo.InvariantCulture,
                $"follower {appId} {jobId} {(follows is { } run ? run.ToString() : $"first {anchor.ToUnixTimeTicks()}")} {schedule}"
            )
        );

    /// <summary>The run that a user asked for.</summary>
    /// <param name="app">The app's name.</param>
    /// <param name="key">Names the request; a repetition of the request repeats the key.</param>
    /// <param name="planned">When it shall start.</param>
    public static RunId OfRequest(string app, string key, Instant planned) => Derive(planned, $"request {app} {key}");

    /// <summary>The run of one pass of a node of a workflow instance.</summary>
    /// <param name="instance">Whose node.</param>
    /// <param name="node">Its key.</param>
    /// <param name="pass">1, 2, …; never used again for the node.</param>
    /// <param name="planned">When the pass begins.</param>
    public static RunId OfNode(RunId instance, string node, int pass, Instant planned) =>
        Derive(planned, string.Create(CultureInfo.InvariantCulture, $"node {instance} {node} {pass}"));

    /// <summary>One of several runs that a user asked for at once. Their ids differ by the number, so that those planned for one instant sort in the order of the
    /// request.</summary>
    /// <param name="request">Derived from the request as a whole.</param>
    /// <param name="number">Which of them, from 0.</param>
    /// <param name="planned">When it shall start.</param>
    public static RunId OfRequest(RunId request, int number, Instant planned)
    {
        Span<byte> id = stackalloc byte[16];
        request.Value.TryWriteBytes(id, bigEndian: true, out _);
        var rest = BinaryPrimitives.ReadUInt16BigEndian(id[6..]);
        BinaryPrimitives.WriteInt64BigEndian(id, (planned.ToUnixTimeMilliseconds() << 16) | rest);
        BinaryPrimitives.WriteUInt32BigEndian(id[12..], unchecked(BinaryPrimitives.ReadUInt32BigEndian(id[12..]) + (uint)number));
        return new RunId(new Guid(id, bigEndian: true));
    }

    /// <summary>A UUID of version 8 (RFC 9562): 48 bits of milliseconds, then bits of the SHA-256 of the identity.</summary>
    private static RunId Derive(Instant planned, string identity)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(identity), hash);
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, planned.ToUnixTimeMilliseconds() << 16);
        hash[..10].CopyTo(id[6..]);
        id[6] = (byte)((id[6] & 0x0F) | 0x80);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new RunId(new Guid(id, bigEndian: true));
    }
}
