using ActorJobs.Core.Access;

namespace ActorJobs.Server.Access;

/// <summary>Who may use a route; metadata of it. A route without this is refused to all.</summary>
internal abstract record RouteAccess
{
    private RouteAccess() { }

    /// <summary>Anybody: health checks, and what guards itself in another way, such as the links.</summary>
    public sealed record Open : RouteAccess;

    /// <summary>Whoever has a role.</summary>
    /// <param name="Least">This one, or one with more rights.</param>
    /// <param name="Reach">To what the role has to extend.</param>
    public sealed record ByRole(Role Least, Reach Reach) : RouteAccess;
}

/// <summary>To what a caller's role has to extend.</summary>
internal enum Reach
{
    /// <summary>The app in the path; everything if the path has none.</summary>
    ThePath,

    /// <summary>Everything.</summary>
    Everything,

    /// <summary>Anything: the route itself heeds which app the caller may see.</summary>
    Anything,
}

/// <summary>Says who may use a route, where it is mapped.</summary>
internal static class RouteAccessExtensions
{
    /// <summary>Whoever has this role, or one with more rights.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder route, Role least, Reach reach = Reach.ThePath)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new RouteAccess.ByRole(least, reach));

    /// <summary>Anybody, also without a token.</summary>
    public static TBuilder IsOpen<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new RouteAccess.Open());

    /// <summary>Leaves the route out of the audit.</summary>
    public static TBuilder IsNotAudited<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new NotAudited());

    /// <summary>A group in which no route can be mapped that does not say who may use it.</summary>
    public static RouteGroupBuilder MapGuarded(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("");
        ((IEndpointConventionBuilder)group).Finally(static route =>
        {
            if (!route.Metadata.OfType<RouteAccess>().Any())
            {
                throw new InvalidOperationException(
                    $"{route.DisplayName} does not say who may use it; add {nameof(Needs)}(Role.…) where it is mapped."
                );
            }
        });
        return group;
    }
}
