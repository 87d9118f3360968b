using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ActorJobs.Protocol;
using ActorJobs.Trust;
using ActorJobs.WebPages;
using ActorJobs.Worker.Links;

namespace ActorJobs.Worker.Doctors;

/// <summary>What answers where workers dial in, to one plain request: its certificate, its answer, and its clock.</summary>
internal sealed class ServerAnswer(ExaminedServer server)
{
    private const int UpgradeRequired = 426;
    private const int MostBytes = 4096;
    private const int FirstCharacters = 200;
    private const int FewDays = 14;
    private static readonly TimeSpan s_farOff = TimeSpan.FromSeconds(5);

    /// <summary>The header has whole seconds, and servers make it anew each second: their clock shows up to two seconds more.</summary>
    private static readonly TimeSpan s_halfOfDate = TimeSpan.FromSeconds(1);

    private Task<Heard>? _heard;
    private ShownCertificate? _certificate;

    /// <summary>Looks at the certificate.</summary>
    public async Task<Finding> TlsAsync(CancellationToken cancellationToken)
    {
        if (!server.IsSecure)
        {
            return server is { Address.Link.IsLoopback: false, Options.Secret.Length: > 0 }
                ? Finding.Warning(
                    "none, and the secret of the app can be read on the way",
                    "an address that begins with https://",
                    $"Give the server a certificate (actorjobs.tls.certificate and .key), and write https:// in {server.Names[nameof(WorkerOptions.Servers)]}."
                )
                : Finding.Ok("none, since the address begins with http:// or ws://");
        }
        var heard = await HearAsync(cancellationToken).ConfigureAwait(false);
        if (_certificate is not { } certificate)
        {
            return heard.Error is null
                ? Finding.Ok("spoken, but no certificate was shown")
                : Finding.Failure(
                    ServerTrust.Reason(heard.Error, server.Address.Link),
                    $"a server that speaks TLS at {server.HttpAddress.Authority}",
                    "Look whether the address has to begin with http://, and whether a proxy or load balancer on the way ends the connection."
                );
        }
        if (heard.Error?.GetBaseException() is AuthenticationException refusal)
        {
            return Finding.Failure(
                refusal.Message,
                $"a certificate for {server.Address.Link.IdnHost} that is valid now, of an authority that is trusted here",
                Cure(certificate)
            );
        }
        var left = (certificate.To - server.Time.GetUtcNow()).TotalDays;
        var told = string.Create(
            CultureInfo.InvariantCulture,
            $"{certificate.Subject}, signed by {certificate.Issuer}, for {certificate.Names}, valid until {certificate.To:yyyy-MM-dd}, {left:0} days more"
        );
        return left < FewDays
            ? Finding.Warning(told, $"{FewDays} days or more", "Renew the certificate of the server, and start the server again.")
            : Finding.Ok(told);
    }

    /// <summary>Looks who answers: a server of ActorJobs wants a WebSocket here, and says so.</summary>
    public async Task<Finding> HttpAsync(CancellationToken cancellationToken)
    {
        var heard = await HearAsync(cancellationToken).ConfigureAwait(false);
        var (address, servers) = (server.HttpAddress, server.Names[nameof(WorkerOptions.Servers)]);
        var expected = $"status {UpgradeRequired} from a server of ActorJobs at {address}";
        if (heard.Error is { } error)
        {
            return Finding.Failure(
                ServerTrust.Reason(error, server.Address.Link),
                expected,
                $"Look whether {servers} names the port of the server and begins with https:// if it speaks TLS, and what a proxy on the way does."
            );
        }
        if (heard.Status is UpgradeRequired)
        {
            return Finding.Ok($"status {UpgradeRequired} at {address}: a WebSocket is wanted, as it has to be");
        }
        var what = heard.Body.Length is 0 ? "an empty body" : WebPage.Describe(heard.ContentType, heard.Body);
        var begins = heard.Body.Length is 0 ? "" : $". It begins: {Shown.Beginning(heard.Body, FirstCharacters)}";
        return heard.Location.Length > 0
            ? Finding.Failure(
                $"{address} answered status {heard.Status}, a redirect to {Shown.WithoutSecrets(heard.Location)}, with {what}{begins}",
                expected,
                $"Put the address of the server itself into {servers}. If the target is a page to log in, let whoever runs that gateway "
                    + $"pass {address.AbsolutePath} without."
            )
            : Finding.Failure(
                $"{address} answered status {heard.Status} and {what}{begins}",
                expected,
                heard.Status is 404
                    ? $"Mend the address in {servers}: it is that of the HTTP API, with the path of the ingress if there is one, and "
                        + $"without {ProtocolVersions.LinkPath}."
                    : $"Something else than the server answers: mend the address in {servers}, or let the proxy, ingress or gateway in "
                        + $"front pass {address.AbsolutePath} on to the server."
            );
    }

