using System.Text.Json.Nodes;
using ActorJobs.Worker;
using Microsoft.Extensions.Logging;

namespace BasicWorker;

/// <summary>Processors that are methods; what they need comes in as parameters.</summary>
public static class SmallProcessors
{
    /// <summary>Returns its params.</summary>
    [Processor("echo")]
    public static ProcessResult Echo(TaskContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Params.Length is 0 ? ProcessResult.Success() : ProcessResult.SuccessJson(context.Params);
    }

    /// <summary>Adds the fields of its params to the context of the workflow instance of whose node this is the run.</summary>
    [Processor("remember")]
    public static void Remember(TaskContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach (var (key, value) in context.GetParams<JsonObject>())
        {
            context.Append(key, value);
        }
    }

    /// <summary>Throws: the run ends as failed, with both exceptions and their stacks.</summary>
    [Processor("fail")]
    public static async Task FailAsync(TaskContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            throw new TimeoutException("The warehouse does not answer.");
        }
        catch (TimeoutException exception)
        {
            throw new InvalidOperationException($"Job {context.Job} fails, as it was written to.", exception);
        }
    }

    /// <summary>
    /// Brings its process down, as broken native code does. Since it has a process of its own, the worker goes on, and the failure tells how that process ended.
    /// </summary>
    [Processor("crash", OwnProcess = true)]
    public static void Crash(TaskContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.ReportProgress(0.5, "about to crash");
        context.Logger.LogWarning("Process {Pid} is about to crash", Environment.ProcessId);
        Environment.FailFast("It crashes, as it was written to.");
    }
}
