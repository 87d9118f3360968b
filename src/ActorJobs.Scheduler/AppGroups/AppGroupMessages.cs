using System.Text.Json;
using ActorJobs.Core;
using ActorJobs.Core.Apps;
using ActorJobs.Core.Errors;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Protocol;
using NodaTime;

namespace ActorJobs.Scheduler.AppGroups;

/// <summary>Between the messages to an app group and the calls of its model.</summary>
internal static class AppGroupMessages
{
    /// <summary>Does what a message asks.</summary>
    /// <returns>Makes the reply, at the end of the turn, so that it tells how things stand then; null if the message asks for none.</returns>
    /// <exception cref="RefusalException">It cannot be done, and nothing was changed.</exception>
    public static Func<AppGroupReply>? Apply(AppGroup group, AppIdentity app, string node, AppGroupMessage message, Moment moment)
    {
        switch (message.BodyCase)
        {
            case AppGroupMessage.BodyOneofCase.WorkerJoins:
                group.Join(WorkerWire.Read(message.WorkerJoins.Session), WorkerWire.Read(message.WorkerJoins.Hello), moment);
                return null;
            case AppGroupMessage.BodyOneofCase.WorkerSays:
                Hear(group, message.WorkerSays, moment);
                return null;
            case AppGroupMessage.BodyOneofCase.WorkerLeaves:
                group.Leave(WorkerWire.Read(message.WorkerLeaves.Session), message.WorkerLeaves.Reason, moment);
                return null;
            case AppGroupMessage.BodyOneofCase.SaveJob:
                return Save(group, message.SaveJob, moment);
            case AppGroupMessage.BodyOneofCase.EnableJob:
                return Saved(group.EnableJob(message.EnableJob.Name, message.EnableJob.Enabled, moment));
            case AppGroupMessage.BodyOneofCase.DeleteJob:
                var delete = message.DeleteJob;
                group.DeleteJob(delete.Name, delete.Cascade, moment, Version(delete.ExpectedVersion));
                return () => new AppGroupReply { Done = new Done() };
            case AppGroupMessage.BodyOneofCase.SubmitRun:
                return Submit(group, message.SubmitRun, moment);
            case AppGroupMessage.BodyOneofCase.CancelRun:
                return Cancel(group, message.CancelRun, moment);
            case AppGroupMessage.BodyOneofCase.DescribeRun:
                var asked = ReadRun(message.DescribeRun.Run);
                group.FindOpen(asked);
                var view = View(group, asked, moment);
                return () => view;
            case AppGroupMessage.BodyOneofCase.DescribeApp:
                return () => AppViews.Describe(group.Overview(), app, node, group.Limits, moment);
            default:
                throw new RefusalException(
                    ErrorCodes.UnknownMessage,
                    $"App group {app.Name} on node {node} does not know the message {message.BodyCase}: the sender is of a newer version."
                );
        }
    }

    /// <summary>A refusal as a reply.</summary>
    public static AppGroupReply Refusal(RefusalException refusal)
    {
        var problem = new Problem
        {
            Code = refusal.Code,
            Detail = refusal.Message,
            Field = refusal.Field ?? "",
        };
        problem.Candidates.AddRange(refusal.Candidates);
        return new AppGroupReply { Problem = problem };
    }

    private static void Hear(AppGroup group, WorkerSays says, Moment moment)
    {
        var session = WorkerWire.Read(says.Session);
        if (group.Hear(session, moment) is { } worker)
        {
            foreach (var message in says.Messages)
            {
                WorkerWire.Apply(group, session, worker, message, moment);
            }
        }
    }

    private static Func<AppGroupReply> Save(AppGroup group, SaveJob save, Moment moment)
    {
        using var json = JsonDocument.Parse(save.Definition);
        var reading = JobDefinitionReader.Read(json.RootElement);
        if (reading.Definition is not { } definition)
        {
            var first = reading.Errors[0];
            throw new RefusalException(first.Code, first.Message, first.Field);
        }

        return Saved(
            save.Mode == SaveMode.Create
                ? group.CreateJob(definition, reading.Params, moment)
                : group.ReplaceJob(save.Name, definition, reading.Params, Version(save.ExpectedVersion), moment)
        );
    }

    private static long? Version(long expected) => expected == 0 ? null : expected;

    private static Func<AppGroupReply> Saved(SavedJob saved) =>
        () =>
            new AppGroupReply
            {
                JobSaved = new JobSaved { Id = saved.Id, Version = saved.Version },
            };

    private static Func<AppGroupReply> Submit(AppGroup group, SubmitRun submit, Moment moment)
    {
        var planned = submit.At != 0 ? Instant.FromUnixTimeMilliseconds(submit.At) : moment.Now + Duration.FromMilliseconds(submit.Delay);
        var id = group.Submit(submit.Job, ReadRun(submit.Id), submit.HasParams ? submit.Params : null, planned, submit.Origin, moment);
        return () => View(group, id, moment);
    }

    private static Func<AppGroupReply> Cancel(AppGroup group, CancelRun cancel, Moment moment)
    {
        var id = ReadRun(cancel.Run);
        group.Cancel(id, cancel.Reason, moment);
        return () => View(group, id, moment);
    }

    private static AppGroupReply View(AppGroup group, RunId id, Moment moment)
    {
        // A run that is open no more when the turn ends was cancelled in it: nothing else ends a run that no worker reports.
        var described = group.Describe(id, moment);
        return new AppGroupReply
        {
            Run = new RunView
            {
                Id = id.ToString(),
                State = (described?.Run.State ?? RunState.Cancelled).ToString(),
                Wait = described?.Wait ?? "",
            },
        };
    }

    private static RunId ReadRun(string text) =>
        RunId.TryParse(text, out var id)
            ? id
            : throw new RefusalException(ErrorCodes.InvalidRunId, $"'{text}' is no id of a run; a UUID is expected.", "run");
}
