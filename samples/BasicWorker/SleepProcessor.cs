using ActorJobs.Worker;
using Microsoft.Extensions.Logging;

namespace BasicWorker;

/// <summary>A processor that is a class: takes its time, and ends early when it is cancelled.</summary>
/// <param name="time">A service, by constructor injection.</param>
[Processor("sleep")]
public sealed class SleepProcessor(TimeProvider time) : IBasicProcessor
{
    /// <summary>The params.</summary>
    /// <param name="Ms">How long, in milliseconds.</param>
    public sealed record Input(int Ms);

    /// <inheritdoc/>
    public async ValueTask<ProcessResult> ProcessAsync(TaskContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var input = context.GetParams<Input>();
        context.Logger.LogDebug("Sleeping for {Ms} ms", input.Ms);
        await Task.Delay(TimeSpan.FromMilliseconds(input.Ms), time, cancellationToken);
        return ProcessResult.Success(new { slept = input.Ms });
    }
}
