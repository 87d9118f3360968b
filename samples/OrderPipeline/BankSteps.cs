using ActorJobs.Worker;

namespace OrderPipeline;

/// <summary>What is done at the bank.</summary>
/// <param name="bank">The bank.</param>
/// <param name="time">The clock.</param>
public sealed class BankSteps(Bank bank, TimeProvider time)
{
    private static readonly TimeSpan s_answer = TimeSpan.FromMilliseconds(300);

    private sealed record Bill(string Order, decimal Amount);

    private sealed record Paid(string Payment);

    /// <summary>Takes the money.</summary>
    [Processor("charge")]
    public async Task<ProcessResult> ChargeAsync(TaskContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var bill = context.GetParams<Bill>();
        await Task.Delay(s_answer, time, cancellationToken);
        return ProcessResult.Success(new { payment = bank.Charge(bill.Order, bill.Amount), bill.Amount });
    }

    /// <summary>Gives it back.</summary>
    [Processor("refund")]
    public async Task<ProcessResult> RefundAsync(TaskContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var paid = context.GetParams<Paid>();
        await Task.Delay(s_answer, time, cancellationToken);
        return ProcessResult.Success(new { paid.Payment, amount = bank.Refund(paid.Payment) });
    }
}
