using ActorJobs.Core.Runs;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.TestKit.Runs;

namespace ActorJobs.TestKit.Jobs;

/// <content>What users of a server ask of it.</content>
public sealed partial class JobTestKit
{
    private const string TheTest = "the test";

    private long _requests;

    /// <summary>Saves a job: makes it, or gives it a new version if there is one of its name.</summary>
    /// <param name="definition">JSON, or YAML, as the server takes it: a text that does not begin with a brace is YAML.</param>
    /// <returns>The version: 1, 2, …</returns>
    /// <exception cref="InvalidDefinitionException">The definition is wrong.</exception>
    /// <exception cref="RefusalException">The owner refuses it, as it would in a server.</exception>
    public async Task<long> SaveJobAsync(string definition) => await SaveAsync(DefinitionText.ReadJob(definition));

    /// <summary>Saves a workflow, as <see cref="SaveJobAsync"/> does a job. The jobs and workflows that its nodes name are saved before it.</summary>
    /// <param name="definition">JSON, or YAML, as the server takes it: a text that does not begin with a brace is YAML.</param>
    /// <returns>The version: 1, 2, …</returns>
    /// <exception cref="InvalidDefinitionException">The definition is wrong.</exception>
    /// <exception cref="RefusalException">The owner refuses it, as it would in a server.</exception>
    public async Task<long> SaveWorkflowAsync(string definition) => await SaveAsync(DefinitionText.ReadWorkflow(definition));

    /// <summary>Saves the jobs and workflows of some files, each after those that it names.</summary>
    /// <param name="files">Their paths, in any order; one that ends with .yaml or .yml is YAML, and any other JSON.</param>
    /// <exception cref="InvalidDefinitionException">A definition is wrong.</exception>
    /// <exception cref="RefusalException">The owner refuses one, as it would in a server.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public async Task LoadAsync(params string[] files)
    {
        var left = files.Select(DefinitionText.ReadFile).ToList();
        while (left.Count > 0)
        {
            var next =
                left.Find(text => !left.Exists(other => other != text && text.Needs(other.Definition.Name)))
                ?? throw new RefusalException(
                    ErrorCodes.WorkflowRecursion,
                    $"Some of these workflows run within each other: {string.Join(", ", left.Select(text => text.Definition.Name))}. "
                        + "No workflow can run within itself, at any depth."
                );
            left.Remove(next);
            await SaveAsync(next);
        }
    }

    /// <summary>Lets the schedules of a job, or a workflow, fire again, from now on.</summary>
    /// <param name="job">Its name.</param>
    /// <exception cref="RefusalException">There is no such job.</exception>
    public Task EnableJobAsync(string job) => SwitchAsync(job, enabled: true);

    /// <summary>Lets the schedules of a job, or a workflow, fire no more.</summary>
    /// <param name="job">Its name.</param>
    /// <exception cref="RefusalException">There is no such job.</exception>
    public Task DisableJobAsync(string job) => SwitchAsync(job, enabled: false);

    /// <summary>Pauses a job, or a workflow: its schedules do not fire, and its runs wait.</summary>
    /// <param name="job">Its name.</param>
    /// <param name="duration">For how long; until it is resumed if left out.</param>
    /// <exception cref="RefusalException">There is no such job.</exception>
    public Task PauseJobAsync(string job, TimeSpan? duration = null)
    {
        var pause = new PauseJob { Name = job, By = TheTest };
        if (duration is { } time)
        {
            pause.Until = (Now + time).ToUnixTimeMilliseconds();
        }

        return AskAsync(new AppGroupMessage { PauseJob = pause });
    }

    /// <summary>Lets a paused job, or workflow, go on: its runs that wait at once, its schedules from now on.</summary>
    /// <param name="job">Its name.</param>
    /// <exception cref="RefusalException">There is no such job.</exception>
    public Task ResumeJobAsync(string job) => AskAsync(new AppGroupMessage { ResumeJob = new ResumeJob { Name = job } });

    /// <summary>Deletes a job, or a workflow, that has no open runs.</summary>
    /// <param name="job">Its name.</param>
    /// <exception cref="RefusalException">There is no such job, or it has open runs.</exception>
    public Task DeleteJobAsync(string job) => AskAsync(new AppGroupMessage { DeleteJob = new DeleteJob { Name = job } });

    /// <summary>Asks for a run, and lets happen what can happen at once.</summary>
    /// <param name="job">The job's name.</param>
    /// <param name="parameters">Written as JSON; the job's own if left out.</param>
    /// <param name="delay">When it shall start, from now; at once if left out.</param>
    /// <returns>The run, after that.</returns>
    /// <exception cref="RefusalException">There is no such job.</exception>
    public async Task<KitRun> SubmitAsync(string job, object? parameters = null, TimeSpan delay = default)
    {
        var id = await SubmitAsync(job, isWorkflow: false, parameters, delay, TheTest);
        return Runs.WithId(id);
    }

    /// <summary>Cancels a run, and lets happen what can happen at once.</summary>
    /// <param name="run">The run's id.</param>
    /// <returns>The run, after that.</returns>
    /// <exception cref="RefusalException">There is no such run, or it has ended.</exception>
    public async Task<KitRun> CancelAsync(string run)
    {
        await AskAsync(
            new AppGroupMessage
            {
                CancelRun = new CancelRun { Run = run, Reason = "cancelled by the test" },
            }
        );
        return Runs.WithId(run);
    }

    private async Task<long> SaveAsync(DefinitionText text)
    {
        var name = text.Definition.Name;
        var exists = _app.Jobs.Values.Any(job => job.Name == name);
        var save = new SaveJob
        {
            Definition = text.Json,
            Mode = exists ? SaveMode.Replace : SaveMode.Create,
            Name = exists ? name : "",
        };
        return (await AskAsync(new AppGroupMessage { SaveJob = save })).JobSaved.Version;
    }

    private async Task<string> SubmitAsync(string name, bool isWorkflow, object? parameters, TimeSpan delay, string by)
    {
        var planned = NodaTime.Instant.FromDateTimeOffset(Now + delay);
        var request = new RunRequest
        {
            Id = RunIdentity.OfRequest(_options.App, $"{++_requests}", planned).ToString(),
            At = planned.ToUnixTimeMilliseconds(),
        };
        if (parameters is not null)
        {
            request.Params = Json(parameters);
        }

        var submit = new SubmitRuns
        {
            Job = name,
            Origin = by,
            IsWorkflow = isWorkflow,
            Runs = { request },
        };
        await AskAsync(new AppGroupMessage { SubmitRuns = submit });
        return request.Id;
    }

    private Task<AppGroupReply> SwitchAsync(string job, bool enabled) =>
        AskAsync(
            new AppGroupMessage
            {
                EnableJob = new EnableJob { Name = job, Enabled = enabled },
            }
        );

    private async Task<AppGroupReply> AskAsync(AppGroupMessage message)
    {
        var node = _node ?? throw new InvalidOperationException("The kit is disposed of, or does something already.");
        var reply = await _loop.DoAsync(() => node.AskAsync(message));
        ThrowIfDefect();
        if (reply.Problem is { } problem)
        {
            throw new RefusalException(
                problem.Code,
                problem.Detail,
                problem.Field.Length == 0 ? null : problem.Field,
                [.. problem.Candidates]
            );
        }

        ThrowIfProcessorIsMissing();
        return reply;
    }
}
