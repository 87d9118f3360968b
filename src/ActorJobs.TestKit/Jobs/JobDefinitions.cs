using System.Text.Json;
using ActorJobs.Core.Jobs;
using ActorJobs.Errors;

namespace ActorJobs.TestKit.Jobs;

/// <summary>Reads job definitions as the server does.</summary>
internal static class JobDefinitions
{
    /// <exception cref="InvalidJobException">It is wrong.</exception>
    public static JobDefinition Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException exception)
        {
            throw new InvalidJobException([new FieldError("", ErrorCodes.InvalidJson, $"The definition is no JSON: {exception.Message}")]);
        }

        using (document)
        {
            var reading = JobDefinitionReader.ReadJob(document.RootElement);
            return reading.Succeeded ? reading.Definition : throw new InvalidJobException(reading.Errors);
        }
    }
}
