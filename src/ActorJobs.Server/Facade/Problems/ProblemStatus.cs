using System.Collections.Frozen;
using ActorJobs.Core.Errors;

namespace ActorJobs.Server.Facade.Problems;

/// <summary>The one table from symbols of the error catalogue to HTTP statuses.</summary>
internal static class ProblemStatus
{
    private static readonly FrozenDictionary<string, int> Table = new (int Status, string[] Codes)[]
    {
        (
            StatusCodes.Status400BadRequest,
            [
                ErrorCodes.UnknownField,
                ErrorCodes.DuplicateField,
                ErrorCodes.MissingField,
                ErrorCodes.FieldNotAllowed,
                ErrorCodes.WrongType,
                ErrorCodes.InvalidValue,
                ErrorCodes.OutOfRange,
                ErrorCodes.InvalidName,
                ErrorCodes.DuplicateName,
                ErrorCodes.InvalidDuration,
                ErrorCodes.InvalidTime,
                ErrorCodes.InvalidCron,
                ErrorCodes.NeverFires,
                ErrorCodes.UnknownTimeZone,
                ErrorCodes.EndsBeforeStart,
                ErrorCodes.InvalidJson,
                ErrorCodes.InvalidRequest,
                ErrorCodes.InvalidRunId,
                ErrorCodes.UnknownParameter,
            ]
        ),
        (
            StatusCodes.Status404NotFound,
            [ErrorCodes.RouteNotFound, ErrorCodes.AppNotFound, ErrorCodes.JobNotFound, ErrorCodes.RunNotFound, ErrorCodes.WorkerNotFound]
        ),
        (StatusCodes.Status405MethodNotAllowed, [ErrorCodes.MethodNotAllowed]),
        (
            StatusCodes.Status409Conflict,
            [
                ErrorCodes.AppInUse,
                ErrorCodes.JobExists,
                ErrorCodes.JobSetAside,
                ErrorCodes.JobHasOpenRuns,
                ErrorCodes.VersionConflict,
                ErrorCodes.RunNotOpen,
                ErrorCodes.RunEnded,
            ]
        ),
        (StatusCodes.Status413PayloadTooLarge, [ErrorCodes.BodyTooLarge]),
        (StatusCodes.Status415UnsupportedMediaType, [ErrorCodes.UnsupportedMediaType]),
        (
            StatusCodes.Status503ServiceUnavailable,
            [
                ErrorCodes.OwnerUnavailable,
                ErrorCodes.OwnerTimeout,
                ErrorCodes.OutcomeUnknown,
                ErrorCodes.StoreUnavailable,
                ErrorCodes.UnknownMessage,
            ]
        ),
    }
        .SelectMany(row => row.Codes.Select(code => (code, row.Status)))
        .ToFrozenDictionary(pair => pair.code, pair => pair.Status, StringComparer.Ordinal);

    /// <summary>Codes after which nothing took effect, so that a client may repeat the request as it is.</summary>
    private static readonly FrozenSet<string> Repeatable = FrozenSet.Create(
        StringComparer.Ordinal,
        ErrorCodes.OwnerUnavailable,
        ErrorCodes.StoreUnavailable
    );

    /// <summary>The status of a code; 500 for one that no request should ever meet.</summary>
    public static int Of(string code) => Table.GetValueOrDefault(code, StatusCodes.Status500InternalServerError);

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

    /// <summary>Whether a client may simply repeat the request after a moment.</summary>
    public static bool IsRepeatable(string code) => Repeatable.Contains(code);
}
