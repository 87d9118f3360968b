using System.CommandLine;

namespace ActorJobs.Cli.Palettes;

/// <summary>Arguments that name things; the prompt completes them by these names.</summary>
internal static class Arguments
{
    /// <summary>An app.</summary>
    public const string AppName = "APP";

    /// <summary>A job.</summary>
    public const string JobName = "JOB";

    /// <summary>A workflow.</summary>
    public const string WorkflowName = "WORKFLOW";

    /// <summary>A node.</summary>
    public const string NodeName = "NODE";

    /// <summary>A worker.</summary>
    public const string WorkerName = "WORKER";

    /// <summary>An app.</summary>
    public static Argument<string> App(string description = "The name of the app.") => new(AppName) { Description = description };

    /// <summary>A job.</summary>
    public static Argument<string> Job() => new(JobName) { Description = "The name of the job." };

    /// <summary>A workflow.</summary>
    public static Argument<string> Workflow() => new(WorkflowName) { Description = "The name of the workflow." };

    /// <summary>A workflow instance.</summary>
    public static Argument<string> Instance() => new("INSTANCE") { Description = "The id of the workflow instance." };

    /// <summary>A node of a workflow.</summary>
    public static Argument<string> Key() => new("KEY") { Description = "The key of the node in the workflow." };

    /// <summary>A run.</summary>
    public static Argument<string> Run() => new("RUN") { Description = "The id of the run." };

    /// <summary>A node.</summary>
    public static Argument<string> Node() => new(NodeName) { Description = "The name of the node." };

    /// <summary>A worker.</summary>
    public static Argument<string> Worker() => new(WorkerName) { Description = "The id of the worker." };

    /// <summary>A file with a definition.</summary>
    public static Argument<string> File(string what) =>
        new("FILE")
        {
            Description =
                $"A file with the definition of the {what} as JSON, or as YAML if its name ends with .yaml; - reads JSON from the standard input.",
        };
}
