using System.Globalization;
using ActorJobs.Core.Errors;
using Microsoft.Net.Http.Headers;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>Versions of jobs as entity tags.</summary>
internal static class IfMatch
{
    /// <summary>Tells the version of what is answered.</summary>
    public static void Tag(HttpResponse response, long version) =>
        response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>The version that the header If-Match demands; null if there is no such header, or it takes any version.</summary>
    /// <exception cref="RefusalException">The header is not one tag of ours.</exception>
    public static long? VersionOf(HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0 || header == "*")
        {
            return null;
        }

        return
            EntityTagHeaderValue.TryParse(header.ToString(), out var tag)
            && !tag.IsWeak
            && long.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            && version > 0
            ? version
            : throw new RefusalException(
                ErrorCodes.InvalidValue,
                $"Found If-Match: {header}; expected the ETag of the job, such as \"3\", or *.",
                "If-Match"
            );
    }
}
