using System.Text;
using ActorJobs.Worker.Processes;

namespace ActorJobs.Agent.Programs;

/// <summary>A program that is to be run, and what counts as its success.</summary>
/// <param name="Command">What is started.</param>
internal sealed record ProgramOrder(ProcessCommand Command)
{
    /// <summary>What it reads.</summary>
    public string Stdin { get; init; } = "";

    /// <summary>The exit codes of success.</summary>
    public required IReadOnlySet<int> SuccessExitCodes { get; init; }

    /// <summary>Whether it fails when it writes errors.</summary>
    public bool StderrIsFailure { get; init; }

    /// <summary>How its texts are encoded.</summary>
    public required Encoding Encoding { get; init; }
}
