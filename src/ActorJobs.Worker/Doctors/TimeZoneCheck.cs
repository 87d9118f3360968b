namespace ActorJobs.Worker.Doctors;

/// <summary>Whether the machine knows time zones, which processors and scripts ask for by name.</summary>
internal sealed class TimeZoneCheck : IWorkerCheck
{
    private const string Known = "Europe/Berlin";

    /// <inheritdoc/>
    public string Name => "time zones";

    /// <inheritdoc/>
    public Task<Finding> CheckAsync(CancellationToken cancellationToken) =>
        Task.FromResult(
            TimeZoneInfo.TryFindSystemTimeZoneById(Known, out _)
                ? Finding.Ok($"{TimeZoneInfo.GetSystemTimeZones().Count} are known; that of this machine is {TimeZoneInfo.Local.Id}")
                : Finding.Warning(
                    $"{Known} is not known; the zone of this machine is {TimeZoneInfo.Local.Id}",
                    "the data of time zones",
                    "Install them (the package tzdata); schedules are the server's and need none here, but processors that ask for a zone by its name do."
                )
        );
}
