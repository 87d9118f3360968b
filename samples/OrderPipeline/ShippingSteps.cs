using ActorJobs.Worker;

namespace OrderPipeline;

/// <summary>What is done with a parcel.</summary>
/// <param name="time">The clock.</param>
public sealed class ShippingSteps(TimeProvider time)
{
    private static readonly TimeSpan s_work = TimeSpan.FromMilliseconds(300);

    private sealed record Labelled(string Order);

    private sealed record Parcel(string Number, string Carrier, string Address);

    /// <summary>Prints the label.</summary>
    [Processor("label")]
    public async Task<ProcessResult> LabelAsync(TaskContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var order = context.GetParams<Labelled>().Order;
        await Task.Delay(s_work, time, cancellationToken);
        return ProcessResult.Success(new { parcel = $"parcel-{order}" });
    }

    /// <summary>Gives the parcel to the carrier, who does not go to islands that have sunk.</summary>
    [Processor("hand-over")]
    public async Task<ProcessResult> HandOverAsync(TaskContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var parcel = context.GetParams<Parcel>();
        await Task.Delay(s_work, time, cancellationToken);
        return parcel.Address.Contains("Atlantis", StringComparison.OrdinalIgnoreCase)
            ? ProcessResult.Failure($"{parcel.Carrier} does not deliver to {parcel.Address}.", "AddressRefused")
            : ProcessResult.Success(new { parcel.Number });
    }
}
