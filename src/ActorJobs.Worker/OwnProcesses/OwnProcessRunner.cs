using System.ComponentModel;
using System.IO.Pipes;
using System.Text;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Worker.Attempts;
using ActorJobs.Worker.Processes;
using ActorJobs.Worker.Processors;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Worker.OwnProcesses;

/// <summary>
/// Runs each attempt in a process of its own: the worker's program, started once more, with the same arguments. The two speak over a pipe with the messages of the
/// workers' protocol; what the program prints goes into the log of the run.
/// </summary>
internal sealed class OwnProcessRunner(ProcessTrees trees, string app, string worker, WorkerTimings timings, TimeProvider time)
    : IAttemptRunner
{
    public async Task<Result> RunAsync(Dispatch order, ProcessorCall call, AttemptSignals signals)
    {
        var started = time.GetUtcNow();
        var result = await EndAsync(order, signals).ConfigureAwait(false);
        result.Attempt = order.Attempt;
        result.Started = started.ToUnixTimeMilliseconds();
        result.Ended = time.GetUtcNow().ToUnixTimeMilliseconds();
        return result;
    }

    private async Task<Result> EndAsync(Dispatch order, AttemptSignals signals)
    {
        var name = $"actorjobs-{Guid.NewGuid():N}";
        var stderr = new CrashOutput();
        try
        {
            var pipe = new NamedPipeServerStream(
                name,
                PipeDirection.InOut,
                maxNumberOfServerInstances: 1,
                PipeTransmissionMode.Byte,
                PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly
            );
            await using (pipe.ConfigureAwait(false))
            {
                var command = OwnProgram.Command(trees.MarkOf(AttemptKey.Of(order.Attempt).ToString())) with
                {
                    Environment = new OwnProcessCall(name, app, worker).Environment,
                };
                var tree = await trees.StartAsync(command).ConfigureAwait(false);
                await using (tree.ConfigureAwait(false))
                {
                    signals.Vitals.Pid = tree.Pid;
                    return await SpeakAsync(tree, pipe, order, signals, stderr).ConfigureAwait(false);
                }
            }
        }
        catch (Exception exception) when (exception is Win32Exception or IOException or UnauthorizedAccessException)
        {
            return Crashed(signals, $"The process of its own could not be started: {exception.Message}");
        }
    }

    private async Task<Result> SpeakAsync(
        ProcessTree tree,
        NamedPipeServerStream stream,
        Dispatch order,
        AttemptSignals signals,
        CrashOutput stderr
    )
    {
        using var over = new CancellationTokenSource();
        using var kill = signals.HardEnd.UnsafeRegister(_ => _ = tree.KillAsync(timings.KillWait), null);
        var printed = Task.WhenAll(
            new OutputReader(
                tree.Stdout,
                Encoding.UTF8,
                line => signals.Log.Write(RunLogStream.Stdout, LogLevel.Information, line)
            ).ReadAsync(over.Token),
            new OutputReader(
                tree.Stderr,
                Encoding.UTF8,
                line =>
                {
                    stderr.Add(line);
                    signals.Log.Write(RunLogStream.Stderr, LogLevel.Warning, line);
                }
            ).ReadAsync(over.Token)
        );
        using var pipe = new MessagePipe<WorkerMessage>(stream, WorkerMessage.Parser);
        var exit = tree.ExitAsync(CancellationToken.None);
        var result = await ResultAsync(stream, pipe, exit, order, signals, over.Token).ConfigureAwait(false);
        // It ends by itself now, if it is well; what it started ends with it in any case.
        await Task.WhenAny(exit, Task.Delay(timings.CloseWait, time, signals.HardEnd)).ConfigureAwait(false);
        var left = await tree.KillAsync(timings.KillWait).ConfigureAwait(false);
        over.CancelAfter(timings.CloseWait);
        await printed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (result is not null)
        {
            return result;
        }
        if (left.Count > 0)
        {
            return Crashed(signals, $"The process of its own hangs: the processes {string.Join(", ", left)} cannot be ended.");
        }
        var end = new ProcessEnd(await exit.ConfigureAwait(false));
        return signals.HardEnd.IsCancellationRequested
            ? new Result
            {
                Outcome = Outcome.Cancelled,
                Failure = FailureReport.Of(
                    ErrorCodes.Stopped,
                    $"It did not end within its grace; its process was killed, and ended with {end}."
                ),
            }
            : Crashed(signals, $"The process of its own gave no result. It ended with {end}.", stderr.ToString());
    }

    /// <summary>Null: the process ended, or closed the pipe, without a result.</summary>
    private static async Task<Result?> ResultAsync(
        NamedPipeServerStream stream,
        MessagePipe<WorkerMessage> pipe,
        Task<int> exit,
        Dispatch order,
        AttemptSignals signals,
        CancellationToken cancellationToken
    )
    {
        using var noConnection = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var connection = stream.WaitForConnectionAsync(noConnection.Token);
        if (await Task.WhenAny(connection, exit).ConfigureAwait(false) == exit && !connection.IsCompleted)
        {
            await noConnection.CancelAsync().ConfigureAwait(false);
            await connection.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return null;
        }
        try
        {
            await pipe.SendAsync(new ServerMessage { Dispatch = order }, cancellationToken).ConfigureAwait(false);
            using var stop = signals.Stopping.UnsafeRegister(_ => _ = StopAsync(pipe, order.Attempt), null);
            while (await pipe.ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } message)
            {
                if (message.Result is { } result)
                {
                    return result;
                }
                Take(message, signals);
            }
        }
        catch (IOException)
        {
            // It has ended; how tells its exit code.
        }
        return null;
    }

    private static async Task StopAsync(MessagePipe<WorkerMessage> pipe, AttemptRef attempt)
    {
        try
        {
            await pipe.SendAsync(new ServerMessage { Stop = new Stop { Attempt = attempt } }, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // It has ended meanwhile.
        }
    }

    private static void Take(WorkerMessage message, AttemptSignals signals)
    {
        foreach (var line in message.LogBatch?.Lines ?? [])
        {
            LogPipe.Write(line, signals.Log);
        }
        if (message.Heartbeat is { Held: [var pulse, ..] })
        {
            signals.Vitals.Progress = new AttemptProgress(pulse.Progress, pulse.Details);
        }
    }

    private static Result Crashed(AttemptSignals signals, string message, string errors = "") =>
        new()
        {
            Outcome = signals.Stopping.IsCancellationRequested ? Outcome.Cancelled : Outcome.Failed,
            Failure = FailureReport.Of(ErrorCodes.ProcessCrashed, errors.Length > 0 ? $"{message} Its last errors:\n{errors}" : message),
        };
}
