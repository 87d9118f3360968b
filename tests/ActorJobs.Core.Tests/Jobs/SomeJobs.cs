using System.Text.Json;
using ActorJobs.Core.Jobs;
using ActorJobs.Errors;

namespace ActorJobs.Core.Tests.Jobs;

/// <summary>Short ways to job definitions.</summary>
internal static class SomeJobs
{
    public static JobDefinitionReading Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JobDefinitionReader.Read(document.RootElement.Clone());
    }

    /// <summary>Reads a job with the given fields beside name and processor.</summary>
    public static JobDefinitionReading ReadWith(string fields) =>
        Read($$"""{ "name": "job", "processor": { "name": "echo" }, {{fields}} }""");

    /// <summary>Reads a job with one schedule.</summary>
    public static JobDefinitionReading ReadSchedule(string schedule) => ReadWith($"\"schedules\": [{schedule}]");

    public static FieldError OnlyError(this JobDefinitionReading reading)
    {
        reading.Succeeded.ShouldBeFalse();
        return reading.Errors.ShouldHaveSingleItem();
    }
}
