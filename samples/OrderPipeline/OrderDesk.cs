using ActorJobs.Worker;
using Microsoft.Extensions.Logging;

namespace OrderPipeline;

/// <summary>The first and the last step of an order.</summary>
public static class OrderDesk
{
    private sealed record Shipped(string Order, decimal Total, string Parcel);

    /// <summary>Refuses an order that cannot be delivered, and adds up the others.</summary>
    [Processor("check")]
    public static ProcessResult Check(TaskContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var order = context.GetParams<Order>();
        return order.Lines is { Count: > 0 } lines && lines.All(line => line is { Quantity: > 0, Price: >= 0 })
            ? ProcessResult.Success(new { total = lines.Sum(line => line.Quantity * line.Price) })
            : ProcessResult.Failure($"Order {order.Id} has no lines, or lines without a quantity or a price.", "InvalidOrder");
    }

    /// <summary>Tells the customer.</summary>
    [Processor("report")]
    public static ProcessResult Report(TaskContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var shipped = context.GetParams<Shipped>();
        var text = $"Order {shipped.Order} over {shipped.Total} EUR is on its way as {shipped.Parcel}.";
        context.Logger.LogInformation("{Text}", text);
        return ProcessResult.Success(new { text });
    }
}
