namespace ActorJobs.Errors;

/// <content>Apps, jobs, runs and workers: what is not there, and what stands in the way.</content>
public static partial class ErrorCodes
{
    /// <summary>There is no app of that name.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller | Part.Worker,
        Cause = "There is no app of that name. The answer names near ones.",
        NextStep = "Mend the name, or make the app with `PUT /api/v1/apps/NAME`.",
        Status = 404
    )]
    public const string AppNotFound = "APP_NOT_FOUND";

    /// <summary>There is no node of that name.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The cluster has no node of that name. The answer names near ones.",
        NextStep = "Mend the name; `GET /api/v1/cluster/nodes` lists those that there are.",
        Status = 404
    )]
    public const string NodeNotFound = "NODE_NOT_FOUND";

    /// <summary>There is no shard of that number.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The cluster has no shard of that number.",
        NextStep = "Take a number that `GET /api/v1/cluster/shards` lists; `GET /api/v1/apps/NAME` shows the shard of an app.",
        Status = 404
    )]
    public const string ShardNotFound = "SHARD_NOT_FOUND";

    /// <summary>The node's lease is not over, so it is not taken out.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The node still renews its lease. Only a node that does not is taken out of the cluster.",
        NextStep = "Ask the node to leave, or stop its process and wait for the end of its lease.",
        Status = 409
    )]
    public const string NodeLives = "NODE_LIVES";

    /// <summary>The node cannot take the shard, or there is none to hand it over.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The node that is to take the shard is gone or is leaving, or the shard has no owner that could hand it over.",
        NextStep = "Choose a node that lives; a shard without an owner is given to one by itself within seconds.",
        Status = 409
    )]
    public const string ShardNotMovable = "SHARD_NOT_MOVABLE";

    /// <summary>The server is alone.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The server is no node of a cluster: it owns everything, and has nobody to give it to.",
        NextStep = "Start servers with `actorjobs.cluster.enabled = true` over one PostgreSQL.",
        Status = 409
    )]
    public const string NotACluster = "NOT_A_CLUSTER";

    /// <summary>The app has jobs, open runs or workers, and is not deleted unless that is asked for.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The app has jobs, open runs or connected workers. The answer names them.",
        NextStep = "Delete and stop them first, or delete the app with all of them by `force=true`.",
        Status = 409
    )]
    public const string AppInUse = "APP_IN_USE";

    /// <summary>The app has no job of that name.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The app has no job of that name. The answer names near ones.",
        NextStep = "Mend the name; `GET /api/v1/apps/NAME/jobs` lists those that there are.",
        Status = 404
    )]
    public const string JobNotFound = "JOB_NOT_FOUND";

    /// <summary>The job's stored definition cannot be read; saving it anew brings it back.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The stored definition of the job cannot be read; the job does nothing.",
        NextStep = "Look at it with GET, and save it anew with PUT.",
        Status = 409
    )]
    public const string JobSetAside = "JOB_SET_ASIDE";

    /// <summary>The app has a job of that name already.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The app has a job of that name already.",
        NextStep = "Change it with PUT, or choose another name.",
        Status = 409
    )]
    public const string JobExists = "JOB_EXISTS";

    /// <summary>The job has open runs, and is not deleted unless they are cancelled with it.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The job has open runs, and would leave them without it. The answer names them.",
        NextStep = "Wait for them, cancel them, or delete with `cascade=true`, which cancels them.",
        Status = 409
    )]
    public const string JobHasOpenRuns = "JOB_HAS_OPEN_RUNS";

    /// <summary>Jobs name the calendar that new settings do not have any more.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "Jobs name the calendar in their schedules, and the new settings do not have it. The answer lists the jobs.",
        NextStep = "Keep the calendar in the settings, or change those jobs first.",
        Status = 409
    )]
    public const string CalendarInUse = "CALENDAR_IN_USE";

    /// <summary>The job was changed since the version that the request builds on.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The job is at another version than the request builds on. The status is 412 if the request said so by `If-Match`.",
        NextStep = "Read the job again, and repeat the change on it.",
        Status = 409
    )]
    public const string VersionConflict = "VERSION_CONFLICT";

    /// <summary>The job has no version of that number, or it is not kept any more.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The job has no version of that number, or it is not kept any more: the newest 100 are.",
        NextStep = "`GET /api/v1/apps/NAME/jobs/NAME/versions` lists those that there are.",
        Status = 404
    )]
    public const string VersionNotFound = "VERSION_NOT_FOUND";

    /// <summary>The app has no run of that id.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The app has no run of that id, or no longer has it.",
        NextStep = "`GET /api/v1/apps/NAME/runs` lists those that it has.",
        Status = 404
    )]
    public const string RunNotFound = "RUN_NOT_FOUND";

    /// <summary>The run is not open: it has ended, or never was.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The run is not open: it has ended, or never was.",
        NextStep = "Look at the run.",
        Status = 409
    )]
    public const string RunNotOpen = "RUN_NOT_OPEN";

    /// <summary>The run has ended, and its end is final.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The run has ended, and its end is final. The answer has the state in which it ended.",
        NextStep = "Nothing is to be done; submit a new run if the work is needed once more.",
        Status = 409
    )]
    public const string RunEnded = "RUN_ENDED";

    /// <summary>The run has not ended, so there is nothing to do once more.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The run has not ended yet; only one that has ended can be run once more.",
        NextStep = "Wait for its end, or cancel it. A job can have another run at the same time by submitting one.",
        Status = 409
    )]
    public const string RunStillOpen = "RUN_STILL_OPEN";

    /// <summary>The run belongs to a workflow, which has operations of its own.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The run is an instance of a workflow, or that of one of its nodes. A new run beside it would be none of the workflow.",
        NextStep = "Use the operations of the workflow instance, which the answer names: retry, or rerun from a node.",
        Status = 409
    )]
    public const string RunOfWorkflow = "RUN_OF_WORKFLOW";

    /// <summary>An idempotency key was used before, for another request.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The idempotency key was used before in the app, for another job, other params or another time. The run of that request stays as it is.",
        NextStep = "Use a key of its own for each request, and the same body with the same key.",
        Status = 422
    )]
    public const string IdempotencyKeyReused = "IDEMPOTENCY_KEY_REUSED";

    /// <summary>A text that is no id of a run.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The text is no id of a run, which is a UUID.",
        NextStep = "Use the id that the answer to the submit, or a list, gave.",
        Status = 400
    )]
    public const string InvalidRunId = "INVALID_RUN_ID";

    /// <summary>The app knows no worker of that id.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The app knows no worker of that id. The answer names near ones.",
        NextStep = "Mend the id; `GET /api/v1/apps/NAME/workers` lists those that it knows.",
        Status = 404
    )]
    public const string WorkerNotFound = "WORKER_NOT_FOUND";
}
