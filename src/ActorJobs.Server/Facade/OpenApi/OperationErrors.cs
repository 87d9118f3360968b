using ActorJobs.Errors;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.Problems;
using ActorJobs.Server.Facade.Requests;
using Microsoft.Net.Http.Headers;

namespace ActorJobs.Server.Facade.OpenApi;

/// <summary>Which errors a route can answer, by status. Most follow from what it has: a path with an app can name one that is not there.</summary>
internal static class OperationErrors
{
    private static readonly string[] OfAny = [ErrorCodes.InternalError, ErrorCodes.UnknownParameter, ErrorCodes.InvalidRequest];

    private static readonly string[] OfChange =
    [
        ErrorCodes.CrossSiteRequest,
        ErrorCodes.InvalidJson,
        ErrorCodes.UnsupportedMediaType,
        ErrorCodes.BodyTooLarge,
        ErrorCodes.UnknownField,
        ErrorCodes.InvalidValue,
    ];

    private static readonly string[] OfRole =
    [
        ErrorCodes.TokenRequired,
        ErrorCodes.TokenWrong,
        ErrorCodes.RoleTooLow,
        ErrorCodes.TokenOfOneApp,
        ErrorCodes.TooManyGuesses,
        ErrorCodes.StoreUnavailable,
    ];

    private static readonly string[] OfQuery = [ErrorCodes.InvalidValue, ErrorCodes.OutOfRange, ErrorCodes.InvalidName];

    private static readonly string[] OfBody =
    [
        ErrorCodes.DuplicateField,
        ErrorCodes.MissingField,
        ErrorCodes.FieldNotAllowed,
        ErrorCodes.WrongType,
        ErrorCodes.OutOfRange,
        ErrorCodes.InvalidName,
        ErrorCodes.DuplicateName,
        ErrorCodes.InvalidDuration,
        ErrorCodes.InvalidTime,
        ErrorCodes.InvalidCron,
        ErrorCodes.NeverFires,
        ErrorCodes.UnknownTimeZone,
        ErrorCodes.UnknownCalendar,
        ErrorCodes.EndsBeforeStart,
    ];

    private static readonly Dictionary<string, string[]> OfPath = new(StringComparer.Ordinal)
    {
        ["app"] =
        [
            ErrorCodes.AppNotFound,
            ErrorCodes.StoreUnavailable,
            ErrorCodes.OwnerUnavailable,
            ErrorCodes.OwnerTimeout,
            ErrorCodes.OutcomeUnknown,
            ErrorCodes.UnknownMessage,
        ],
        ["job"] = [ErrorCodes.JobNotFound],
        ["workflow"] = [ErrorCodes.WorkflowNotFound],
        ["instance"] = [ErrorCodes.InvalidRunId, ErrorCodes.InstanceNotFound],
        ["run"] = [ErrorCodes.InvalidRunId, ErrorCodes.RunNotFound],
        ["worker"] = [ErrorCodes.WorkerNotFound],
        ["notification"] = [ErrorCodes.NotificationNotFound],
        ["channel"] = [ErrorCodes.ChannelNotFound],
        ["token"] = [ErrorCodes.TokenNotFound],
        ["version"] = [ErrorCodes.VersionNotFound],
        ["node"] = [ErrorCodes.NodeNotFound],
        ["shard"] = [ErrorCodes.ShardNotFound],
    };

    /// <summary>The codes that a route can answer, by status.</summary>
    public static IEnumerable<IGrouping<int, string>> Of(RouteEndpoint route, string method)
    {
        var isChange = method != HttpMethods.Get;
        var headers = route.Metadata.GetMetadata<HeaderShape>()?.Names ?? [];
        var codes = OfAny
            .Concat(route.RoutePattern.Parameters.SelectMany(parameter => OfPath.GetValueOrDefault(parameter.Name, [])))
            .Concat(route.Metadata.GetMetadata<QueryNames>() is null ? [] : OfQuery)
            .Concat(isChange ? OfChange : [])
            .Concat(route.Metadata.GetMetadata<RouteAccess>() is RouteAccess.ByRole ? OfRole : [])
            .Concat(route.Metadata.GetMetadata<BodyShape>() is null ? [] : OfBody)
            .Concat(route.Metadata.GetMetadata<Refusals>()?.Codes ?? [])
            .Distinct(StringComparer.Ordinal)
            .Select(code => (Status: ProblemStatus.Of(code), Code: code))
            .ToList();
        if (isChange && headers.Contains(HeaderNames.IfMatch, StringComparer.Ordinal))
        {
            codes.Add((StatusCodes.Status409Conflict, ErrorCodes.VersionConflict));
            codes.Add((StatusCodes.Status412PreconditionFailed, ErrorCodes.VersionConflict));
        }

        if (isChange && headers.Contains(HeaderNames.IfNoneMatch, StringComparer.Ordinal))
        {
            codes.Add((StatusCodes.Status412PreconditionFailed, ErrorCodes.JobExists));
        }

        return codes
            .OrderBy(pair => pair.Code, StringComparer.Ordinal)
            .GroupBy(pair => pair.Status, pair => pair.Code)
            .OrderBy(group => group.Key);
    }
}
