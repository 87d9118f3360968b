using System.Globalization;
using System.Text.Json.Nodes;
using ActorJobs.Tests.Processes;

namespace ActorJobs.Benchmarks.Installations;

/// <summary>The worker process of a benchmark, from outside: the same warm process connects and leaves as often as it is told.</summary>
internal sealed class ConnectedWorker(ChildProcess process)
{
    private int _told;

    /// <summary>Connects.</summary>
    /// <param name="runs">After how many runs it says so; see <see cref="HasDoneAsync"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task ConnectAsync(int runs, CancellationToken cancellationToken) =>
        await TellAsync($"connect {runs}", "connected", cancellationToken);

    /// <summary>Waits until it has done the runs that it was told at <see cref="ConnectAsync"/>.</summary>
    public Task HasDoneAsync(CancellationToken cancellationToken) => process.SeeAsync($"{_told} done", cancellationToken);

    /// <summary>Forgets what it has seen, and goes on.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken) => await TellAsync("forget", "forgotten", cancellationToken);

    /// <summary>Leaves, and gives what it has seen since it connected or forgot: <c>{"runs": n, "latenessMs": {"p50": …}}</c>.</summary>
    public async Task<JsonNode> LeaveAsync(CancellationToken cancellationToken)
    {
        var line = await TellAsync("leave", "left ", cancellationToken);
        return JsonNode.Parse(line[(line.IndexOf("left ", StringComparison.Ordinal) + "left ".Length)..])!;
    }

    private async Task<string> TellAsync(string what, string answer, CancellationToken cancellationToken)
    {
        var number = (++_told).ToString(CultureInfo.InvariantCulture);
        await process.SayAsync($"{number} {what}");
        return await process.SeeAsync($"{number} {answer}", cancellationToken);
    }
}
