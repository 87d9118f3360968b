using System.Text.Json;
using ActorJobs.Core.Errors;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Text;
using ActorJobs.Server.Facade.Problems;
using ActorJobs.Server.Facade.Views;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>A job as a request brings it, checked.</summary>
/// <param name="Text">The definition with its params, as JSON.</param>
/// <param name="Definition">The definition.</param>
/// <param name="Version">The version that the request builds on; null if it does not say.</param>
internal sealed record JobBody(string Text, JobDefinition Definition, long? Version)
{
    private const string Example =
        """{"name":"hello","processor":{"name":"echo"},"params":{"text":"hi"},"schedules":[{"kind":"fixedRate","every":"10s"}]}""";

    /// <summary>The body of a request that makes a job.</summary>
    public static async ValueTask<JobBody> ReadNewAsync(HttpRequest request, CancellationToken cancellationToken = default) =>
        Read(await RequestBody.ReadAsync(request, Example, cancellationToken), null);

    /// <summary>The body of a request that changes a job: may hold what a GET answered, version included.</summary>
    public static async ValueTask<JobBody> ReadChangeAsync(HttpRequest request, CancellationToken cancellationToken = default)
    {
        var body = await RequestBody.ReadAsync(request, Example, cancellationToken);
        if (body.ValueKind != JsonValueKind.Object)
        {
            return Read(body, null);
        }

        var definition = JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var property in body.EnumerateObject().Where(property => !JobView.ReadOnlyFields.Contains(property.Name)))
            {
                property.WriteTo(writer);
            }

            writer.WriteEndObject();
        });
        return Read(JsonElement.Parse(definition), VersionOf(body));
    }

    private static JobBody Read(JsonElement element, long? version)
    {
        var reading = JobDefinitionReader.Read(element);
        InvalidFieldsException.ThrowIfAny(reading.Errors);
        JsonText.TryWrite(element, out var text);
        return new JobBody(text!, reading.Definition!, version);
    }

    private static long? VersionOf(JsonElement body)
    {
        if (!body.TryGetProperty(JobView.Version, out var field) || field.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return field.ValueKind == JsonValueKind.Number && field.TryGetInt64(out var version) && version > 0
            ? version
            : throw new InvalidFieldsException([
                new FieldError(
                    JobView.Version,
                    ErrorCodes.InvalidValue,
                    $"Found {field.GetRawText()}; expected the version that a GET of the job answered, or none."
                ),
            ]);
    }
}
