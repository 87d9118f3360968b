using ActorJobs.Client.Answers;
using ActorJobs.Client.Jobs;
using ActorJobs.Client.Workers;

namespace ActorJobs.Client.Apps;

/// <content>What is held back in the app as a whole.</content>
public sealed partial class AppClient
{
    /// <summary>Lets all schedules of the app rest and its runs wait, also of jobs that are made later; what workers have goes on to its end.</summary>
    public Task<App> PauseAsync(PauseRequest? request = null, CancellationToken cancellationToken = default) =>
        _caller.AskAsync<App>(new Call(HttpMethod.Post, $"{_path}:pause") { Body = request }, cancellationToken);

    /// <summary>Lets the paused app go on; a job with a pause of its own stays paused.</summary>
    public Task<App> ResumeAsync(CancellationToken cancellationToken = default) =>
        _caller.AskAsync<App>(new Call(HttpMethod.Post, $"{_path}:resume"), cancellationToken);

    /// <summary>Gives a worker no new runs; those that it has go on. It holds until it is ended, or a time comes.</summary>
    public Task<Worker> DrainWorkerAsync(string id, PauseRequest? request = null, CancellationToken cancellationToken = default) =>
        _caller.AskAsync<Worker>(
            new Call(HttpMethod.Post, $"{_path}/workers/{Uri.EscapeDataString(id)}:drain") { Body = request, IsIdempotent = true },
            cancellationToken
        );

    /// <summary>Ends the drain of a worker; one of its labels stays.</summary>
    public Task UndrainWorkerAsync(string id, CancellationToken cancellationToken = default) =>
        _caller.DoAsync(
            new Call(HttpMethod.Post, $"{_path}/workers/{Uri.EscapeDataString(id)}:undrain") { IsIdempotent = true },
            cancellationToken
        );

    /// <summary>Gives all workers that have some labels no new runs, also those that come later; the runs that they have go on.</summary>
    public Task<WorkerList> DrainWorkersAsync(DrainRequest request, CancellationToken cancellationToken = default) =>
        _caller.AskAsync<WorkerList>(
            new Call(HttpMethod.Post, $"{_path}/workers:drain") { Body = request, IsIdempotent = true },
            cancellationToken
        );

    /// <summary>Ends the drain of the workers that have these labels; drains of one worker stay.</summary>
    public Task<WorkerList> UndrainWorkersAsync(
        IReadOnlyDictionary<string, string> labels,
        CancellationToken cancellationToken = default
    ) =>
        _caller.AskAsync<WorkerList>(
            new Call(HttpMethod.Post, $"{_path}/workers:undrain") { Body = new { labels }, IsIdempotent = true },
            cancellationToken
        );
}
