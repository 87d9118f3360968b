using ActorJobs.Server.Facade.Requests;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;

namespace ActorJobs.Server.Facade.Problems;

/// <summary>Tells which methods a path takes.</summary>
internal sealed class RouteMethods(EndpointDataSource endpoints)
{
    // Made when first asked for: the endpoints are mapped by then.
    private readonly Lazy<IReadOnlyList<Route>> _routes = new(() => [.. endpoints.Endpoints.OfType<RouteEndpoint>().Select(Route.Of)]);

    /// <summary>The methods in alphabetical order; none if there is nothing at the path.</summary>
    public IReadOnlyList<string> Of(PathString path) =>
        [
            .. _routes
                .Value.Where(route => route.Matches(path))
                .SelectMany(route => route.Methods)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>How what lies below a path is made by name, such as <c>PUT /api/v1/apps/{app}</c> below <c>/api/v1/apps</c>; null if nothing is.</summary>
    public string? MakerBelow(PathString path) =>
        _routes
            .Value.Where(route => route.Methods.Contains(HttpMethods.Put, StringComparer.Ordinal) && route.Matches(path + "/x"))
            .Select(route => $"PUT {path}/{{{route.LastParameter}}}")
            .FirstOrDefault();

    private sealed record Route(TemplateMatcher Matcher, IReadOnlyList<string> Plain, IReadOnlyList<string> Methods)
    {
        public static Route Of(RouteEndpoint endpoint) =>
            new(
                new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), []),
                [.. endpoint.RoutePattern.ParameterPolicies.Where(policies => IsPlain(policies.Value)).Select(policies => policies.Key)],
                endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
            );

        public string LastParameter => Matcher.Template.Parameters[^1].Name!;

        public bool Matches(PathString path)
        {
            var values = new RouteValueDictionary();
            return Matcher.TryMatch(path, values)
                && Plain.All(parameter => !$"{values[parameter]}".Contains(':', StringComparison.Ordinal));
        }

        private static bool IsPlain(IReadOnlyList<RoutePatternParameterPolicyReference> policies) =>
            policies.Any(policy => policy.Content == NoActionConstraint.Name);
    }
}
