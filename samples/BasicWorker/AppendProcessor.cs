using System.Text.Json;
using ActorJobs.Worker;

namespace BasicWorker;

/// <summary>Appends one line of JSON to a file: an effect that can be counted, also after the worker was killed.</summary>
/// <param name="time">The clock.</param>
public sealed class AppendProcessor(TimeProvider time) : IBasicProcessor
{
    /// <summary>The params.</summary>
    /// <param name="File">The file; made when it is missing.</param>
    /// <param name="Ms">How long the work takes before the line is written, in milliseconds.</param>
    /// <param name="IgnoreCancellation">Whether the work goes on when it is to stop.</param>
    public sealed record Input(string File, int Ms = 0, bool IgnoreCancellation = false);

    /// <inheritdoc/>
    public async ValueTask<ProcessResult> ProcessAsync(TaskContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var input = context.GetParams<Input>();
        if (string.IsNullOrWhiteSpace(input.File))
        {
            throw new ParamsException("The field file of the params is missing; the path of the file to append to is expected.");
        }
        var started = time.GetUtcNow().ToUnixTimeMilliseconds();
        if (input.Ms > 0)
        {
            await Task.Delay(
                TimeSpan.FromMilliseconds(input.Ms),
                time,
                input.IgnoreCancellation ? CancellationToken.None : cancellationToken
            );
        }
        var line = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                run = context.RunId,
                attempt = context.Attempt,
                token = context.FencingToken,
                worker = context.WorkerId,
                started,
                ended = time.GetUtcNow().ToUnixTimeMilliseconds(),
            }
        );
        AppendFile.Append(input.File, [.. line, (byte)'\n']);
        return ProcessResult.Success();
    }
}