    /// <summary>Compares the clocks.</summary>
    public async Task<Finding> ClockAsync(CancellationToken cancellationToken)
    {
        var heard = await HearAsync(cancellationToken).ConfigureAwait(false);
        if (heard.Date is not { } date)
        {
            return Finding.Skipped("the answer has no Date header");
        }
        var ahead = heard.At - (date + s_halfOfDate);
        var told =
            $"the clock of this machine is {Shown.Span(ahead.Duration())} {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} the server's, "
            + $"give or take {Shown.Span(s_halfOfDate + (heard.Took / 2))}";
        return ahead.Duration() <= s_farOff
            ? Finding.Ok(told)
            : Finding.Warning(
                told,
                $"at most {s_farOff.TotalSeconds} s",
                "Let NTP (chrony, systemd-timesyncd, w32time) set the clock of this machine, or the server's. A worker that is further off "
                    + "than actorjobs.workers.clock-tolerance "
                    + "of the server, 5 minutes unless set, is refused."
            );
    }

    private Task<Heard> HearAsync(CancellationToken cancellationToken) => _heard ??= AskAsync(cancellationToken);

    private async Task<Heard> AskAsync(CancellationToken cancellationToken)
    {
        var connected = server.Time.GetTimestamp();
        using var handler = LinkDialer.HandlerTo(server.Address, server.End, Check, _ => connected = server.Time.GetTimestamp());
        handler.AllowAutoRedirect = false;
        using var client = new HttpMessageInvoker(handler, disposeHandler: false);
        using var request = new HttpRequestMessage(HttpMethod.Get, server.HttpAddress);
        try
        {
            using var response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var took = server.Time.GetElapsedTime(connected);
            var at = server.Time.GetUtcNow() - (took / 2);
            var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            var bytes = new byte[MostBytes];
            var read = await body.ReadAtLeastAsync(bytes, MostBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return new Heard(null, took, at)
            {
                Status = (int)response.StatusCode,
                ContentType = response.Content.Headers.ContentType?.MediaType ?? "",
                Location = response.Headers.Location is { } target ? new Uri(server.HttpAddress, target).ToString() : "",
                Body = Encoding.UTF8.GetString(bytes, 0, read),
                Date = response.Headers.Date,
            };
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return new Heard(exception, default, default);
        }
    }

    private bool Check(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is X509Certificate2 shown)
        {
            var to = new DateTimeOffset(shown.NotAfter.ToUniversalTime());
            var from = new DateTimeOffset(shown.NotBefore.ToUniversalTime());
            _certificate = new ShownCertificate(shown.Subject, shown.Issuer, ServerTrust.Names(shown), from, to, errors);
        }
        return server.Trust.Check(sender, certificate, chain, errors);
    }

    private string Cure(ShownCertificate certificate)
    {
        var now = server.Time.GetUtcNow();
        return now > certificate.To ? "Give the server a new certificate (actorjobs.tls.certificate and .key), and start it again."
            : now < certificate.From ? "Set the clock of this machine; if it is right, give the server a certificate that is valid already."
            : certificate.Errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
                ? $"Dial one of its names ({certificate.Names}), or give the server a certificate for {server.Address.Link.IdnHost}."
            : $"Set {server.Names[nameof(WorkerOptions.CertificateAuthorityFile)]} to a file of PEM with the certificate of its authority "
                + $"({certificate.Issuer}), or let the "
                + "system trust that.";
    }

    /// <summary>What is shown of a certificate.</summary>
    private sealed record ShownCertificate(
        string Subject,
        string Issuer,
        string Names,
        DateTimeOffset From,
        DateTimeOffset To,
        SslPolicyErrors Errors
    );

    /// <summary>The answer, or why there is none.</summary>
    private sealed record Heard(Exception? Error, TimeSpan Took, DateTimeOffset At)
    {
        public int Status { get; init; }
        public string ContentType { get; init; } = "";
        public string Location { get; init; } = "";
        public string Body { get; init; } = "";
        public DateTimeOffset? Date { get; init; }
    }
}
