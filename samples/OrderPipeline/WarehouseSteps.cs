using ActorJobs.Worker;

namespace OrderPipeline;

/// <summary>What is done in the warehouse, for one line of an order.</summary>
/// <param name="warehouse">The shelves.</param>
/// <param name="time">The clock.</param>
public sealed class WarehouseSteps(Warehouse warehouse, TimeProvider time)
{
    private static readonly TimeSpan s_walk = TimeSpan.FromMilliseconds(300);

    private sealed record Line(string Order, string Sku, int Quantity);

    /// <summary>Takes the articles from the shelf.</summary>
    [Processor("reserve")]
    public async Task<ProcessResult> ReserveAsync(TaskContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var line = context.GetParams<Line>();
        await Task.Delay(s_walk, time, cancellationToken);
        var left = warehouse.Reserve(line.Order, line.Sku, line.Quantity);
        return ProcessResult.Success(
            new
            {
                line.Order,
                line.Sku,
                line.Quantity,
                left,
            }
        );
    }

    /// <summary>Puts them back: its params are what <see cref="ReserveAsync"/> has given.</summary>
    [Processor("release")]
    public async Task<ProcessResult> ReleaseAsync(TaskContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var line = context.GetParams<Line>();
        await Task.Delay(s_walk, time, cancellationToken);
        return ProcessResult.Success(new { line.Sku, left = warehouse.Release(line.Order, line.Sku) });
    }
}
