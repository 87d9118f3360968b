using System.Text.Json;

namespace ActorJobs.Server.Tests.Facade;

/// <summary>What the server answered.</summary>
internal sealed record Answer(int Status, string? MediaType, JsonElement Body, IReadOnlyDictionary<string, string> Headers)
{
    public string? this[string field] => Body.TryGetProperty(field, out var value) ? value.ToString() : null;

    public DateTimeOffset Time(string field) => Body.GetProperty(field).GetDateTimeOffset();

    public IReadOnlyList<string> Texts(string field) => [.. Body.GetProperty(field).EnumerateArray().Select(item => item.ToString())];

    /// <summary>A field of each item of the list.</summary>
    public IReadOnlyList<string> Items(string field) =>
        [.. Body.GetProperty("items").EnumerateArray().Select(item => item.GetProperty(field).ToString())];

    /// <summary>Expects a problem in the form of RFC 9457.</summary>
    public Answer ShouldBeProblem(int status, string code, string? field = null)
    {
        (Status, this["code"]).ShouldBe((status, code), Body.ToString());
        MediaType.ShouldBe("application/problem+json");
        this["status"].ShouldBe($"{status}");
        this["type"].ShouldBe($"urn:actorjobs:error:{code}");
        this["title"].ShouldNotBeNullOrEmpty();
        this["detail"].ShouldNotBeNullOrEmpty();
        this["traceId"].ShouldNotBeNullOrEmpty();
        this["field"].ShouldBe(field);
        return this;
    }
}
