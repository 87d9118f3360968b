using System.Text.Json;
using ActorJobs.Worker;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorJobs.Agent.Tests.Processors;

/// <summary>Runs processors as a worker does, and reads what they give.</summary>
internal static class Runs
{
    /// <summary>Runs a processor with params.</summary>
    public static async Task<ProcessResult> RunAsync(
        IBasicProcessor processor,
        object? parameters,
        CancellationToken cancellationToken = default
    ) =>
        await processor.ProcessAsync(
            new TaskContext
            {
                RunId = "run-1",
                App = "demo",
                Job = "job-1",
                JobVersion = 1,
                Planned = DateTimeOffset.UnixEpoch,
                Params = parameters is null ? "" : JsonSerializer.Serialize(parameters),
                Attempt = 1,
                FencingToken = 7,
                WorkerId = "w1",
                Logger = NullLogger.Instance,
                Cancellation = cancellationToken,
            },
            cancellationToken
        );

    /// <summary>A failure with its type.</summary>
    public static string ShouldFail(this ProcessResult result, string type)
    {
        result.FailureType.ShouldBe(type, result.Message);
        return result.Message;
    }

    /// <summary>The JSON of a result.</summary>
    public static JsonElement Told(this ProcessResult result) => JsonSerializer.Deserialize<JsonElement>(result.Json);

    /// <summary>A success, and its JSON.</summary>
    public static JsonElement ShouldSucceed(this ProcessResult result)
    {
        result.Succeeded.ShouldBeTrue(result.Message);
        return result.Told();
    }
}
