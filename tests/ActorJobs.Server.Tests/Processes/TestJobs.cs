using System.Text.Json.Nodes;

namespace ActorJobs.Server.Tests.Processes;

/// <summary>The jobs of the process tests.</summary>
internal static class TestJobs
{
    public static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>A job that fires every 100 ms, misses nothing, and writes each effect down.</summary>
    public static object Tick(string effects) => Of("tick", "append", new { file = effects }, new { kind = "fixedRate", every = "100ms" });

    public static object Of(string name, string processor, object parameters, object? schedule = null, string delivery = "atLeastOnce") =>
        new
        {
            name,
            processor = new { type = "sdk", name = processor },
            @params = parameters,
            schedules = schedule is null ? Array.Empty<object>() : [schedule],
            overlap = new { policy = "allow" },
            misfire = new
            {
                policy = "fireAll",
                window = "1h",
                max = 10_000,
            },
            delivery,
        };

    public static bool HasEnded(JsonNode run) =>
        (string)run["state"]! is not ("Scheduled" or "Queued" or "Dispatched" or "Running" or "Stopping");
}
