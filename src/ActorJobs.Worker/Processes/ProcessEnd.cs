using System.Globalization;

namespace ActorJobs.Worker.Processes;

/// <summary>How a process ended, by its exit code.</summary>
/// <param name="ExitCode">0 to 255 on Unix; 128 and the number of the signal where one ended it, as shells have it.</param>
internal readonly record struct ProcessEnd(int ExitCode)
{
    private static readonly string[] s_signals =
    [
        "",
        "SIGHUP",
        "SIGINT",
        "SIGQUIT",
        "SIGILL",
        "SIGTRAP",
        "SIGABRT",
        "SIGBUS",
        "SIGFPE",
        "SIGKILL",
        "SIGUSR1",
        "SIGSEGV",
        "SIGUSR2",
        "SIGPIPE",
        "SIGALRM",
        "SIGTERM",
    ];

    /// <summary>The name of the signal for which the exit code stands; empty: none. A program may choose such a code by itself, and nobody can tell then.</summary>
    public string Signal =>
        !OperatingSystem.IsWindows() && ExitCode - 128 is > 0 and var number && number < s_signals.Length ? s_signals[number] : "";

    /// <summary>Such as <c>exit code 3</c> or <c>exit code 137 (SIGKILL)</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"exit code {ExitCode}{(Signal.Length > 0 ? $" ({Signal})" : "")}");
}
