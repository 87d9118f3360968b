using System.Text.Json;
using System.Text.Json.Nodes;
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
    /// <param name="Failures">How many runs fail after they have written their line: those that the file named first, with all their attempts.</param>
    /// <param name="FailAttempts">So many attempts of each run, the first ones, fail after they have written their line.</param>
    /// <param name="ExitAttempts">So many attempts of each run, the first ones, end their process before they write it; for jobs with a process of their own.</param>
    /// <param name="Result">What a run gives that does not fail; nothing if left out.</param>
    /// <param name="Append">Fields that such a run adds to the context of the workflow instance of whose node it is.</param>
    public sealed record Input(
        string File,
        int Ms = 0,
        bool IgnoreCancellation = false,
        int Failures = 0,
        int FailAttempts = 0,
        int ExitAttempts = 0,
        JsonElement? Result = null,
        JsonObject? Append = null
    );

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
        if (context.Attempt <= input.ExitAttempts)
        {
            Environment.Exit(3);
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
        if (RunsOf(input.File).Take(input.Failures).Contains(context.RunId, StringComparer.Ordinal))
        {
            throw new InvalidOperationException($"The first {input.Failures} runs that {input.File} names fail, as they were told to.");
        }

        if (context.Attempt <= input.FailAttempts)
        {
            throw new InvalidOperationException($"The first {input.FailAttempts} attempts fail, as they were told to.");
        }

        foreach (var (key, value) in input.Append ?? [])
        {
            context.Append(key, value);
        }

        return input.Result is { } result ? ProcessResult.SuccessJson(result.GetRawText()) : ProcessResult.Success();
    }

    /// <summary>The runs that have written lines, in the order of their first ones.</summary>
    private static IEnumerable<string> RunsOf(string file) =>
        File.ReadLines(file).Select(static line => (string)JsonNode.Parse(line)!["run"]!).Distinct(StringComparer.Ordinal);
}
