using ActorJobs.Core;
using ActorJobs.Core.Apps;
using ActorJobs.Core.Workers;
using ActorJobs.Protocol;

namespace ActorJobs.Scheduler.AppGroups;

/// <summary>What an app group shows of itself.</summary>
internal static class AppViews
{
    /// <summary>The app in numbers, with its workers.</summary>
    public static AppGroupReply Describe(AppGroup group, AppIdentity app, string node, Moment moment)
    {
        var (overview, limits) = (group.Overview(), group.Limits);
        var description = new AppDescription
        {
            Name = app.Name,
            Node = node,
            Epoch = app.Epoch,
            Jobs = overview.Jobs,
            Waiting = overview.Waiting,
            Delayed = overview.Delayed,
            Running = overview.AtWorkers,
            OldestWaiting = overview.OldestWaiting?.ToUnixTimeMilliseconds() ?? 0,
            Settings = AppSettingsText.Write(group.Settings),
            Holds = AppHoldsText.Write(group.Holds),
        };
        description.Workers.AddRange(overview.Workers.Select(worker => Describe(worker, limits, moment)));
        return new AppGroupReply { App = description };
    }

    private static WorkerDescription Describe(Worker worker, WorkerLimits limits, Moment moment)
    {
        var description = new WorkerDescription
        {
            Id = worker.Ref.Id,
            Incarnation = worker.Ref.Incarnation,
            State = worker is { State: WorkerState.Online, Draining: true } ? "Draining" : worker.State.ToString(),
            Session = worker.Session is { } session ? WorkerWire.Write(session) : null,
            Slots = worker.Slots,
            Busy = worker.Held.Count,
            SilentFor = Milliseconds(moment.Monotonic - worker.LastHeard),
            SuspectAfter = Milliseconds(limits.SuspectAfter),
            OfflineAfter = Milliseconds(limits.OfflineAfter),
            Host = new HostInfo
            {
                Name = worker.Host.Name,
                Os = worker.Host.Os,
                Architecture = worker.Host.Architecture,
                Pid = worker.Host.Pid,
                Address = worker.Host.Address,
                Cpus = worker.Host.Cpus,
                Memory = worker.Host.Memory,
            },
            Sdk = worker.Sdk,
            Reason = worker is { State: WorkerState.Online, Drain: { } drain } ? $"{drain}" : worker.Reason,
            Since = worker.Since.ToUnixTimeMilliseconds(),
        };
        description.Labels.Add(new Dictionary<string, string>(worker.Labels, StringComparer.Ordinal));
        description.Runtimes.Add(new Dictionary<string, string>(worker.Runtimes, StringComparer.Ordinal));
        if (worker.Load is { } load)
        {
            description.Load = new Protocol.HostLoad
            {
                FreeCpu = load.FreeCpu,
                FreeMemory = load.FreeMemory,
                FreeDisk = load.FreeDisk,
            };
        }

        description.Processors.AddRange(worker.Processors.Order(StringComparer.Ordinal));
        return description;
    }

    private static long Milliseconds(NodaTime.Duration duration) => (long)duration.TotalMilliseconds;
}
