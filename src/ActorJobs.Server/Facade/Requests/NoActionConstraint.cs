namespace ActorJobs.Server.Facade.Requests;

/// <summary>A path segment without a colon: <c>jobs/x:enable</c> is an action on job x, and no job of that name.</summary>
internal sealed class NoActionConstraint : IRouteConstraint
{
    /// <summary>How route templates name it.</summary>
    public const string Name = "noAction";

    /// <inheritdoc/>
    public bool Match(
        HttpContext? httpContext,
        IRouter? route,
        string routeKey,
        RouteValueDictionary values,
        RouteDirection routeDirection
    ) => values[routeKey] is string value && !value.Contains(':', StringComparison.Ordinal);
}
