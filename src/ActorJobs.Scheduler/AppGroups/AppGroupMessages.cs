using System.Text.Json;
using ActorJobs.Core;
using ActorJobs.Core.Apps;
using ActorJobs.Core.Jobs;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Secrets;

namespace ActorJobs.Scheduler.AppGroups;

/// <summary>Between the messages to an app group and the calls of its model.</summary>
internal static class AppGroupMessages
{
    /// <summary>Does what a message asks.</summary>
    /// <returns>Makes the reply, at the end of the turn, so that it tells how things stand then; null if the message asks for none.</returns>
    /// <exception cref="RefusalException">It cannot be done, and nothing was changed.</exception>
    public static Func<AppEffects, AppGroupReply>? Apply(
        AppGroup group,
        KeyBook keys,
        RunSecrets secrets,
        AppIdentity app,
        string node,
        AppGroupMessage message,
        Moment moment
    )
    {
        switch (message.BodyCase)
        {
            case AppGroupMessage.BodyOneofCase.WorkerJoins:
                group.Join(WorkerWire.Read(message.WorkerJoins.Session), WorkerWire.Read(message.WorkerJoins.Hello), moment);
                return null;
            case AppGroupMessage.BodyOneofCase.WorkerSays:
                Hear(group, secrets, message.WorkerSays, moment);
                return null;
            case AppGroupMessage.BodyOneofCase.WorkerLeaves:
                group.Leave(WorkerWire.Read(message.WorkerLeaves.Session), message.WorkerLeaves.Reason, moment);
                return null;
            case AppGroupMessage.BodyOneofCase.SaveJob:
                return Save(group, message.SaveJob, moment);
            case AppGroupMessage.BodyOneofCase.ImportJobs:
                return ImportMessages.Import(group, message.ImportJobs, moment);
            case AppGroupMessage.BodyOneofCase.EnableJob:
                var enable = message.EnableJob;
                Expect(group, enable.Name, enable.HasIsWorkflow ? enable.IsWorkflow : null);
                return Saved(group.EnableJob(enable.Name, enable.Enabled, moment, Expected(enable.ExpectedId, enable.ExpectedVersion)));
            case AppGroupMessage.BodyOneofCase.PauseJob:
                return Pause(group, message.PauseJob, moment);
            case AppGroupMessage.BodyOneofCase.ResumeJob:
                var resume = message.ResumeJob;
                Expect(group, resume.Name, resume.HasIsWorkflow ? resume.IsWorkflow : null);
                return Saved(group.ResumeJob(resume.Name, moment, Expected(resume.ExpectedId, resume.ExpectedVersion)));
            case AppGroupMessage.BodyOneofCase.DeleteJob:
                var delete = message.DeleteJob;
                Expect(group, delete.Name, delete.HasIsWorkflow ? delete.IsWorkflow : null);
                group.DeleteJob(delete.Name, delete.Cascade, moment, Expected(delete.ExpectedId, delete.ExpectedVersion));
                return _ => new AppGroupReply { Done = new Done() };
            case AppGroupMessage.BodyOneofCase.SubmitRuns:
                var submit = message.SubmitRuns;
                submit.Job = submit.JobId == 0 ? submit.Job : group.NameOfJob(submit.JobId, submit.Job);
                Expect(group, submit.Job, submit.HasIsWorkflow ? submit.IsWorkflow : null);
                return RunMessages.Submit(group, keys, submit, moment);
            case AppGroupMessage.BodyOneofCase.ListFires:
                var list = message.ListFires;
                Expect(group, list.Job, list.HasIsWorkflow ? list.IsWorkflow : null);
                return RunMessages.ListFires(group, list);
            case AppGroupMessage.BodyOneofCase.CancelRun:
                return RunMessages.Cancel(group, message.CancelRun, moment);
            case AppGroupMessage.BodyOneofCase.CancelRuns:
                return RunMessages.Cancel(group, message.CancelRuns, moment);
            case AppGroupMessage.BodyOneofCase.OperateInstance:
                return InstanceMessages.Operate(group, message.OperateInstance, moment);
            case AppGroupMessage.BodyOneofCase.DescribeRun:
                return RunMessages.Describe(group, message.DescribeRun, moment);
            case AppGroupMessage.BodyOneofCase.PauseApp:
                HoldMessages.Pause(group, message.PauseApp, moment);
                return _ => new AppGroupReply { Done = new Done() };
            case AppGroupMessage.BodyOneofCase.ResumeApp:
                group.ResumeApp(moment);
                return _ => new AppGroupReply { Done = new Done() };
            case AppGroupMessage.BodyOneofCase.DrainWorkers:
                HoldMessages.Drain(group, message.DrainWorkers, moment);
                return _ => new AppGroupReply { Done = new Done() };
            case AppGroupMessage.BodyOneofCase.EndDrain:
                HoldMessages.EndDrain(group, message.EndDrain);
                return _ => new AppGroupReply { Done = new Done() };
            case AppGroupMessage.BodyOneofCase.SetSecret:
                group.SetSecret(secrets.Check(message.SetSecret, moment));
                return _ => new AppGroupReply { Done = new Done() };
            case AppGroupMessage.BodyOneofCase.DeleteSecret:
                group.DeleteSecret(message.DeleteSecret.Name);
                return _ => new AppGroupReply { Done = new Done() };
            case AppGroupMessage.BodyOneofCase.WithholdAttempt:
                WorkerWire.Withhold(group, message.WithholdAttempt, moment);
                return null;
            case AppGroupMessage.BodyOneofCase.ConfigureApp:
                group.Configure(ReadSettings(message.ConfigureApp.Settings), moment);
                return _ => new AppGroupReply { Done = new Done() };
            case AppGroupMessage.BodyOneofCase.ExplainRun:
                return RunMessages.Explain(group, message.ExplainRun, moment);
            case AppGroupMessage.BodyOneofCase.DescribeApp:
                return _ => AppViews.Describe(group, app, node, moment);
            default:
                throw new RefusalException(
                    ErrorCodes.UnknownMessage,
                    $"App group {app.Name} on node {node} does not know the message {message.BodyCase}: the sender is of a newer version."
                );
        }
    }

