using System.Globalization;
using ActorJobs.Worker;
using Microsoft.Extensions.Logging;

namespace BasicWorker;

/// <summary>Writes lines into the log of its run: through a logger, and every tenth one as the error output of a program would come.</summary>
/// <param name="logger">Any logger will do: what is logged while a processor runs is in the log of its run.</param>
/// <param name="time">A service, by constructor injection.</param>
[Processor("talk")]
public sealed class TalkProcessor(ILogger<TalkProcessor> logger, TimeProvider time) : IBasicProcessor
{
    /// <summary>The params.</summary>
    /// <param name="Lines">How many lines.</param>
    /// <param name="Ms">How long to wait after each, in milliseconds.</param>
    /// <param name="Length">How long each is, at least.</param>
    public sealed record Input(int Lines, int Ms = 0, int Length = 0);

    /// <inheritdoc/>
    public async ValueTask<ProcessResult> ProcessAsync(TaskContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var input = context.GetParams<Input>();
        var more = new string('x', input.Length);
        for (var line = 1; line <= input.Lines; line++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (line % 10 == 0)
            {
                context.Log.Write(RunLogStream.Stderr, LogLevel.Warning, string.Create(CultureInfo.InvariantCulture, $"line {line}{more}"));
            }
            else
            {
                logger.LogInformation("line {Line}{More}", line, more);
            }
            if (input.Ms > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(input.Ms), time, cancellationToken);
            }
        }
        return ProcessResult.Success(new { input.Lines });
    }
}
