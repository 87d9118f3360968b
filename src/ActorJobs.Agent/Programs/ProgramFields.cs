using System.Globalization;
using System.Text;
using ActorJobs.Agent.Params;
using ActorJobs.Errors;
using ActorJobs.Worker;
using ActorJobs.Worker.Processes;

namespace ActorJobs.Agent.Programs;

/// <summary>The params that scripts and programs have in common.</summary>
internal static class ProgramFields
{
    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } =
    ["args", "env", "workDirectory", "stdin", "successExitCodes", "stderrIsFailure", "leaveBackground", "runAs", "encoding"];

    /// <summary>Whether a program may run as another user than the agent's.</summary>
    public static bool MayRunAsOthers => !OperatingSystem.IsWindows() && System.Environment.IsPrivilegedProcess;

    /// <summary>Reads them.</summary>
    /// <param name="runner">Gives the mark of the attempt.</param>
    /// <param name="context">The attempt.</param>
    /// <param name="fields">The params.</param>
    /// <param name="program">The program that is started.</param>
    /// <param name="first">Its first arguments, before those of the params.</param>
    public static ProgramOrder Read(
        ProgramRunner runner,
        TaskContext context,
        ParamFields fields,
        string program,
        params IEnumerable<string> first
    )
    {
        var background = fields.Flag("leaveBackground", otherwise: false);
        var command = new ProcessCommand(program, [.. first, .. fields.Texts("args")], runner.MarkOf(context, background))
        {
            Environment = Environment(context, fields),
            WorkDirectory = WorkDirectory(fields),
            RunAs = RunAs(fields),
            LeavesBackground = background,
        };
        return new ProgramOrder(command)
        {
            Stdin = fields.Text("stdin", ""),
            SuccessExitCodes = fields.Numbers("successExitCodes", 0),
            StderrIsFailure = fields.Flag("stderrIsFailure", otherwise: false),
            Encoding = EncodingOf(fields),
        };
    }

    private static Dictionary<string, string?> Environment(TaskContext context, ParamFields fields)
    {
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ACTORJOBS_RUN"] = context.RunId,
            ["ACTORJOBS_APP"] = context.App,
            ["ACTORJOBS_JOB"] = context.Job,
            ["ACTORJOBS_ATTEMPT"] = context.Attempt.ToString(CultureInfo.InvariantCulture),
            ["ACTORJOBS_FENCING_TOKEN"] = context.FencingToken.ToString(CultureInfo.InvariantCulture),
            ["ACTORJOBS_PLANNED"] = context.Planned.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        };
        foreach (var (name, value) in fields.TextMap("env"))
        {
            if (name.Length is 0 || name.Contains('=', StringComparison.Ordinal) || name == TreeMark.Variable)
            {
                throw new ParamsException(
                    $"The field 'env' of the params has '{name}', which cannot be set; the name of a variable is expected."
                );
            }
            variables[name] = value;
        }
        return variables;
    }

    private static string WorkDirectory(ParamFields fields)
    {
        var folder = fields.Text("workDirectory", "");
        return folder.Length is 0 || Directory.Exists(folder)
            ? folder
            : throw new ParamsException(
                $"The field 'workDirectory' of the params is '{folder}', which is no folder of the worker's machine."
            );
    }

    private static string RunAs(ParamFields fields)
    {
        var user = fields.Text("runAs", "");
        if (user.Length is 0 || user == System.Environment.UserName)
        {
            return "";
        }
        return !MayRunAsOthers
            ? throw new RefusedException(
                ErrorCodes.NotAllowed,
                $"The field 'runAs' of the params is '{user}', but only an agent that runs as root, on Linux, can run something as another user; "
                    + $"this one runs as {System.Environment.UserName}."
            )
            : user;
    }

    private static Encoding EncodingOf(ParamFields fields)
    {
        var name = fields.Text("encoding", "utf-8");
        if (string.Equals(name, "utf-8", StringComparison.OrdinalIgnoreCase))
        {
            // Without the mark at its beginning, which no script expects.
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        }
        return (Encoding?)CodePagesEncodingProvider.Instance.GetEncoding(name)
            ?? (
                Encoding.GetEncodings().Any(known => string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase))
                    ? Encoding.GetEncoding(name)
                    : throw new ParamsException(
                        $"The field 'encoding' of the params is '{name}'; the name of an encoding is expected, such as utf-8, iso-8859-1 or windows-1252."
                    )
            );
    }
}