    /// <summary>A refusal as a reply.</summary>
    public static AppGroupReply Refusal(RefusalException refusal) => new() { Problem = ProblemOf(refusal) };

    /// <summary>A refusal in its wire form.</summary>
    public static Problem ProblemOf(RefusalException refusal)
    {
        var problem = new Problem
        {
            Code = refusal.Code,
            Detail = refusal.Message,
            Field = refusal.Field ?? "",
        };
        problem.Candidates.AddRange(refusal.Candidates);
        return problem;
    }

    private static void Hear(AppGroup group, RunSecrets secrets, WorkerSays says, Moment moment)
    {
        var session = WorkerWire.Read(says.Session);
        if (group.Hear(session, moment) is { } worker)
        {
            foreach (var message in says.Messages)
            {
                WorkerWire.Apply(group, session, worker, secrets.Hide(message), moment);
            }
        }
    }

    private static Func<AppEffects, AppGroupReply> Save(AppGroup group, SaveJob save, Moment moment)
    {
        var reading = ReadDefinition(save.Definition);
        var definition = reading.Definition!;
        if (save.Mode != SaveMode.Create)
        {
            Expect(group, save.Name, definition.Graph is not null);
        }

        return Saved(
            save.Mode == SaveMode.Create
                ? group.CreateJob(definition, reading.Params, moment)
                : group.ReplaceJob(save.Name, definition, reading.Params, Expected(save.ExpectedId, save.ExpectedVersion), moment)
        );
    }

    /// <summary>A sender of an older version does not say what it means; it knows jobs alone.</summary>
    private static void Expect(AppGroup group, string name, bool? isWorkflow)
    {
        if (isWorkflow is { } meant)
        {
            group.RefuseOtherThan(meant ? JobKind.Workflow : JobKind.Job, name);
        }
    }

    private static Func<AppEffects, AppGroupReply> Pause(AppGroup group, PauseJob pause, Moment moment)
    {
        Expect(group, pause.Name, pause.HasIsWorkflow ? pause.IsWorkflow : null);
        var (note, until) = (HoldMessages.TextOrNull(pause.Note), HoldMessages.Until(pause.HasUntil, pause.Until));
        return Saved(group.PauseJob(pause.Name, pause.By, note, until, moment, Expected(pause.ExpectedId, pause.ExpectedVersion)));
    }

    /// <summary>Senders have checked it, by their version of the rules.</summary>
    internal static JobDefinitionReading ReadDefinition(string definition)
    {
        try
        {
            using var json = JsonDocument.Parse(definition);
            var reading = JobDefinitionReader.Read(json.RootElement);
            return reading.Errors is [var first, ..] ? throw new RefusalException(first.Code, first.Message, first.Field) : reading;
        }
        catch (JsonException exception)
        {
            throw new RefusalException(ErrorCodes.InvalidJson, $"The job's definition is no JSON: {exception.Message}");
        }
    }

    internal static AppSettings ReadSettings(string settings)
    {
        try
        {
            return AppSettingsText.Read(settings);
        }
        catch (JsonException exception)
        {
            throw new RefusalException(ErrorCodes.InvalidValue, $"The app's settings cannot be read: {exception.Message}");
        }
    }

    internal static ExpectedJob Expected(long id, long version) => new(id == 0 ? null : id, version == 0 ? null : version);

    private static Func<AppEffects, AppGroupReply> Saved(SavedJob saved) =>
        _ => new AppGroupReply
        {
            JobSaved = new JobSaved { Id = saved.Id, Version = saved.Version },
        };
}
