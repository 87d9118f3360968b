using System.Diagnostics.Metrics;
using System.Text;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Server.Links;
using ActorJobs.Server.Metrics;
using ActorJobs.Server.Tests.Facade;

namespace ActorJobs.Server.Tests.Links;

/// <summary>What is read of a link until its session stands.</summary>
public class LinkHandshakeTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    [Fact]
    public async Task Protocol_NewerWorkerThatSpeaksOursToo_IsWelcomedInOurs()
    {
        var app = await server.NewAppAsync();
        var hello = RawWorker.Hello(app);
        hello.Protocol = 9;
        await using var worker = await RawWorker.DialAsync(server.Address);

        (await worker.JoinAsync(hello)).Protocol.ShouldBe(ProtocolVersions.Newest);
    }

    public static TheoryData<string, Action<Hello>, string> BadHellos =>
        new()
        {
            {
                ErrorCodes.ProtocolVersion,
                hello => (hello.Protocol, hello.ProtocolMin) = (9, 8),
                "speaks protocol 8 to 9, this node 1 to 1"
            },
            { ErrorCodes.ProtocolVersion, hello => hello.Protocol = hello.ProtocolMin = 0, "protocol 0 to 0" },
            { ErrorCodes.AppNotFound, hello => hello.App = "nobodys", "There is no app 'nobodys'" },
            { ErrorCodes.InvalidHello, hello => hello.App = "", "app is ''" },
            { ErrorCodes.InvalidHello, hello => hello.App = "no/app\0", "app is 'no/app '" },
            { ErrorCodes.InvalidHello, hello => hello.Worker = "", "worker is ''" },
            { ErrorCodes.InvalidHello, hello => hello.Worker = new string('w', 201), "1 to 200 characters" },
            { ErrorCodes.InvalidHello, hello => hello.Incarnation = "a\nb", "incarnation is 'a b'" },
            { ErrorCodes.InvalidHello, hello => hello.Session = 0, "session is 0" },
            { ErrorCodes.InvalidHello, hello => hello.Session = long.MinValue, "session is -9223372036854775808" },
            { ErrorCodes.InvalidHello, hello => hello.Slots = -1, "slots is -1" },
            { ErrorCodes.InvalidHello, hello => hello.Slots = int.MaxValue, "expected 1 to 100000" },
            { ErrorCodes.InvalidHello, hello => hello.Processors.Add(" "), "processors has ' '" },
            { ErrorCodes.ClockTooFarOff, hello => hello.Clock = 1, "behind that of the store" },
            { ErrorCodes.ClockTooFarOff, hello => hello.Clock = long.MaxValue, "ahead of that of the store" },
            { ErrorCodes.ClockTooFarOff, hello => hello.Clock = long.MinValue, "actorjobs.workers.clock-tolerance" },
        };

    [Theory]
    [MemberData(nameof(BadHellos))]
    public async Task Hello_ThatCannotBe_IsRefusedForGoodWithItsReasonAndListed(string code, Action<Hello> spoil, string told)
    {
        var app = await server.NewAppAsync();
        var hello = RawWorker.Hello(app, $"bad-{Guid.NewGuid():N}");
        hello.Clock = server.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        spoil(hello);
        await using var worker = await RawWorker.DialAsync(server.Address);
        await worker.SayAsync(new WorkerMessage { Hello = hello });

        var refused = await worker.RefusedAsync();

        (refused.Code, refused.Final).ShouldBe((code, true));
        refused.Reason.ShouldContain(told);
        server.Refused.List().ShouldContain(entry => entry.Code == code && entry.Reason == refused.Reason);
    }

    [Theory]
    [InlineData("""{"messages":[{"heartbeat":{"number":1,"slots":1}}]}""", ErrorCodes.InvalidHello, "found Heartbeat")]
    [InlineData("""{"messages":[]}""", ErrorCodes.MalformedFrame, "without messages")]
    [InlineData("""{"messages":[{"hallo":{}}]}""", ErrorCodes.UnexpectedMessage, "(it has hallo)")]
    [InlineData("no json", ErrorCodes.MalformedFrame, "not of the contract")]
    public async Task Link_ThatBeginsWithNoHello_IsRefused(string text, string code, string told)
    {
        await using var worker = await RawWorker.DialAsync(server.Address);
        await worker.SendAsync(FrameKind.Text, Encoding.UTF8.GetBytes(text));

        var refused = await worker.RefusedAsync();

        refused.Code.ShouldBe(code);
        refused.Reason.ShouldContain(told);
    }

    [Fact]
    public async Task Refusals_OfAppsThatThereAreNot_AreListedAndCounted()
    {
        var counted = new List<string?>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument is { Name: LinkInstruments.RefusedCounter, Meter.Name: NodeInstruments.MeterName })
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>(
            (_, _, tags, _) =>
            {
                lock (counted)
                {
                    counted.Add((string?)tags[0].Value);
                }
            }
        );
        listener.Start();
        for (var time = 0; time < 3; time++)
        {
            await using var worker = await RawWorker.DialAsync(server.Address);
            await worker.SayAsync(new WorkerMessage { Hello = RawWorker.Hello("/nowhere") });
            (await worker.RefusedAsync()).Code.ShouldBe(ErrorCodes.AppNotFound);
        }

        var items = (await server.SendAsync("GET", "/api/v1/workers/refused")).Body.GetProperty("items").EnumerateArray();
        var listed = items.Single(item => item.TryGetProperty("app", out var app) && app.GetString() == "nowhere");
        (listed.GetProperty("count").GetInt64(), listed.GetProperty("address").GetString()).ShouldBe((3, "127.0.0.1"));
        lock (counted)
        {
            counted.Count(code => code == ErrorCodes.AppNotFound).ShouldBeGreaterThanOrEqualTo(3);
        }
        server
            .Log.Lines.Count(line => line.Contains("of app nowhere", StringComparison.Ordinal))
            .ShouldBe(1, "equal refusals are one line");
    }
}
