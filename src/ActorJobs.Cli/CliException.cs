namespace ActorJobs.Cli;

/// <summary>Ends a command with an error that pbm finds itself.</summary>
/// <param name="exitCode">How pbm ends.</param>
/// <param name="code">A symbol of the error catalogue.</param>
/// <param name="message">What was found, what was expected, what to do.</param>
internal sealed class CliException(ExitCode exitCode, string code, string message) : Exception(message)
{
    /// <summary>How pbm ends.</summary>
    public ExitCode ExitCode { get; } = exitCode;

    /// <summary>A symbol of the error catalogue.</summary>
    public string Code { get; } = code;

    /// <summary>The command line is wrong.</summary>
    public static CliException Usage(string message) => new(ExitCode.Usage, Errors.ErrorCodes.InvalidCommandLine, message);

    /// <summary>A file, or what comes over the standard input, cannot be used.</summary>
    public static CliException Input(string message) => new(ExitCode.Usage, Errors.ErrorCodes.InputUnusable, message);
}
