using ActorJobs.Core.Jobs;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>A job, or a workflow, as the path of a request names it.</summary>
/// <param name="App">Of which app.</param>
/// <param name="Kind">Which of both.</param>
/// <param name="Name">Its name; empty if the path names all of them.</param>
internal sealed record JobPath(string App, JobKind Kind, string Name)
{
    /// <summary>Where it is.</summary>
    public string Text => $"/api/v1/apps/{App}/{Kind.Word()}s/{Name}";

    /// <summary>Reads it off a request to an endpoint of <see cref="JobRoutes"/>.</summary>
    public static ValueTask<JobPath?> BindAsync(HttpContext context)
    {
        var routes = context.GetEndpoint()!.Metadata.GetRequiredMetadata<JobRoutes>();
        var values = context.Request.RouteValues;
        return ValueTask.FromResult<JobPath?>(new JobPath($"{values["app"]}", routes.Kind, $"{values[routes.Word]}"));
    }
}
