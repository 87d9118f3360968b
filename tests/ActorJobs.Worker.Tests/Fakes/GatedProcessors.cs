using Microsoft.Extensions.Logging;

namespace ActorJobs.Worker.Tests.Fakes;

/// <summary>The processors of <see cref="TestWorker"/>.</summary>
internal sealed class GatedProcessors(Gate gate)
{
    /// <summary>Returns its params at once.</summary>
    [Processor("echo")]
    public static ProcessResult Echo(TaskContext context) => ProcessResult.SuccessJson(context.Params);

    /// <summary>Waits for the gate or its cancellation.</summary>
    [Processor("wait")]
    public async Task<ProcessResult> WaitAsync(TaskContext context, CancellationToken cancellationToken)
    {
        gate.Come(context);
        await gate.Opened.WaitAsync(cancellationToken);
        return ProcessResult.Success("done");
    }

    /// <summary>Waits for the gate, and for nothing else.</summary>
    [Processor("stubborn")]
    public async Task StubbornAsync(TaskContext context)
    {
        gate.Come(context);
        await gate.Opened;
    }

    /// <summary>Blocks its thread until the gate opens.</summary>
    [Processor("block")]
    public void Block(TaskContext context)
    {
        gate.Come(context);
        using var opened = new ManualResetEventSlim();
        gate.Opened.GetAwaiter().OnCompleted(opened.Set);
        opened.Wait(FakeSession.Limit);
    }

    /// <summary>Logs a line and throws.</summary>
    [Processor("throw")]
    public static void Throw(TaskContext context)
    {
        context.Logger.LogWarning("About to throw");
        try
        {
            throw new TimeoutException("the inner one");
        }
        catch (TimeoutException exception)
        {
            throw new InvalidOperationException("the outer one", exception);
        }
    }

    /// <summary>Returns more than a result may have.</summary>
    [Processor("large")]
    public static ProcessResult Large() => ProcessResult.Success(new string('x', ProcessResult.MaxBytes));
}
