namespace ActorJobs.Errors;

/// <content>What pbm, the command line, finds itself.</content>
public static partial class ErrorCodes
{
    /// <summary>A command line that pbm does not understand.</summary>
    [ErrorSymbol(
        Part.Caller,
        Part.Caller,
        Cause = "The command line has a palette, a command, an option or a value that there is not, or lacks one. `pbm` ends with 2.",
        NextStep = "Write what the message expects; `--help` behind the command tells what it takes."
    )]
    public const string InvalidCommandLine = "INVALID_COMMAND_LINE";

    /// <summary>A file that a command line names cannot be used.</summary>
    [ErrorSymbol(
        Part.Caller,
        Part.Caller,
        Cause = "A file that the command line names cannot be read, or does not hold what it should. `pbm` ends with 2.",
        NextStep = "Name a file that you may read, and that holds what the message expects."
    )]
    public const string InputUnusable = "INPUT_UNUSABLE";

    /// <summary>The server cannot be reached.</summary>
    [ErrorSymbol(
        Part.Caller,
        Part.Caller,
        Cause = "Nothing answers at the address of the server, or the connection broke. `pbm` ends with 3.",
        NextStep = "Start the server, or name the right one: `pbm HOST:PORT …`, or the variable PBM_SERVER; `pbm where` tells which one is meant."
    )]
    public const string ServerUnreachable = "SERVER_UNREACHABLE";

    /// <summary>What answers is no server of ActorJobs.</summary>
    [ErrorSymbol(
        Part.Caller,
        Part.Caller,
        Cause = "What answers at the address is no server of ActorJobs: a proxy, a redirect, a page for people. `pbm` ends with 3.",
        NextStep = "Name the address of a server, and look what stands between."
    )]
    public const string UnexpectedAnswer = "UNEXPECTED_ANSWER";
}
