using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Facade.Requests;

namespace ActorJobs.Server.Facade.Submission;

/// <summary>Submits runs to the owner of their app; what has a key is looked for in the store first.</summary>
/// <remarks>The owner remembers the keys of its latest commits, and the store has all of them. So a key is new if the owner does not remember it, and the store did not
/// have it at a commit which is not older than what the owner remembers. Otherwise the owner does nothing, and the store is asked again. Runs without a key cost none
/// of this.</remarks>
internal sealed class RunSubmission(AppGroups groups, IStoreQueries queries)
{
    /// <summary>The second look finds what the owner remembers; more are needed only if the app is loaded anew between a look and its request.</summary>
    private const int MostLooks = 5;

    /// <summary>Submits runs of one job, or instances of one workflow.</summary>
    /// <param name="path">Of which.</param>
    /// <param name="origin">Who asks.</param>
    /// <param name="runs">What is asked for.</param>
    /// <param name="jobId">Which job it is, whatever its name is now; 0: the path names it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>One result for each, in their order.</returns>
    /// <exception cref="RefusalException">Nothing was submitted, or it is not known what was.</exception>
    public async ValueTask<IReadOnlyList<SubmissionResult>> SubmitAsync(
        JobPath path,
        string origin,
        IReadOnlyList<RunBody> runs,
        long jobId = 0,
        CancellationToken cancellationToken = default
    )
    {
        var (app, kind, job) = path;
        var results = new SubmissionResult?[runs.Count];
        var open = Requests(app, job, runs);
        for (var look = 0; look == 0 || (look < MostLooks && open.Count > 0); look++)
        {
            var looked = await LookAsync(app, open, results, cancellationToken);
            if (open.Count == 0 && runs.Count > 0)
            {
                break;
            }

            // Without runs, too: the owner says whether there is such a job.

            await AskAsync(
                app,
                new SubmitRuns
                {
                    Job = job,
                    JobId = jobId,
                    IsWorkflow = kind == JobKind.Workflow,
                    Origin = origin,
                    Looked = looked,
                },
                open,
                results,
                cancellationToken
            );
        }

        foreach (var request in open)
        {
            results[request.Index] = new SubmissionResult.Refused(
                new RefusalException(
                    ErrorCodes.OwnerUnavailable,
                    $"Nothing was done: the owner of app {app} is not steady just now. Repeat the request with the same key."
                )
            );
        }

        return results!;
    }

    private static List<Request> Requests(string app, string job, IReadOnlyList<RunBody> runs)
    {
        var requests = new List<Request>(runs.Count);
        var name = Guid.NewGuid().ToString();
        for (var index = 0; index < runs.Count; index++)
        {
            var run = runs[index];
            var first = index == 0 ? RunIdentity.OfRequest(app, name, run.Planned) : requests[0].Id;
            requests.Add(new Request(index, run, RunIdentity.OfRequest(first, index, run.Planned), IdempotencyKey.FingerprintOf(job, run)));
        }

        return requests;
    }

    /// <summary>Settles the requests whose keys the store has.</summary>
    /// <returns>The commit up to which it was searched.</returns>
    private async ValueTask<long> LookAsync(
        string app,
        List<Request> open,
        SubmissionResult?[] results,
        CancellationToken cancellationToken
    )
    {
        var keys = open.Select(static request => request.Run.Key?.Text).OfType<string>().ToHashSet(StringComparer.Ordinal);
        if (keys.Count == 0 || await queries.FindKeysAsync(app, keys, cancellationToken) is not { } lookup)
        {
            return 0;
        }

        open.RemoveAll(request =>
        {
            var found = request.Run.Key is { } key && lookup.Runs.TryGetValue(key.Text, out var run) ? Compare(request, key, run) : null;
            results[request.Index] = found ?? results[request.Index];
            return found is not null;
        });
        return lookup.Sequence;
    }

    private static SubmissionResult Compare(Request request, RequestKey key, KeyedRun run) =>
        run.Fingerprint == request.Fingerprint
            ? new SubmissionResult.Repeated(run.Id.ToString(), run.State.ToString(), run.Planned)
            : new SubmissionResult.Refused(
                new RefusalException(
                    ErrorCodes.IdempotencyKeyReused,
                    $"The key {key.Text} was used for run {run.Id} of job {run.JobName}, with another body or for another job. "
                        + "Use a key of its own for each request, and the same body with the same key.",
                    key.Field
                )
            );

    private async ValueTask AskAsync(
        string app,
        SubmitRuns submit,
        List<Request> open,
        SubmissionResult?[] results,
        CancellationToken cancellationToken
    )
    {
        submit.Runs.AddRange(open.Select(static request => request.ToMessage()));
        var reply = await groups.AskAsync(app, new AppGroupMessage { SubmitRuns = submit }, cancellationToken);
        foreach (var (request, submitted) in open.Zip(reply.RunsSubmitted.Runs))
        {
            results[request.Index] = submitted.BodyCase switch
            {
                SubmittedRun.BodyOneofCase.Run => new SubmissionResult.Made(
                    submitted.Run.Id,
                    submitted.Run.State,
                    request.Run.Planned,
                    submitted.Run.Wait
                ),
                SubmittedRun.BodyOneofCase.Problem => new SubmissionResult.Refused(AppGroups.RefusalOf(submitted.Problem)),
                _ => null,
            };
        }

        open.RemoveAll(request => results[request.Index] is not null);
    }

    private sealed record Request(int Index, RunBody Run, RunId Id, long Fingerprint)
    {
        public RunRequest ToMessage()
        {
            var message = new RunRequest { Id = Id.ToString(), At = Run.Planned.ToUnixTimeMilliseconds() };
            if (Run.Params is { } parameters)
            {
                message.Params = parameters;
            }

            if (Run.Priority is { } priority)
            {
                message.Priority = priority;
            }

            if (Run.LimitKey is { } limitKey)
            {
                message.LimitKey = limitKey;
            }

            if (Run.Key is { } key)
            {
                message.Key = new Protocol.RunKey { Text = key.Text, Fingerprint = Fingerprint };
            }

            return message;
        }
    }
}
