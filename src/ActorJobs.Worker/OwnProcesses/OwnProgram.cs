using ActorJobs.Worker.Processes;

namespace ActorJobs.Worker.OwnProcesses;

/// <summary>The program of this process.</summary>
internal static class OwnProgram
{
    /// <summary>Starts it once more, with the same arguments.</summary>
    public static ProcessCommand Command(TreeMark mark)
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("The system does not tell the path of this program.");
        var arguments = Environment.GetCommandLineArgs();
        // The first one is the assembly: the dotnet host needs it, a program with a host of its own does not.
        var isHost = string.Equals(Path.GetFileNameWithoutExtension(program), "dotnet", StringComparison.OrdinalIgnoreCase);
        return new ProcessCommand(program, isHost ? arguments : arguments[1..], mark);
    }
}
