using ActorJobs.Errors;
using ActorJobs.Server.Facade.Problems;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>Refuses query parameters that an endpoint does not have: one that is misspelt would change the answer without a word.</summary>
internal sealed class QueryNamesFilter : IEndpointFilter
{
    /// <inheritdoc/>
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var valid = context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<QueryNames>()?.Names ?? [];
        var errors = context
            .HttpContext.Request.Query.Keys.Where(name => !valid.Contains(name, StringComparer.Ordinal))
            .Select(name => new FieldError(name, ErrorCodes.UnknownParameter, Message(name, valid)))
            .ToList();
        InvalidFieldsException.ThrowIfAny(errors);
        return next(context);
    }

    private static string Message(string name, IReadOnlyList<string> valid) =>
        valid.Count == 0
            ? $"There is no query parameter '{name}'; this request has none."
            : $"There is no query parameter '{name}'; expected one of {string.Join(", ", valid)}.{NearMatches.Hint(name, valid)}";
}
