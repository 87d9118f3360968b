using ActorJobs.Agent.Params;
using ActorJobs.Errors;
using ActorJobs.Worker;
using ActorJobs.Worker.Hosts;

namespace ActorJobs.Agent.Programs;

/// <summary>Runs a program with arguments; no shell comes between, so nothing in them has to be quoted.</summary>
internal sealed class ProgramProcessor(ProgramRunner runner) : AgentProcessor
{
    /// <inheritdoc/>
    protected override IReadOnlyCollection<string> Fields { get; } = ["path", .. ProgramFields.Names];

    /// <inheritdoc/>
    protected override Task<ProcessResult> RunAsync(TaskContext context, ParamFields fields, CancellationToken cancellationToken)
    {
        var named = fields.RequiredText("path", "the path of a program, or its name if it is in a folder of PATH");
        return runner.RunAsync(context, ProgramFields.Read(runner, context, fields, Find(named)), cancellationToken);
    }

    private static string Find(string named)
    {
        if (!named.Contains('/', StringComparison.Ordinal) && !named.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            return ProgramPath.Find(named)
                ?? throw new RefusedException(
                    ErrorCodes.ProgramNotFound,
                    $"No program '{named}' was found in the folders of PATH: {string.Join(", ", ProgramPath.Folders())}."
                );
        }
        var path = Path.GetFullPath(named);
        return ProgramPath.IsProgram(path) ? path
            : File.Exists(path) ? throw new RefusedException(ErrorCodes.ProgramNotFound, $"'{path}' may not be executed.")
            : throw new RefusedException(ErrorCodes.ProgramNotFound, $"There is no file '{path}' on the worker's machine.");
    }
}
