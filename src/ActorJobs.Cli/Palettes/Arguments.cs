using System.CommandLine;

namespace ActorJobs.Cli.Palettes;

/// <summary>Arguments that name things; the prompt completes them by these names.</summary>
internal static class Arguments
{
    /// <summary>An app.</summary>
    public const string AppName = "APP";

    /// <summary>A job.</summary>
    public const string JobName = "JOB";

    /// <summary>A node.</summary>
    public const string NodeName = "NODE";

    /// <summary>A worker.</summary>
    public const string WorkerName = "WORKER";

    /// <summary>An app.</summary>
    public static Argument<string> App(string description = "The name of the app.") => new(AppName) { Description = description };

    /// <summary>A job.</summary>
    public static Argument<string> Job() => new(JobName) { Description = "The name of the job." };

    /// <summary>A run.</summary>
    public static Argument<string> Run() => new("RUN") { Description = "The id of the run." };

    /// <summary>A node.</summary>
    public static Argument<string> Node() => new(NodeName) { Description = "The name of the node." };

    /// <summary>A worker.</summary>
    public static Argument<string> Worker() => new(WorkerName) { Description = "The id of the worker." };

    /// <summary>A file with a definition.</summary>
    public static Argument<string> File() =>
        new("FILE") { Description = "A file with the definition of the job as JSON; - reads it from the standard input." };
}
