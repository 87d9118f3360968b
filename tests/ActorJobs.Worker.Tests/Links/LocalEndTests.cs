using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using ActorJobs.Protocol;
using ActorJobs.Worker.Links;
using ActorJobs.Worker.Tests.Fakes;
using Microsoft.Extensions.Options;

namespace ActorJobs.Worker.Tests.Links;

public sealed class LocalEndTests : IDisposable
{
    private static readonly NetworkInterface s_loopback = NetworkInterface
        .GetAllNetworkInterfaces()
        .First(card => card.NetworkInterfaceType is NetworkInterfaceType.Loopback);

    private readonly TemporaryFolder _data = new();

    [Fact]
    public async Task LocalAddress_ConfiguredAddress_IsWhereTheSocketComesFromAndWhatIsReported()
    {
        await using var server = await FakeServer.StartAsync();
        await using var worker = await TestWorker.StartAsync(server.Address, _data, options => options.LocalAddress = "127.0.0.2");

        var session = await server.NextSessionAsync();

        (session.Hello.Host.Address, session.RemoteAddress).ShouldBe(("127.0.0.2", "127.0.0.2"));
    }

    [Fact]
    public async Task LocalAddress_ConfiguredCard_IsDialledFromOneOfItsAddresses()
    {
        await using var server = await FakeServer.StartAsync();
        await using var worker = await TestWorker.StartAsync(server.Address, _data, options => options.LocalAddress = s_loopback.Name);

        (await server.NextSessionAsync()).Hello.Host.Address.ShouldBe("127.0.0.1");
    }

    [Theory]
    [InlineData("eth99")]
    [InlineData("203.0.113.7")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    public async Task LocalAddress_ThatThereIsNot_StopsTheStartAndListsThoseThatThereAre(string configured)
    {
        var refused = await Should.ThrowAsync<OptionsValidationException>(() =>
            TestWorker.StartAsync("http://127.0.0.1:1", _data, options => options.LocalAddress = configured)
        );

        refused.Message.ShouldStartWith($"LocalAddress is '{configured}', which this machine does not have;");
        refused.Message.ShouldContain($"{s_loopback.Name} (127.0.0.1");
    }

    [Fact]
    public async Task Connect_ToAnAddressOfAnotherFamily_TellsBoth()
    {
        var lost = await Should.ThrowAsync<LinkException>(() =>
            new LocalEnd("127.0.0.1").ConnectAsync(new DnsEndPoint("::1", 80, AddressFamily.InterNetworkV6), CancellationToken.None)
        );

        lost.Message.ShouldBe("No address of the local end '127.0.0.1' (127.0.0.1) is of the family of ::1 (::1).");
    }

    public void Dispose() => _data.Dispose();
}
