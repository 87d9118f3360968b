using ActorJobs.Errors;

namespace ActorJobs.Core.Jobs;

/// <summary>What a definition is that of: a workflow is kept as a job whose definition has nodes.</summary>
public enum JobKind
{
    /// <summary>A job.</summary>
    Job,

    /// <summary>A workflow.</summary>
    Workflow,
}

/// <summary>What is told of a <see cref="JobKind"/>.</summary>
public static class JobKinds
{
    /// <summary>Its word in a sentence.</summary>
    public static string Word(this JobKind kind) => kind == JobKind.Workflow ? "workflow" : "job";

    /// <summary>The other one.</summary>
    public static JobKind Other(this JobKind kind) => kind == JobKind.Workflow ? JobKind.Job : JobKind.Workflow;

    /// <summary>The refusal of a name that no job, or no workflow, has.</summary>
    /// <param name="kind">What was looked for.</param>
    /// <param name="app">In which app.</param>
    /// <param name="name">The name.</param>
    /// <param name="names">Those that there are of this kind.</param>
    /// <param name="isOther">Whether it is the name of one of the other kind.</param>
    public static RefusalException NotFound(this JobKind kind, string app, string name, IReadOnlyCollection<string> names, bool isOther)
    {
        var word = kind.Word();
        var other = kind.Other().Word();
        return new RefusalException(
            kind == JobKind.Workflow ? ErrorCodes.WorkflowNotFound : ErrorCodes.JobNotFound,
            isOther
                ? $"{name} of app {app} is a {other}, and no {word}; it is at /api/v1/apps/{app}/{other}s/{name}."
                : $"App {app} has no {word} {name}.{NearMatches.Hint(name, names)}",
            word,
            isOther ? [] : NearMatches.Of(name, names)
        );
    }
}
