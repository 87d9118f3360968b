using System.Text.Json;
using System.Text.Json.Nodes;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Text;
using ActorJobs.Errors;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Facade.Problems;
using ActorJobs.Server.Facade.Views;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>A job, or a workflow, as a request brings it, checked.</summary>
/// <param name="Text">The definition with its params, as JSON.</param>
/// <param name="Definition">The definition.</param>
/// <param name="Version">The version that the request builds on; null if it does not say.</param>
/// <param name="Id">The id of the job that the request builds on; null if it does not say.</param>
internal sealed record JobBody(string Text, JobDefinition Definition, long? Version, long? Id)
{
    private const string Example =
        """{"name":"hello","processor":{"name":"echo"},"params":{"text":"hi"},"schedules":[{"kind":"fixedRate","every":"10s"}]}""";

    private const string WorkflowExample =
        """{"name":"etl","nodes":[{"key":"fetch","processor":{"name":"echo"}},{"key":"load","job":"hello"}],"edges":[{"from":"fetch","to":"load"}]}""";

    private const string PatchExample = """{"description":"says hello","params":{"text":"hi"},"misfire":{"policy":"skip"}}""";

    private const string WorkflowPatchExample = """{"description":"every night","timeout":"2h"}""";

    private static readonly IReadOnlySet<string> FreeFields = new HashSet<string>(StringComparer.Ordinal) { "params", "labels" };

    /// <summary>A right body.</summary>
    public static string ExampleOf(JobKind kind) => kind == JobKind.Workflow ? WorkflowExample : Example;

    /// <summary>A right body of a change in part.</summary>
    public static string PatchExampleOf(JobKind kind) => kind == JobKind.Workflow ? WorkflowPatchExample : PatchExample;

    /// <summary>The body of a request that makes a job.</summary>
    public static async ValueTask<JobBody> ReadNewAsync(HttpRequest request, JobKind kind, CancellationToken cancellationToken = default) =>
        Read(await RequestBody.ReadDefinitionAsync(request, ExampleOf(kind), cancellationToken), kind, null, null);

    /// <summary>The body of a request that changes a job: may hold what a GET answered, version included.</summary>
    public static async ValueTask<JobBody> ReadChangeAsync(HttpRequest request, JobKind kind, CancellationToken cancellationToken = default)
    {
        var body = await RequestBody.ReadDefinitionAsync(request, ExampleOf(kind), cancellationToken);
        return body.ValueKind == JsonValueKind.Object ? ReadChange(body, kind) : Read(body, kind, null, null);
    }

    /// <summary>The body of a request that changes a job in part: a merge patch.</summary>
    public static async ValueTask<JsonObject> ReadPatchAsync(
        HttpRequest request,
        JobKind kind,
        CancellationToken cancellationToken = default
    )
    {
        var body = await RequestBody.ReadAsync(request, PatchExampleOf(kind), cancellationToken);
        if (body.ValueKind == JsonValueKind.Object)
        {
            return JsonObject.Create(body)!;
        }

        const string expected = "expected an object with the fields that change; null takes a field back to its default";
        throw new RefusalException(ErrorCodes.WrongType, $"Found {JsonFields.Kind(body)}; {expected}.");
    }

    /// <summary>A job as it stands with a patch put on.</summary>
    public static JobBody Patched(JobRecord job, JsonObject patch, JobKind kind)
    {
        var view = JobView.Of(job);
        if (view.ContainsKey(JobView.SetAside))
        {
            throw new RefusalException(
                ErrorCodes.JobSetAside,
                $"Job {job.Name} is set aside, because its stored definition cannot be read. Save it anew with PUT to bring it back.",
                "job"
            );
        }

        return ReadChange(JsonSerializer.SerializeToElement(MergePatch.Apply(view, patch, FreeFields)), kind) with
        {
            Id = job.JobId,
        };
    }

    private static JobBody ReadChange(JsonElement body, JobKind kind)
    {
        var definition = JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var property in body.EnumerateObject().Where(property => !JobView.ReadOnlyFields.Contains(property.Name)))
            {
                property.WriteTo(writer);
            }

            writer.WriteEndObject();
        });
        var version = NumberOf(body, JobView.Version);

        // Without a version nobody says that he has read the job: then the id may be that of another one, whose definition is copied.
        return Read(JsonElement.Parse(definition), kind, version, version is null ? null : NumberOf(body, JobView.Id));
    }

    private static JobBody Read(JsonElement element, JobKind kind, long? version, long? id)
    {
        var reading = kind == JobKind.Workflow ? JobDefinitionReader.ReadWorkflow(element) : JobDefinitionReader.ReadJob(element);
        InvalidFieldsException.ThrowIfAny(reading.Errors);
        JsonText.TryWrite(element, out var text);
        return new JobBody(text!, reading.Definition!, version, id);
    }

    private static long? NumberOf(JsonElement body, string name)
    {
        if (!body.TryGetProperty(name, out var field) || field.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return field.ValueKind == JsonValueKind.Number && field.TryGetInt64(out var number) && number > 0
            ? number
            : throw new InvalidFieldsException([
                new FieldError(
                    name,
                    ErrorCodes.InvalidValue,
                    $"Found {field.GetRawText()}; expected the {name} that a GET of the job answered, or none."
                ),
            ]);
    }
}
