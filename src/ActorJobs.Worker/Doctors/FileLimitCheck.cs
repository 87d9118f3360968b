using System.Globalization;

namespace ActorJobs.Worker.Doctors;

/// <summary>How many files and sockets this process may have open.</summary>
internal sealed class FileLimitCheck(WorkerOptions options) : IWorkerCheck
{
    private const string LimitsFile = "/proc/self/limits";
    private const string Files = "Max open files";

    /// <summary>The process itself: libraries, the link, spools.</summary>
    private const long Base = 512;

    /// <summary>Three pipes of a program at both ends while it starts, and what a processor opens.</summary>
    private const long ForEachSlot = 16;

    /// <inheritdoc/>
    public string Name => "open files";

    /// <inheritdoc/>
    public Task<Finding> CheckAsync(CancellationToken cancellationToken) => Task.FromResult(Look());

    private Finding Look()
    {
        if (!File.Exists(LimitsFile))
        {
            return Finding.Skipped("this system does not tell the limit");
        }
        var line = File.ReadLines(LimitsFile).FirstOrDefault(line => line.StartsWith(Files, StringComparison.Ordinal)) ?? "";
        if (line[Files.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var soft, ..])
        {
            return Finding.Skipped($"{LimitsFile} does not tell the limit");
        }
        var needed = Base + (ForEachSlot * options.Slots);
        return !long.TryParse(soft, CultureInfo.InvariantCulture, out var limit) || limit >= needed
            ? Finding.Ok($"{soft} may be open")
            : Finding.Warning(
                $"{soft} may be open",
                $"{needed} or more for {options.Slots} slots",
                "Raise the limit (LimitNOFILE= in the unit, ulimit -n, --ulimit nofile= of the container), or lower the slots."
            );
    }
}
