namespace ActorJobs.TestKit.Tests.Documents;

public record Order(int Number, decimal Total);

public interface IOrders
{
    Task<IReadOnlyList<Order>> OfDayAsync(DateOnly day);
}

[Processor("order-report")]
public class OrderReport(IOrders orders, TimeProvider time) : IBasicProcessor
{
    public async ValueTask<ProcessResult> ProcessAsync(TaskContext context, CancellationToken cancellationToken)
    {
        var day = DateOnly.FromDateTime(context.Planned.UtcDateTime).AddDays(-1);
        var found = await orders.OfDayAsync(day);
        await Task.Delay(TimeSpan.FromMinutes(5), time, cancellationToken); // the mail server wants a pause
        return ProcessResult.Success(new { day, total = found.Sum(order => order.Total) });
    }
}

public class OrderReportTests
{
    private sealed class TwoOrders : IOrders
    {
        public Task<IReadOnlyList<Order>> OfDayAsync(DateOnly day) => Task.FromResult<IReadOnlyList<Order>>([new(1, 9.5m), new(2, 3m)]);
    }

    [Fact]
    public async Task OrderReport_OfYesterday_AddsUpItsOrders()
    {
        await using var kit = await JobTestKit.StartAsync(options =>
        {
            options.Services.AddSingleton<IOrders, TwoOrders>();
            options.Processors.AddProcessor<OrderReport>();
        });
        await kit.SaveJobAsync("""{ "name": "report", "processor": { "name": "order-report" } }""");

        await kit.SubmitAsync("report");
        await kit.AdvanceUntilAllEndedAsync(within: TimeSpan.FromMinutes(10));

        var run = kit.Runs.ShouldBeOne().ShouldBe(RunState.Succeeded);
        run.Result.ShouldBe("""{"day":"2025-12-31","total":12.5}""");
        (run.Ended - run.Started).ShouldBe(TimeSpan.FromMinutes(5)); // in no time
    }
}
