using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ActorJobs.Errors;
using ActorJobs.Scheduler.Stores;
using Microsoft.Net.Http.Headers;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>A version of a job as an entity tag: <c>"7.3"</c> is version 3 of the job with the id 7. A job made anew under an old name has tags of its own.</summary>
/// <param name="Id">The internal id of the job.</param>
/// <param name="Version">1, 2, …</param>
internal readonly record struct JobTag(long Id, long Version)
{
    /// <summary>Tells a job that is paused from the same version without, or with another pause. A change builds on the definition alone, so If-Match
    /// passes it over.</summary>
    private string Pause { get; init; } = "";

    /// <summary>The tag of a job.</summary>
    public static JobTag Of(JobRecord job) => new(job.JobId, job.Version);

    /// <summary>The tag of a job with all that is shown of it: <c>"7.3.5f0c21aa"</c> if it is paused.</summary>
    public static JobTag OfView(JobRecord job) =>
        Of(job) with
        {
            Pause = job.Pause is { } pause ? $".{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{pause}")))[..8]}" : "",
        };

    /// <summary>The tag that the header If-Match demands; null if there is no such header, or it takes any version.</summary>
    /// <exception cref="RefusalException">The header is not one tag of ours.</exception>
    public static JobTag? Demanded(HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0 || header == "*")
        {
            return null;
        }

        return EntityTagHeaderValue.TryParse(header.ToString(), out var tag) && !tag.IsWeak && Read(tag.Tag.AsSpan().Trim('"')) is { } read
            ? read
            : throw new RefusalException(
                ErrorCodes.InvalidValue,
                $"Found If-Match: {header}; expected the ETag that a GET of the job answered, such as \"7.3\", or *.",
                HeaderNames.IfMatch
            );
    }

    /// <summary>Whether the header If-None-Match demands that there be no such job yet.</summary>
    /// <exception cref="RefusalException">It holds something else than *.</exception>
    public static bool DemandsNone(HttpRequest request)
    {
        var header = request.Headers.IfNoneMatch;
        return header.Count != 0
            && (
                header == "*"
                    ? true
                    : throw new RefusalException(
                        ErrorCodes.InvalidValue,
                        $"Found If-None-Match: {header}; expected *, which makes a job only if there is none of its name.",
                        HeaderNames.IfNoneMatch
                    )
            );
    }

    /// <summary>Whether whoever reads has this version already, by the header If-None-Match.</summary>
    public bool IsKnownTo(HttpRequest request)
    {
        var (header, own) = (request.Headers.IfNoneMatch, new EntityTagHeaderValue(ToString()));
        return header == "*"
            || (
                EntityTagHeaderValue.TryParseList([.. header.OfType<string>()], out var tags)
                && tags.Any(tag => tag.Compare(own, useStrongComparison: false))
            );
    }

    /// <summary>Tells the version of what is answered.</summary>
    public void WriteTo(HttpResponse response) => response.Headers.ETag = ToString();

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"\"{Id}.{Version}{Pause}\"");

    private static JobTag? Read(ReadOnlySpan<char> text)
    {
        Span<Range> parts = stackalloc Range[4];
        var count = text.Split(parts, '.');
        return count is 2 or 3 && Number(text[parts[0]]) is { } id && Number(text[parts[1]]) is { } version
            ? new JobTag(id, version)
            : null;
    }

    private static long? Number(ReadOnlySpan<char> text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
