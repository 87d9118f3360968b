using System.Text;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Worker.Processors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Worker.Attempts;

/// <summary>Runs a processor for one attempt, in a dependency injection scope of its own, and makes a result of whatever happens.</summary>
internal sealed class AttemptRunner(IServiceScopeFactory scopes, ILoggerFactory loggers, TimeProvider time, string workerId)
{
    /// <summary>Runs the processor to its end. Never throws.</summary>
    public async Task<Result> RunAsync(Dispatch order, ProcessorCall call, RunLog log, CancellationToken cancellationToken)
    {
        var started = time.GetUtcNow();
        var result = await EndAsync(order, call, log, cancellationToken).ConfigureAwait(false);
        result.Attempt = order.Attempt;
        result.Started = started.ToUnixTimeMilliseconds();
        result.Ended = time.GetUtcNow().ToUnixTimeMilliseconds();
        return result;
    }

    private async Task<Result> EndAsync(Dispatch order, ProcessorCall call, RunLog log, CancellationToken cancellationToken)
    {
        try
        {
            var logger = loggers.CreateLogger($"ActorJobs.Processor.{order.Processor}");
            using var logScope = logger.BeginScope(new RunScope(AttemptKey.Of(order.Attempt), log));
            await using var services = scopes.CreateAsyncScope();
            var context = Context(order, logger, log, cancellationToken);
            var ended = await call(services.ServiceProvider, context, cancellationToken).ConfigureAwait(false);
            return ResultOf(ended, context.Appended());
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested && IsCancellation(exception))
        {
            return new Result { Outcome = Outcome.Cancelled };
        }
        catch (Exception exception)
        {
            return new Result { Outcome = Outcome.Failed, Failure = FailureReport.Of(exception) };
        }
    }

    private TaskContext Context(Dispatch order, ILogger logger, RunLog log, CancellationToken cancellationToken) =>
        new()
        {
            RunId = order.Attempt.Run,
            App = order.App,
            Job = order.Job,
            JobVersion = order.JobVersion,
            Planned = DateTimeOffset.FromUnixTimeMilliseconds(order.Planned),
            Params = order.Params,
            Attempt = order.Attempt.Attempt,
            FencingToken = order.Attempt.Token,
            WorkerId = workerId,
            Logger = logger,
            Log = log,
            Cancellation = cancellationToken,
        };

    private static Result ResultOf(ProcessResult? ended, string append)
    {
        if (ended is null)
        {
            throw new InvalidOperationException("The processor returned null in place of a ProcessResult.");
        }
        if (!ended.Succeeded)
        {
            return new Result { Outcome = Outcome.Failed, Failure = FailureReport.Of(ended.FailureType, ended.Message) };
        }
        return TooLong(ended.Json, "its result", "return")
            ?? TooLong(append, "what it appended", "append")
            ?? new Result
            {
                Outcome = Outcome.Succeeded,
                Result_ = ended.Json,
                Append = append,
            };
    }

    private static Result? TooLong(string json, string what, string verb)
    {
        // No character of UTF-16 takes more than three bytes of UTF-8, so only a long text has to be counted.
        var bytes = json.Length <= ProcessResult.MaxBytes / 3 ? 0 : Encoding.UTF8.GetByteCount(json);
        return bytes <= ProcessResult.MaxBytes
            ? null
            : new Result
            {
                Outcome = Outcome.Failed,
                Failure = FailureReport.Of(
                    ErrorCodes.ResultTooLarge,
                    $"The processor succeeded, but {what} has {bytes} bytes; at most {ProcessResult.MaxBytes} are kept. Store it elsewhere and {verb} where."
                ),
            };
    }

    private static bool IsCancellation(Exception exception) =>
        exception is OperationCanceledException
        || (
            exception is AggregateException aggregate
            && aggregate.Flatten().InnerExceptions.All(inner => inner is OperationCanceledException)
        );
}
