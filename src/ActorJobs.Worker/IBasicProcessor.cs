namespace ActorJobs.Worker;

/// <summary>
/// What a job of the kind `sdk` runs. An instance is made for every run, in a dependency injection scope of its own, unless the class was registered otherwise.
/// </summary>
public interface IBasicProcessor
{
    /// <summary>
    /// Does the work of one run. An exception that leaves it ends the attempt as failed, with type, message, stack and inner causes.
    /// </summary>
    /// <param name="context">What is run, and why.</param>
    /// <param name="cancellationToken">
    /// Cancelled when the run is to be stopped or the worker's drain has used up its grace. A processor answers with an <see cref="OperationCanceledException"/>.
    /// </param>
    /// <returns>How the run ended.</returns>
    ValueTask<ProcessResult> ProcessAsync(TaskContext context, CancellationToken cancellationToken);
}
