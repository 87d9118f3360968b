namespace ActorJobs.Agent.Programs;

/// <summary>What is told of a program that was run, as the result of the attempt.</summary>
/// <param name="ExitCode">Its exit code; 128 and the number of the signal where one ended it.</param>
/// <param name="Signal">The name of that signal; empty: none.</param>
/// <param name="StdoutTail">The last lines that it wrote.</param>
/// <param name="StderrTail">The last lines of its errors.</param>
/// <param name="StdoutLines">How many lines it wrote.</param>
/// <param name="StderrLines">How many lines of errors.</param>
/// <param name="NotEnded">Processes that could not be ended, since they hang in the kernel; mostly none.</param>
internal sealed record ProgramReport(
    int ExitCode,
    string Signal,
    string StdoutTail,
    string StderrTail,
    long StdoutLines,
    long StderrLines,
    IReadOnlyList<int> NotEnded
);
