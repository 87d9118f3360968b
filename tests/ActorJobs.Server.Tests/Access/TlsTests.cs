using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using ActorJobs.Client;
using ActorJobs.Client.Access;
using ActorJobs.Errors;
using ActorJobs.Server.Settings;
using ActorJobs.Server.Start;

namespace ActorJobs.Server.Tests.Access;

/// <summary>TLS from end to end, beyond loopback, and all that can be wrong with it.</summary>
public sealed class TlsTests : IDisposable
{
    private const string AdminToken = "an-admin-token-of-the-configuration-01234567";

    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    /// <summary>An address of this machine that others can reach.</summary>
    private static IPAddress Own =>
        NetworkInterface
            .GetAllNetworkInterfaces()
            .Where(card => card.OperationalStatus == OperationalStatus.Up)
            .SelectMany(card => card.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .First(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));

    [Fact]
    public async Task Server_BeyondLoopback_ServesClientsAndWorkersOverTlsAndNobodyElse()
    {
        var (certificate, key) = _certificates.Make("server", $"{Own}");
        await using var server = await RunningServer.StartAsync(
            $"actorjobs.http.address={Own}",
            $"actorjobs.tls.certificate={certificate}",
            $"actorjobs.tls.key={key}",
            $"actorjobs.access.admin-token={AdminToken}"
        );
        server.Address.Scheme.ShouldBe("https");
        using var admin = NewClient(server.Address, AdminToken);
        await admin.App("shop").CreateAsync();
        var secret = await admin.App("shop").NewSecretAsync();

        await using var worker = await SdkWorker.StartAsync(options =>
        {
            options.Servers.Add($"{server.Address}");
            (options.App, options.WorkerId, options.Secret) = ("shop", "w1", secret);
            options.CertificateAuthorityFile = _certificates.Authority;
        });

        await worker.SeeAsync("Worker w1 is connected to https://");
        using var nobody = NewClient(server.Address, "");
        (await Should.ThrowAsync<ProblemException>(() => nobody.App("shop").GetAsync())).Code.ShouldBe(ErrorCodes.TokenRequired);
        (await Should.ThrowAsync<ProblemException>(() => nobody.InitTokensAsync())).Code.ShouldBe(ErrorCodes.NotFromLoopback);
        (await Should.ThrowAsync<ProblemException>(() => NewClient(server.Address, "ajt_guessed").App("shop").CreateAsync())).Code.ShouldBe(
            ErrorCodes.TokenWrong
        );
        (await admin.CreateTokenAsync(new TokenRequest("viewer", Role.Viewer))).Text.ShouldStartWith("ajt_");

        await using var stranger = await SdkWorker.StartAsync(options =>
        {
            options.Servers.Add($"{server.Address}");
            (options.App, options.WorkerId, options.Secret) = ("shop", "w2", secret);
        });
        (await stranger.SeeAsync("No connection to")).ShouldContain("no authority that is trusted here has signed it");
        (await UnreachableAsync(server.Address, "")).ShouldContain("no authority that is trusted here has signed it");
        var plain = new UriBuilder(server.Address) { Scheme = "http" }.Uri;
        (await UnreachableAsync(plain, _certificates.Authority)).ShouldContain("try https://");
    }

    [Fact]
    public async Task Server_WithACertificateForAnotherName_IsNotTaken()
    {
        var (certificate, key) = _certificates.Make("other", "example.org");
        await using var server = await RunningServer.StartAsync($"actorjobs.tls.certificate={certificate}", $"actorjobs.tls.key={key}");

        var message = await UnreachableAsync(server.Address, _certificates.Authority);

        message.ShouldContain("it is for example.org, and not for 127.0.0.1");
        message.ShouldContain("subject is CN=other");
    }

    [Fact]
    public async Task Client_ThatSpeaksTlsToAServerThatDoesNot_IsToldSo()
    {
        await using var server = await RunningServer.StartAsync();

        (await UnreachableAsync(new UriBuilder(server.Address) { Scheme = "https" }.Uri, "")).ShouldContain("try http://");
    }

    [Fact]
    public void Files_ThatCannotServe_AreRefusedWithWhatIsWrong()
    {
        var (good, goodKey) = _certificates.Make("good", "localhost");
        var (other, otherKey) = _certificates.Make("other", "localhost");
        var (old, oldKey) = _certificates.Make("old", "localhost", -20, -10);
        var (early, earlyKey) = _certificates.Make("early", "localhost", 5, 10);
        var text = _certificates.Write("text.pem", "hello");
        var missing = Path.Combine(_certificates.Folder, "missing.pem");

        Refusal(missing, goodKey).ShouldContain("cannot be read");
        Refusal(good, missing).ShouldContain("actorjobs.tls.key");
        Refusal(text, goodKey).ShouldContain("which has no certificate in it");
        Refusal(good, text).ShouldContain("is not the key of the certificate CN=good");
        Refusal(good, otherKey).ShouldContain("is not the key of the certificate CN=good");
        Refusal(other, goodKey).ShouldContain("is not the key of the certificate CN=other");
        Refusal(old, oldKey).ShouldMatch("has expired.*CN=old.*valid from 20.*to 20");
        Refusal(early, earlyKey).ShouldMatch("is not valid yet.*CN=early.*valid from 20.*to 20");
        Refusal(good, goodKey, text).ShouldContain("actorjobs.tls.ca");
        ServerTls.Load(new TlsSettings(good, goodKey, _certificates.Authority, false), TimeProvider.System).Dispose();
    }

    [Fact]
    public void AuthorityFile_OfTheClient_ThatCannotServe_IsRefused() =>
        Should
            .Throw<ArgumentException>(() =>
                new ActorJobsClient(new Uri("https://localhost"), new ActorJobsClientOptions { CertificateAuthorityFile = "/no/such.pem" })
            )
            .Message.ShouldContain("CertificateAuthorityFile is '/no/such.pem', which cannot be read");

    private static string Refusal(string certificate, string key, string authorities = "")
    {
        var refused = Should.Throw<StartException>(() =>
            ServerTls.Load(new TlsSettings(certificate, key, authorities, false), TimeProvider.System)
        );
        refused.Problems.ShouldHaveSingleItem().Code.ShouldBe(ErrorCodes.TlsFileUnusable);
        return refused.Message;
    }

    private ActorJobsClient NewClient(Uri address, string token) =>
        new(address, new ActorJobsClientOptions { Token = token, CertificateAuthorityFile = _certificates.Authority });

    private static async Task<string> UnreachableAsync(Uri address, string authorities)
    {
        using var client = new ActorJobsClient(
            address,
            new ActorJobsClientOptions { CertificateAuthorityFile = authorities, RetryFor = TimeSpan.Zero }
        );
        return (await Should.ThrowAsync<UnreachableException>(async () => await client.ListAppsAsync().CountAsync())).Message;
    }
}
