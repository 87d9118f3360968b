namespace ActorJobs.Worker.OwnProcesses;

/// <summary>
/// What tells a worker's program that it was started to run one attempt and nothing else. It stands in the environment, from which it is taken away when it is
/// read, so that what the program starts is not called, too.
/// </summary>
/// <param name="Pipe">The name of the pipe to the worker.</param>
/// <param name="App">The app of the worker; a program may hold workers of several.</param>
/// <param name="Worker">The worker's id.</param>
internal sealed record OwnProcessCall(string Pipe, string App, string Worker)
{
    private const string PipeVariable = "ACTORJOBS_OWN_PROCESS";
    private const string AppVariable = "ACTORJOBS_OWN_PROCESS_APP";
    private const string WorkerVariable = "ACTORJOBS_OWN_PROCESS_WORKER";

    /// <summary>The call of this process; null: it is a worker as any other.</summary>
    public static OwnProcessCall? OfThisProcess { get; } =
        Take(PipeVariable) is { } pipe ? new OwnProcessCall(pipe, Take(AppVariable) ?? "", Take(WorkerVariable) ?? "") : null;

    /// <summary>The variables that call a process.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; } =
        new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [PipeVariable] = Pipe,
            [AppVariable] = App,
            [WorkerVariable] = Worker,
        };

    private static string? Take(string name)
    {
        var value = System.Environment.GetEnvironmentVariable(name);
        System.Environment.SetEnvironmentVariable(name, null);
        return value;
    }
}
