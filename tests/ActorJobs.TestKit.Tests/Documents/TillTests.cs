namespace ActorJobs.TestKit.Tests.Documents;

public record Sold(decimal Price);

public record Receipt(decimal Total);

/// <summary>Tells the printer a second after the last sale.</summary>
public class Till(ActorRef<Receipt, bool> printer) : Actor<Sold, bool>
{
    private decimal _total;

    public override void Receive(IReadOnlyList<Envelope<Sold, bool>> batch, Turn turn)
    {
        if (batch.Count > 0)
        {
            _total += batch.Sum(envelope => envelope.Message.Price);
            turn.WakeAfter(TimeSpan.FromSeconds(1));
            return;
        }

        var receipt = new Receipt(_total);
        turn.Output(() => printer.Tell(receipt));
        _total = 0;
    }
}

public class TillTests
{
    [Fact]
    public void Till_ASecondAfterTheLastSale_PrintsTheTotal()
    {
        var scheduler = new VirtualActorScheduler(seed: 1);
        scheduler.Run(async () =>
        {
            await using var system = new ActorSystem(scheduler, scheduler.Time, NullLogger.Instance);
            var printer = new TestProbe<Receipt, bool>(scheduler.Time, "the printer");
            var till = system.ActorOf("till", () => new Till(printer.Ref));

            till.Tell(new Sold(2.5m));
            await printer.ExpectNoneAsync(TimeSpan.FromSeconds(0.9));
            till.Tell(new Sold(4m));
            await printer.ExpectNoneAsync(TimeSpan.FromSeconds(0.9));
            await printer.ExpectMessageAsync(new Receipt(6.5m));
        });
    }
}
