using ActorJobs.Agent.Files;
using ActorJobs.Agent.Http;
using ActorJobs.Agent.Programs;
using ActorJobs.Agent.Sql;
using ActorJobs.Worker;

namespace ActorJobs.Agent.Hosting;

/// <summary>A processor that the agent can offer.</summary>
/// <param name="Name">Its name, which is the type of the jobs that want it.</param>
/// <param name="Interpreter">What it needs on the machine; null: nothing.</param>
/// <param name="RunsCode">Whether it runs what a job brings along.</param>
/// <param name="Declare">Declares it.</param>
internal sealed record AgentOffer(string Name, Interpreter? Interpreter, bool RunsCode, Action<WorkerBuilder> Declare)
{
    /// <summary>All that there are.</summary>
    public static IReadOnlyList<AgentOffer> All { get; } =
    [
        Script<ShellProcessor>(Programs.Interpreter.Shell),
        Script<PythonProcessor>(Programs.Interpreter.Python),
        Script<PowerShellProcessor>(Programs.Interpreter.PowerShell),
        Script<CmdProcessor>(Programs.Interpreter.Cmd),
        new("program", null, RunsCode: true, worker => worker.AddKillingProcessor<ProgramProcessor>("program")),
        new("http", null, RunsCode: false, worker => worker.AddProcessor<HttpProcessor>("http")),
        new("sql", null, RunsCode: false, worker => worker.AddProcessor<SqlProcessor>("sql")),
        new("file-cleanup", null, RunsCode: false, worker => worker.AddProcessor<FileCleanupProcessor>("file-cleanup")),
    ];

    /// <summary>Why it is not offered; empty: it is.</summary>
    public string Missing(IReadOnlySet<string> allowed) =>
        !allowed.Contains(Name) ? $"off; --allow {Name} switches it on"
        : Interpreter is not null && Interpreter.Find() is null ? $"{string.Join(" and ", Interpreter.Programs)} not found on PATH"
        : "";

    private static AgentOffer Script<T>(Interpreter interpreter)
        where T : ScriptProcessor =>
        new(interpreter.Type, interpreter, RunsCode: true, worker => worker.AddKillingProcessor<T>(interpreter.Type));
}
