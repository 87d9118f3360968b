using System.Text.Json;
using ActorJobs.Server.Facade.OpenApi;
using Microsoft.AspNetCore.Routing;

namespace ActorJobs.Server.Tests.Facade.OpenApi;

/// <summary>That each answer is as the document says, every test of the facade checks; these look at the document itself.</summary>
public class OpenApiTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    [Fact]
    public void Routes_OfTheServer_AreAllInTheDocument()
    {
        var inDocument = server.Contract.Operations.Select(operation => $"{operation.Method} {operation.Path}").ToList();
        var mapped = server
            .Routes.SelectMany(route =>
                (route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Select(method =>
                    $"{method} {OpenApiDocument.PathOf(route)}"
                )
            )
            .ToList();

        mapped.Except(inDocument).ShouldBeEmpty("Add .Describes(…) and .Answers<…>() where these are mapped.");
        inDocument.Except(mapped).ShouldBeEmpty();
    }

    [Fact]
    public void Operations_OfTheDocument_HaveNamesOfTheirOwn() =>
        server
            .Contract.Operations.GroupBy(operation => operation.Operation.GetProperty("operationId").GetString())
            .Where(same => same.Count() > 1)
            .ShouldBeEmpty();

    [Fact]
    public void References_OfTheDocument_LeadSomewhere()
    {
        var schemas = server.Contract.Document.GetProperty("components").GetProperty("schemas");

        References(server.Contract.Document).Where(name => !schemas.TryGetProperty(name, out _)).ShouldBeEmpty();
    }

    [Fact]
    public void Examples_OfBodies_AreAsTheirSchemasSay()
    {
        var schema = new JsonSchema(server.Contract.Document);

        server
            .Contract.Operations.Where(operation => operation.Operation.TryGetProperty("requestBody", out _))
            .SelectMany(operation => operation.Operation.GetProperty("requestBody").GetProperty("content").EnumerateObject())
            .SelectMany(content => schema.Errors(content.Value.GetProperty("example"), content.Value.GetProperty("schema")))
            .ShouldBeEmpty();
    }

    /// <summary>A reader that refuses an unknown field names those that it knows.</summary>
    [Theory]
    [InlineData("POST", "/jobs", "{}", "", "JobDefinition")]
    [InlineData("POST", "/jobs", """{"processor":{}}""", "processor.", "Processor")]
    [InlineData("POST", "/jobs", """{"misfire":{}}""", "misfire.", "Misfire")]
    [InlineData("POST", "/jobs", """{"overlap":{}}""", "overlap.", "Overlap")]
    [InlineData("POST", "/jobs", """{"schedules":[{}]}""", "schedules[0].", "Schedule")]
    [InlineData("POST", "/jobs", """{"schedules":[{"kind":"dailyWindow","every":"1s","window":{}}]}""", "schedules[0].window.", "Window")]
    [InlineData("POST", "/jobs/hello/runs", "{}", "", "RunRequest")]
    [InlineData("POST", "/jobs/hello/runs:batch", "{}", "", "RunBatchRequest")]
    [InlineData("POST", "/runs/0199c2a5-1c00-8f3a-9d2b-5e6f7a8b9c0d:cancel", "{}", "", "CancelRequest")]
    [InlineData("POST", "/import", "{}", "", "AppImport")]
    [InlineData("POST", "/jobs/hello:copy", "{}", "", "CopyRequest")]
    [InlineData("POST", "/jobs:enable", "{}", "", "SwitchJobsRequest")]
    [InlineData("POST", "/workflows:pause", "{}", "", "PauseWorkflowsRequest")]
    [InlineData("POST", "/jobs:delete", "{}", "", "DeleteJobsRequest")]
    [InlineData("POST", "/jobs/hello:backfill", "{}", "", "BackfillRequest")]
    [InlineData("POST", "/runs:cancel", "{}", "", "CancelRunsRequest")]
    [InlineData("POST", "/api/v1/schedules:preview", "{}", "", "PreviewRequest")]
    public async Task Schema_OfABody_HasTheFieldsThatTheServerReads(string method, string path, string body, string at, string schema)
    {
        var app = path.StartsWith("/api", StringComparison.Ordinal) ? "" : await server.NewAppWithJobAsync();
        var place = body.LastIndexOf("{}", StringComparison.Ordinal) + 1;

        var answer = await server.SendAsync(method, app + path, body.Insert(place, "\"zzz\":1"));

        var error = answer.Body.GetProperty("errors").EnumerateArray().First(one => one.GetProperty("field").GetString() == $"{at}zzz");
        var known = error.GetProperty("message").GetString()!.Split("expected one of ")[1].Split('.')[0].Split(", ");
        var described = server
            .Contract.Document.GetProperty("components")
            .GetProperty("schemas")
            .GetProperty(schema)
            .GetProperty("properties")
            .EnumerateObject()
            .Select(property => property.Name);
        described.ShouldBe(known, ignoreOrder: true);
    }

    [Theory]
    [InlineData("""{"name":"a","processor":{"name":"b"},"x":1}""", "$.x is not in the document")]
    [InlineData("""{"name":"a"}""", "$ has no processor")]
    [InlineData("""{"name":"a b","processor":{"name":"b"}}""", "$.name is a b")]
    [InlineData("""{"name":"a","processor":{"name":"b"},"schedules":[{"kind":"often"}]}""", "$.schedules[0].kind is often")]
    [InlineData("""{"name":"a","processor":{"name":"b"},"misfire":{"max":0}}""", "$.misfire.max is less than 1")]
    [InlineData("""{"name":"a","processor":{"name":"b"},"enabled":"yes"}""", "$.enabled is String, and no boolean")]
    public void Schema_AgainstWhatBreaksIt_FindsIt(string value, string error)
    {
        var schema = server.Contract.Document.GetProperty("components").GetProperty("schemas").GetProperty("JobDefinition");

        new JsonSchema(server.Contract.Document).Errors(JsonElement.Parse(value), schema).ShouldHaveSingleItem().ShouldStartWith(error);
    }

    private static IEnumerable<string> References(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element
                .EnumerateObject()
                .SelectMany(member => member.Name == "$ref" ? [member.Value.GetString()!.Split('/')[^1]] : References(member.Value)),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
            _ => [],
        };
}
