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
    public static Func<AppEffects, AppGroupReply>? Apply(
        AppGroup group,
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
                return _ => new AppGroupReply { Done = new Done() };
            case AppGroupMessage.BodyOneofCase.SubmitRun:
                return Submit(group, message.SubmitRun, moment);
            case AppGroupMessage.BodyOneofCase.CancelRun:
                return Cancel(group, message.CancelRun, moment);
            case AppGroupMessage.BodyOneofCase.DescribeRun:
                var asked = ReadRun(message.DescribeRun.Run);
                group.FindOpen(asked);
                return effects => View(group, asked, effects, moment);
            case AppGroupMessage.BodyOneofCase.DescribeApp:
                return _ => AppViews.Describe(group.Overview(), app, node, group.Limits, moment);
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

    private static Func<AppEffects, AppGroupReply> Save(AppGroup group, SaveJob save, Moment moment)
    {
        var reading = ReadDefinition(save.Definition);
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

    /// <summary>Senders have checked it, by their version of the rules.</summary>
    private static JobDefinitionReading ReadDefinition(string definition)
    {
        try
        {
            using var json = JsonDocument.Parse(definition);
            return JobDefinitionReader.Read(json.RootElement);
        }
        catch (JsonException exception)
        {
            throw new RefusalException(ErrorCodes.InvalidJson, $"The job's definition is no JSON: {exception.Message}");
        }
    }

    private static long? Version(long expected) => expected == 0 ? null : expected;

    private static Func<AppEffects, AppGroupReply> Saved(SavedJob saved) =>
        _ => new AppGroupReply
        {
            JobSaved = new JobSaved { Id = saved.Id, Version = saved.Version },
        };

    private static Func<AppEffects, AppGroupReply> Submit(AppGroup group, SubmitRun submit, Moment moment)
    {
        var planned = Planned(submit, moment.Now);
        var id = group.Submit(submit.Job, ReadRun(submit.Id), submit.HasParams ? submit.Params : null, planned, submit.Origin, moment);
        return effects => View(group, id, effects, moment);
    }

    private static Instant Planned(SubmitRun submit, Instant now)
    {
        const string tooFar = "Found a time for the run that no calendar has; expected one near now.";
        try
        {
            return submit.At != 0 ? Instant.FromUnixTimeMilliseconds(submit.At) : now + Duration.FromMilliseconds(submit.Delay);
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or OverflowException)
        {
            throw new RefusalException(ErrorCodes.OutOfRange, tooFar, submit.At != 0 ? "at" : "delay");
        }
    }

    private static Func<AppEffects, AppGroupReply> Cancel(AppGroup group, CancelRun cancel, Moment moment)
    {
        var id = ReadRun(cancel.Run);
        group.Cancel(id, cancel.Reason, moment);
        return effects => View(group, id, effects, moment);
    }

    private static AppGroupReply View(AppGroup group, RunId id, AppEffects effects, Moment moment)
    {
        // A run that is open no more has ended in this turn, and the turn writes how.
        var described = group.Describe(id, moment);
        var run = described?.Run ?? effects.Writes.Select(RunOf).Last(written => written?.Id == id)!;
        return new AppGroupReply
        {
            Run = new RunView
            {
                Id = id.ToString(),
                State = run.State.ToString(),
                Wait = described?.Wait ?? "",
            },
        };
    }

    private static Run? RunOf(AppWrite write) =>
        write switch
        {
            RunInserted inserted => inserted.Run,
            RunUpdated updated => updated.Run,
            RunEnded ended => ended.Run,
            _ => null,
        };

    private static RunId ReadRun(string text) =>
        RunId.TryParse(text, out var id)
            ? id
            : throw new RefusalException(ErrorCodes.InvalidRunId, $"'{text}' is no id of a run; a UUID is expected.", "run");
}
