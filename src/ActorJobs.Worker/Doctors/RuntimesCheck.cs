using ActorJobs.Worker.Hosts;

namespace ActorJobs.Worker.Doctors;

/// <summary>Which runtimes of scripts the machine has.</summary>
internal sealed class RuntimesCheck(WorkerOptions options, OptionNames names, WorkerTimings timings) : IWorkerCheck
{
    /// <inheritdoc/>
    public string Name => "runtimes";

    /// <inheritdoc/>
    public async Task<Finding> CheckAsync(CancellationToken cancellationToken)
    {
        var runtimes = await RuntimeProbe.FindAsync(timings.RuntimeProbe, cancellationToken).ConfigureAwait(false);
        var found = string.Join(
            ", ",
            runtimes
                .OrderBy(runtime => runtime.Key, StringComparer.Ordinal)
                .Select(runtime => $"{runtime.Key} {runtime.Value}".TrimEnd())
                .DefaultIfEmpty("none")
        );
        return Finding.Ok(
            options.ProbeRuntimes
                ? found
                : $"{found}; the server is told none of them, since {names[nameof(WorkerOptions.ProbeRuntimes)]} is off"
        );
    }
}
