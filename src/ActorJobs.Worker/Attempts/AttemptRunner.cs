using System.Text;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Worker.Processors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Worker.Attempts;

/// <summary>Runs a processor for one attempt, in a dependency injection scope of its own, and makes a result of whatever happens.</summary>
internal sealed class AttemptRunner(IServiceScopeFactory scopes, ILoggerFactory loggers, TimeProvider time, string workerId)
    : IAttemptRunner
{
    public async Task<Result> RunAsync(Dispatch order, ProcessorCall call, AttemptSignals signals)
    {
        var started = time.GetUtcNow();
        var result = await EndAsync(order, call, started, signals).ConfigureAwait(false);
        result.Attempt = order.Attempt;
        result.Started = started.ToUnixTimeMilliseconds();
        result.Ended = time.GetUtcNow().ToUnixTimeMilliseconds();
        return result;
    }

    private async Task<Result> EndAsync(Dispatch order, ProcessorCall call, DateTimeOffset started, AttemptSignals signals)
    {
        try
        {
            var logger = loggers.CreateLogger($"ActorJobs.Processor.{order.Processor}");
            using var logScope = logger.BeginScope(new RunScope(AttemptKey.Of(order.Attempt), signals.Log));
            await using var services = scopes.CreateAsyncScope();
            var context = Context(order, logger, started, signals);
            var ended = await call(services.ServiceProvider, context, signals.Stopping).ConfigureAwait(false);
            return ResultOf(ended, context.Appended());
        }
        catch (Exception exception) when (signals.Stopping.IsCancellationRequested && IsCancellation(exception))
        {
            return new Result { Outcome = Outcome.Cancelled };
        }
        catch (Exception exception)
        {
            return new Result { Outcome = Outcome.Failed, Failure = FailureReport.Of(exception) };
        }
    }

    private TaskContext Context(Dispatch order, ILogger logger, DateTimeOffset started, AttemptSignals signals) =>
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
            Log = signals.Log,
            Deadline = order.RunTimeout > 0 ? started.AddMilliseconds(order.RunTimeout) : null,
            Cancellation = signals.Stopping,
            HardEnd = signals.HardEnd,
            Vitals = signals.Vitals,
        };

    private static Result ResultOf(ProcessResult? ended, string append)
    {
        if (ended is null)
        {
            throw new InvalidOperationException("The processor returned null in place of a ProcessResult.");
        }
        if (!ended.Succeeded)
        {
            return FailureOf(ended);
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

    private static Result FailureOf(ProcessResult ended)
    {
        var fits = Encoding.UTF8.GetByteCount(ended.Json) <= ProcessResult.MaxBytes;
        var message = fits
            ? ended.Message
            : $"{ended.Message} (Its details are left out: they have more than {ProcessResult.MaxBytes} bytes.)";
        return new Result
        {
            Outcome = ended.WasEnded ? Outcome.Cancelled : Outcome.Failed,
            Result_ = fits ? ended.Json : "",
            Failure = FailureReport.Of(ended.FailureType, message),
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
