using System.Security.Cryptography.X509Certificates;
using ActorJobs.Server.Tests.Access;
using ActorJobs.Worker.Doctors;
using ActorJobs.Worker.Tests.Fakes;
using Microsoft.AspNetCore.Http;

namespace ActorJobs.Worker.Tests.Doctors;

/// <summary>What a doctor says of servers that are not there, or are something else.</summary>
public sealed class ServerExaminationTests
{
    private static readonly string[] s_steps = ["proxy", "dns", "tcp", "tls", "http", "clock", "handshake", "app"];

    [Fact]
    public async Task Dns_NameThatThereIsNot_FailsAndTheRestIsSkipped()
    {
        var found = await Doctor.ExamineServerAsync("http://no-such-host.invalid:7700");

        ShouldFailAt(found, "dns").Found.ShouldStartWith("the name no-such-host.invalid is not found");
        found["dns"].Cure.ShouldContain("Servers");
    }

    [Fact]
    public async Task Tcp_ClosedPort_FailsWithItsCure()
    {
        var gone = await StandIn.StartAsync(_ => Task.CompletedTask);
        var address = gone.Address;
        await gone.DisposeAsync();

        var found = await Doctor.ExamineServerAsync(address);

        ShouldFailAt(found, "tcp").Found.ShouldContain("refused");
        found["tcp"].Cure.ShouldStartWith("Nothing listens there, or a firewall refuses");
    }

    [Fact]
    public async Task Http_PageToLogIn_IsToldAsThat()
    {
        await using var gateway = await StandIn.StartAsync(context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<html>\n<title>Please log in</title>");
        });

        var found = await Doctor.ExamineServerAsync(gateway.Address);

        ShouldFailAt(found, "http")
            .Found.ShouldBe(
                $"{gateway.Address}/link/v1/worker answered status 200 and a web page with the title 'Please log in'. It begins: <html> <title>Please log in</title>"
            );
    }

    [Fact]
    public async Task Http_Redirect_IsToldWithItsTargetAndNotFollowed()
    {
        await using var gateway = await StandIn.StartAsync(context =>
        {
            context.Response.Redirect("https://me:hidden@login.example/?back=1");
            return Task.CompletedTask;
        });

        var found = await Doctor.ExamineServerAsync(gateway.Address);

        ShouldFailAt(found, "http").Found.ShouldContain("status 302, a redirect to https://…@login.example/?back=1, with an empty body");
        string.Concat(found.Values).ShouldNotContain("hidden");
    }

    [Theory]
    [InlineData(-60, "60.* s behind|59.* s behind|61.* s behind")]
    [InlineData(60, "60.* s ahead of|59.* s ahead of|61.* s ahead of")]
    public async Task Clock_FarOff_IsAWarningWithItsUncertainty(int seconds, string told)
    {
        await using var server = await StandIn.StartAsync(WantAWebSocketAsync);

        var found = await Doctor.ExamineServerAsync(server.Address, time: new ShiftedTime(TimeSpan.FromSeconds(seconds)));

        found["http"].Verdict.ShouldBe(Verdict.Ok);
        found["clock"].Verdict.ShouldBe(Verdict.Warning);
        found["clock"].Found.ShouldMatch($"({told}) the server's, give or take 1\\.\\d s");
        found["clock"].Cure.ShouldContain("NTP");
        // It is no more than a warning, and what answers here lets no WebSocket through.
        found["handshake"].Verdict.ShouldBe(Verdict.Failure);
        found["handshake"].Cure.ShouldContain("upgrades to WebSockets");
    }

    [Theory]
    [InlineData("127.0.0.1", -20, -10, "it has expired", "Give the server a new certificate")]
    [InlineData("127.0.0.1", 5, 10, "it is not valid yet", "Set the clock of this machine")]
    [InlineData("example.org", -1, 20, "it is for example.org, and not for 127.0.0.1", "Dial one of its names (example.org)")]
    public async Task Tls_CertificateThatIsNotTaken_FailsWithTheCureOfItsFault(string host, int from, int to, string told, string cure)
    {
        using var certificates = new TestCertificates();
        var (file, key) = certificates.Make("bad", host, from, to);
        using var certificate = X509Certificate2.CreateFromPemFile(file, key);
        await using var server = await StandIn.StartAsync(WantAWebSocketAsync, certificate);

        var found = await Doctor.ExamineServerAsync(server.Address, options => options.CertificateAuthorityFile = certificates.Authority);

        ShouldFailAt(found, "tls").Found.ShouldContain(told);
        found["tls"].Found.ShouldContain("Its subject is CN=bad, its issuer CN=The authority of the test");
        found["tls"].Cure.ShouldStartWith(cure);
    }

    [Fact]
    public async Task Tls_ServerThatSpeaksNone_IsToldSo()
    {
        await using var server = await StandIn.StartAsync(WantAWebSocketAsync);

        var found = await Doctor.ExamineServerAsync(server.Address.Replace("http:", "https:"));

        ShouldFailAt(found, "tls").Cure.ShouldContain("http://");
    }

    [Fact]
    public async Task Handshake_ServerThatTakesTheProbeForAWorker_GetsNoSlotsOfIt()
    {
        await using var server = await FakeServer.StartAsync();
        var examining = Doctor.ExamineServerAsync(server.Address, options => options.WorkerId = "w1");
        var session = await server.NextSessionAsync();

        session.Welcome();
        session.Adopt(1);
        session.Dispatch(Attempt.Of("r1"), "echo");
        var said = await session.ExpectEndAsync();

        session.Hello.Probe.ShouldBeTrue();
        session.Hello.Worker.ShouldBe("doctor-of-w1");
        said.ShouldHaveSingleItem().Goodbye.ShouldNotBeNull($"{string.Join(' ', said)}");
        (await examining)["app"].Verdict.ShouldBe(Verdict.Ok);
    }

    private static Finding ShouldFailAt(Dictionary<string, Finding> found, string step)
    {
        var failed = Array.IndexOf(s_steps, step);
        s_steps.Take(failed).Where(before => found[before].Verdict is not Verdict.Ok).ShouldBeEmpty();
        s_steps.Skip(failed + 1).Where(after => found[after].Verdict is not Verdict.Skipped).ShouldBeEmpty();
        found[step].Verdict.ShouldBe(Verdict.Failure);
        found[step].Expected.ShouldNotBeEmpty();
        return found[step];
    }

    private static Task WantAWebSocketAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
        return Task.CompletedTask;
    }
}
