using System.Diagnostics;
using System.IO.Pipes;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Worker.Attempts;
using ActorJobs.Worker.Logs;
using ActorJobs.Worker.Processors;

namespace ActorJobs.Worker.OwnProcesses;

/// <summary>The other end of <see cref="OwnProcessRunner"/>: takes one attempt from the pipe, runs it, and gives its result back.</summary>
internal sealed class OwnProcess(ProcessorCatalogue processors, AttemptRunner runner, TimeProvider time)
{
    /// <summary>The pipe is there before this process is; if it is not, the worker is gone. To wait for a pipe costs a processor.</summary>
    private static readonly TimeSpan s_dial = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_pulse = TimeSpan.FromSeconds(1);
    private volatile bool _isDone;

    /// <summary>Runs the attempt to its end. If the worker is gone, this process ends at once.</summary>
    public async Task RunAsync(OwnProcessCall call, CancellationToken cancellationToken)
    {
        var stream = new NamedPipeClientStream(".", call.Pipe, PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        await using (stream.ConfigureAwait(false))
        {
            await stream.ConnectAsync(s_dial, cancellationToken).ConfigureAwait(false);
            using var pipe = new MessagePipe<ServerMessage>(stream, ServerMessage.Parser);
            if (await pipe.ReceiveAsync(cancellationToken).ConfigureAwait(false) is { Dispatch: { } order })
            {
                var result = await RunAsync(pipe, order).ConfigureAwait(false);
                _isDone = true;
                await pipe.SendAsync(new WorkerMessage { Result = result }, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async Task<Result> RunAsync(MessagePipe<ServerMessage> pipe, Dispatch order)
    {
        if (!processors.TryFind(order.Processor, out var processor))
        {
            return new Result
            {
                Outcome = Outcome.Failed,
                Failure = FailureReport.Of(ErrorCodes.UnknownProcessor, processors.Missing(order.Processor)),
            };
        }
        // Not disposed of: the listener goes on until the end of the process.
        var stopping = new CancellationTokenSource();
        var lines = new LogPipe();
        // The worker keeps head and tail; here everything passes.
        var log = new RunLog(AttemptKey.Of(order.Attempt), new RunLogLimits { HeadBytes = long.MaxValue }, lines, time);
        var signals = new AttemptSignals(log, new AttemptVitals(), HardEnd: CancellationToken.None, stopping.Token);
        _ = ListenAsync(pipe, stopping);
        var sending = lines.SendAsync(pipe);
        Result result;
        var pulse = time.CreateTimer(_ => _ = PulseAsync(pipe, order, signals.Vitals), state: null, s_pulse, s_pulse);
        await using (pulse.ConfigureAwait(false))
        {
            result = await runner.RunAsync(order, processor.Call, signals).ConfigureAwait(false);
        }
        log.End();
        lines.Complete();
        await sending.ConfigureAwait(false);
        return result;
    }

    private async Task ListenAsync(MessagePipe<ServerMessage> pipe, CancellationTokenSource stopping)
    {
        try
        {
            while (await pipe.ReceiveAsync(CancellationToken.None).ConfigureAwait(false) is { } message)
            {
                if (message.Stop is not null)
                {
                    await stopping.CancelAsync().ConfigureAwait(false);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The same as its end.
        }
        if (!_isDone)
        {
            // Without its worker the attempt is nobody's; what the user's code would do further is not wanted.
            using var self = Process.GetCurrentProcess();
            self.Kill();
        }
    }

    private static async Task PulseAsync(MessagePipe<ServerMessage> pipe, Dispatch order, AttemptVitals vitals)
    {
        var progress = vitals.Progress;
        var pulse = new AttemptPulse
        {
            Attempt = order.Attempt,
            Progress = progress.Fraction,
            Details = progress.Details,
        };
        try
        {
            await pipe.SendAsync(new WorkerMessage { Heartbeat = new Heartbeat { Held = { pulse } } }, CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The worker is gone, which the listener sees, or the attempt has just ended.
        }
    }
}
