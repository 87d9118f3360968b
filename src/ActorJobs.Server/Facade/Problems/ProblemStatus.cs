using ActorJobs.Errors;

namespace ActorJobs.Server.Facade.Problems;

/// <summary>From symbols of the error catalogue to HTTP statuses, and back.</summary>
internal static class ProblemStatus
{
    /// <summary>The status of a code; 500 for one that no request should ever meet.</summary>
    public static int Of(string code) => ErrorCatalogue.Find(code)?.Status ?? StatusCodes.Status500InternalServerError;

    /// <summary>The code of an answer that the web server gave by itself, without a body; null if its status is no error.</summary>
    public static string? CodeOf(int status) =>
        status switch
        {
            < 400 => null,
            StatusCodes.Status404NotFound => ErrorCodes.RouteNotFound,
            StatusCodes.Status405MethodNotAllowed => ErrorCodes.MethodNotAllowed,
            StatusCodes.Status413PayloadTooLarge => ErrorCodes.BodyTooLarge,
            StatusCodes.Status415UnsupportedMediaType => ErrorCodes.UnsupportedMediaType,
            < 500 => ErrorCodes.InvalidRequest,
            _ => ErrorCodes.InternalError,
        };

    /// <summary>Whether nothing took effect, so that a client may simply repeat the request after a moment.</summary>
    public static bool IsRepeatable(string code) => ErrorCatalogue.Find(code)?.MayBeRepeated == true;
}
