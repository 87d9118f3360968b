using ActorJobs.Agent.Params;
using ActorJobs.Errors;
using ActorJobs.Worker.Hosts;

namespace ActorJobs.Agent.Programs;

/// <summary>What runs a kind of scripts.</summary>
/// <param name="Type">The kind, as jobs name it.</param>
/// <param name="Programs">The programs that can do it, the better first.</param>
/// <param name="Arguments">Its arguments before those of the script.</param>
/// <param name="Suffix">How the file of a script has to end; empty: the script is handed over as an argument, and needs no file.</param>
internal sealed record Interpreter(string Type, IReadOnlyList<string> Programs, IReadOnlyList<string> Arguments, string Suffix = "")
{
    /// <summary>Bash, or what stands in for it.</summary>
    public static Interpreter Shell { get; } = new("shell", ["bash", "sh"], []);

    /// <summary>Python 3; `python` is Python 2 on old systems, so it comes last.</summary>
    public static Interpreter Python { get; } = new("python", ["python3", "python"], []);

    /// <summary>PowerShell, or that of Windows.</summary>
    public static Interpreter PowerShell { get; } =
        new("powershell", ["pwsh", "powershell"], ["-NoProfile", "-NonInteractive", "-File"], ".ps1");

    /// <summary>The command prompt of Windows.</summary>
    public static Interpreter Cmd { get; } = new("cmd", ["cmd"], ["/d", "/q", "/c"], ".cmd");

    /// <summary>The program, if it is there.</summary>
    public string? Find() => Programs.Select(ProgramPath.Find).FirstOrDefault(path => path is not null);

    /// <summary>The program.</summary>
    /// <exception cref="RefusedException">It is not there.</exception>
    public string Need() => Find() ?? throw new RefusedException(ErrorCodes.InterpreterNotFound, Missing());

    /// <summary>What is missing, in words.</summary>
    public string Missing() =>
        $"{(Programs.Count > 1 ? $"Neither {string.Join(" nor ", Programs)}" : $"No {Programs[0]}")} was found in the folders of PATH: "
        + $"{string.Join(", ", ProgramPath.Folders())}.";
}
