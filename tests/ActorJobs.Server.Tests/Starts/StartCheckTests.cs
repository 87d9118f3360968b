using System.Net;
using System.Net.Sockets;
using ActorJobs.Errors;
using ActorJobs.Server.Start;
using NodaTime;

namespace ActorJobs.Server.Tests.Starts;

/// <summary>Checks of what a test cannot break for a whole process: the clock, and addresses.</summary>
public class StartCheckTests
{
    private static readonly IPEndPoint Listen = new(IPAddress.Loopback, 7700);

    [Fact]
    public void Clock_BeforeTheProgramWas_IsRefused()
    {
        var error = Should.Throw<StartException>(() => ClockCheck.Check(new FixedClock(DateTimeOffset.UnixEpoch)));

        error.Failure.ShouldBe(StartFailure.Machine);
        error.Problems.ShouldHaveSingleItem().Code.ShouldBe(ErrorCodes.ClockWrong);
        error.Message.ShouldContain("1970");
        ClockCheck.Check(TimeProvider.System);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1.5, null)]
    [InlineData(-1.5, null)]
    [InlineData(60, "The database's clock is 60.0 s ahead of this machine's")]
    [InlineData(-60, "The database's clock is 60.0 s behind this machine's")]
    public void Clock_FarFromTheDatabases_IsTold(double seconds, string? expected)
    {
        var now = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

        ClockCheck.Difference(Instant.FromDateTimeOffset(now) + Duration.FromSeconds(seconds), new FixedClock(now)).ShouldBe(expected);
    }

    [Theory]
    [InlineData(SocketError.AddressNotAvailable, "ADDRESS_NOT_LOCAL")]
    [InlineData(SocketError.AddressFamilyNotSupported, "ADDRESS_NOT_LOCAL")]
    [InlineData(SocketError.AccessDenied, "PORT_NOT_ALLOWED")]
    [InlineData(SocketError.AddressAlreadyInUse, "PORT_TAKEN")]
    public void Listening_ThatFails_IsToldByItsCause(SocketError cause, string code)
    {
        var problem = ListenFailure.Of(new IOException("no", new SocketException((int)cause)), Listen).Problems.ShouldHaveSingleItem();

        problem.Code.ShouldBe(code);
        problem.Message.ShouldContain("actorjobs.http.address and actorjobs.http.port are 127.0.0.1 and 7700");
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
