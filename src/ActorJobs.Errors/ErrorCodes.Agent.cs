namespace ActorJobs.Errors;

/// <content>The agent: the types of failures of its processors.</content>
public static partial class ErrorCodes
{
    /// <summary>The params of a run are not what its processor takes.</summary>
    [ErrorSymbol(
        Part.Worker,
        Part.Caller,
        Cause = "The params of a run are not what its processor takes; the message names the field, what was found and what was expected.",
        NextStep = "Mend the params of the job; docs/processors.md lists the fields of each processor."
    )]
    public const string InvalidParams = "INVALID_PARAMS";

    /// <summary>A script or program ended with an exit code that is no success.</summary>
    [ErrorSymbol(
        Part.Worker,
        Part.Caller,
        Cause = "A script or program ended with an exit code that is not among `successExitCodes`, or by a signal. The message has the last lines of its errors.",
        NextStep = "Read the message and the log of the run, and mend the script; 137 without anybody's doing mostly means that memory ran out."
    )]
    public const string ExitCode = "EXIT_CODE";

    /// <summary>A script wrote to its error output, which its job counts as a failure.</summary>
    [ErrorSymbol(
        Part.Worker,
        Part.Caller,
        Cause = "A script or program wrote to its error output, and its job has `stderrIsFailure`.",
        NextStep = "Read the message, which has the last lines of the errors; mend the script, or leave `stderrIsFailure` out."
    )]
    public const string StderrNotEmpty = "STDERR_NOT_EMPTY";

    /// <summary>The interpreter of a script is not on the worker's machine.</summary>
    [ErrorSymbol(
        Part.Worker,
        Part.Caller,
        Cause = "The interpreter of a script is not on the worker's machine; the message tells what was looked for, and where.",
        NextStep = "Install it there, or let the job ask for workers that have it: `target.runtimes`."
    )]
    public const string InterpreterNotFound = "INTERPRETER_NOT_FOUND";

    /// <summary>A program or script file is not there, or cannot be started.</summary>
    [ErrorSymbol(
        Part.Worker,
        Part.Caller,
        Cause = "A program or script file is not on the worker's machine, or cannot be started; the message tells what was looked for, and where.",
        NextStep = "Mend the path in the params, or put the program there."
    )]
    public const string ProgramNotFound = "PROGRAM_NOT_FOUND";

    /// <summary>A run wants what the agent's settings do not allow.</summary>
    [ErrorSymbol(
        Part.Worker,
        Part.Caller,
        Cause = "The params of a run ask for something that the settings of the agent do not allow: a folder, another user, or a connection string.",
        NextStep = "Change the params, or let whoever runs the agent change the setting that the message names."
    )]
    public const string NotAllowed = "NOT_ALLOWED";

    /// <summary>An HTTP call was answered with a status that is no success.</summary>
    [ErrorSymbol(
        Part.Worker,
        Part.Caller,
        Cause = "An HTTP call was answered with a status that is not among `successStatus`; the message has address, status and the first bytes.",
        NextStep = "Read what the answer says; mend the call, or what it calls."
    )]
    public const string HttpStatus = "HTTP_STATUS";

    /// <summary>An HTTP call was answered with a redirect that is not followed.</summary>
    [ErrorSymbol(
        Part.Worker,
        Part.Caller,
        Cause = "An HTTP call was answered with a redirect, which is not followed: it would turn the call into another one, or there were too many.",
        NextStep = "Call the address that the message names as the target; a log-in page there means that the call lacks its credentials."
    )]
    public const string HttpRedirect = "HTTP_REDIRECT";

    /// <summary>An HTTP call got no answer.</summary>
    [ErrorSymbol(
        Part.Worker,
        Part.Caller,
        Cause = "An HTTP call got no answer: the name, the connection, TLS or the time-out is at fault, as the message tells.",
        NextStep = "Look from the worker's machine whether the address can be reached, and whether `timeout` is long enough."
    )]
    public const string HttpNoAnswer = "HTTP_NO_ANSWER";

    /// <summary>An HTTP call was answered with something else than was expected.</summary>
    [ErrorSymbol(
        Part.Worker,
        Part.Caller,
        Cause = "An HTTP call was answered with success, but with something else than its job expects, such as a web page in place of JSON.",
        NextStep = "Look at the title and the first bytes in the message: mostly a log-in page or a proxy answers in place of the service."
    )]
    public const string HttpUnexpectedBody = "HTTP_UNEXPECTED_BODY";

    /// <summary>A statement of SQL failed, or its database could not be reached.</summary>
    [ErrorSymbol(
        Part.Worker,
        Part.Caller,
        Cause = "A statement of SQL failed, or its database could not be reached; the message has the database's own words.",
        NextStep = "Mend the statement or its parameters, or let whoever runs the agent look at the connection."
    )]
    public const string SqlFailed = "SQL_FAILED";
}
