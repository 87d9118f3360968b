using System.Text.Json;

namespace ActorJobs.Server.Facade.Views;

/// <summary>An answer with a JSON body. It ends with a new line, so that the prompt of a shell does not stick to it.</summary>
/// <param name="Body">What is written.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="MediaType">As what.</param>
internal sealed record JsonAnswer<T>(T Body, int Status, string MediaType) : IResult
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(Body, FacadeJson.Options);
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = MediaType;
        response.ContentLength = json.Length + 1;
        return response.Body.WriteAsync((byte[])[.. json, (byte)'\n'], httpContext.RequestAborted).AsTask();
    }
}
