using ActorJobs.Agent.Params;
using ActorJobs.Agent.Settings;
using ActorJobs.Errors;
using ActorJobs.Worker;

namespace ActorJobs.Agent.Programs;

/// <summary>Runs scripts: the text of one, or a file of the worker.</summary>
/// <param name="interpreter">What runs them.</param>
/// <param name="settings">Where files may lie.</param>
/// <param name="runner">Runs programs.</param>
internal abstract class ScriptProcessor(Interpreter interpreter, AgentSettings settings, ProgramRunner runner) : AgentProcessor
{
    /// <summary>The kernel takes no longer argument than 128 KiB, its end included.</summary>
    private const int LongestScript = 120 * 1024;

    /// <inheritdoc/>
    protected override IReadOnlyCollection<string> Fields { get; } = ["script", "file", .. ProgramFields.Names];

    /// <inheritdoc/>
    protected override async Task<ProcessResult> RunAsync(TaskContext context, ParamFields fields, CancellationToken cancellationToken)
    {
        if (fields.Has("script") == fields.Has("file"))
        {
            throw new ParamsException(
                fields.Has("script")
                    ? "The params have both 'script' and 'file'; one of them is expected."
                    : "The field 'script' of the params is missing; the text of a script is expected, or 'file' with the path of one."
            );
        }
        var program = interpreter.Need();
        if (fields.Has("file"))
        {
            return await runner.RunAsync(
                context,
                Order(context, fields, program, [.. interpreter.Arguments, File(fields)]),
                cancellationToken
            );
        }
        var script = fields.RequiredText("script", "the text of a script");
        if (interpreter.Suffix.Length is 0)
        {
            if (System.Text.Encoding.UTF8.GetByteCount(script) > LongestScript)
            {
                throw new ParamsException(
                    $"The field 'script' of the params has more than {LongestScript} bytes; put it into a file of the worker."
                );
            }
            return await runner.RunAsync(
                context,
                Order(context, fields, program, ["-c", script, .. NameOf(interpreter)]),
                cancellationToken
            );
        }
        using var file = new TemporaryScript(script, interpreter.Suffix);
        return await runner.RunAsync(context, Order(context, fields, program, [.. interpreter.Arguments, file.Path]), cancellationToken);
    }

    private ProgramOrder Order(TaskContext context, ParamFields fields, string program, IEnumerable<string> first) =>
        ProgramFields.Read(runner, context, fields, program, first);

    /// <summary>A shell takes the first argument behind its script for the script's own name.</summary>
    private static IEnumerable<string> NameOf(Interpreter interpreter) => interpreter == Interpreter.Shell ? ["script"] : [];

    private string File(ParamFields fields)
    {
        var path = settings.ScriptFolders.RealPathOf(fields.RequiredText("file", "the path of a script"));
        return System.IO.File.Exists(path)
            ? path
            : throw new RefusedException(ErrorCodes.ProgramNotFound, $"There is no file '{path}' on the worker's machine.");
    }
}
