using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ActorJobs.Core.Text;
using ActorJobs.Errors;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>Keys by which clients name their requests, so that they can be repeated.</summary>
internal static class IdempotencyKey
{
    /// <summary>The header of a request for one run.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>The field of an item of a batch.</summary>
    public const string Field = "idempotencyKey";

    private const int Longest = 255;
    private const string Expected = "expected 1 to 255 characters of ASCII without blanks and control characters";

    /// <summary>The key in the header; null if there is none. Quotes around it, as some clients send them, are no part of it.</summary>
    /// <exception cref="RefusalException">It is no key.</exception>
    public static RequestKey? Of(HttpRequest request)
    {
        var header = request.Headers[Header];
        if (header.Count == 0)
        {
            return null;
        }

        var text = header.ToString();
        var key = text is ['"', .. var inner, '"'] ? inner : text;
        return header.Count == 1 && IsValid(key)
            ? new RequestKey(key, Header)
            : throw new RefusalException(ErrorCodes.InvalidValue, $"Found {Header}: {text}; {Expected}.", Header);
    }

    /// <summary>Sees to it that there is no key in the header: a batch has one for each item, if any.</summary>
    /// <exception cref="RefusalException">There is one.</exception>
    public static void RefuseHeader(HttpRequest request)
    {
        if (request.Headers.ContainsKey(Header))
        {
            throw new RefusalException(
                ErrorCodes.FieldNotAllowed,
                $"Found the header {Header} on a batch; expected a key for each item, in its field {Field}.",
                Header
            );
        }
    }

    /// <summary>The key of an item; null if it has none, or it is none.</summary>
    public static RequestKey? Of(JsonFields fields)
    {
        if (fields.Text(Field) is not { } key)
        {
            return null;
        }

        if (!IsValid(key))
        {
            fields.Refuse(Field, ErrorCodes.InvalidValue, $"Found '{key}'; {Expected}.");
        }

        return new RequestKey(key, fields.PathOf(Field));
    }

    /// <summary>Tells one request from another with the same key; 0 for one without a key.</summary>
    /// <param name="job">Of which job.</param>
    /// <param name="run">The run.</param>
    public static long FingerprintOf(string job, RunBody run) =>
        run.Key is null ? 0 : BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(TextOf(job, run))));

    /// <summary>What was not there in older versions stands in it only if it is given: their keys stay good.</summary>
    private static string TextOf(string job, RunBody run) =>
        $"{job}\n{run.Time}\n{run.Params}{(run.Priority is { } priority ? $"\npriority {priority}" : "")}{(run.LimitKey is { } key ? $"\nkey {key}" : "")}";

    private static bool IsValid(string key) =>
        key.Length is >= 1 and <= Longest && key.All(static character => character is > ' ' and <= '~');
}

/// <summary>The key of a request.</summary>
/// <param name="Text">The key.</param>
/// <param name="Field">Where in the request it stands.</param>
internal sealed record RequestKey(string Text, string Field);
