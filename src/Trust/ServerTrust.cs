using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ActorJobs.Trust;

/// <summary>
/// Which certificates whoever dials a server takes for the server's: those that the system trusts, and those of a file. Its errors name the side, the subject, the
/// dates and the names. The file stands in each project that dials, since none of them stands below all.
/// </summary>
internal sealed class ServerTrust
{
    private readonly X509Certificate2Collection _authorities = [];

    private ServerTrust() { }

    /// <summary>What the system trusts.</summary>
    public static ServerTrust OfSystem { get; } = new();

    /// <summary>What the system trusts, and the authorities of a file of PEM.</summary>
    /// <param name="file">Its path; empty: none.</param>
    /// <param name="trust">The trust, if the file can be used.</param>
    /// <param name="problem">The end of a sentence that begins with the path; what to do is in it. Empty if nothing is wrong.</param>
    public static bool TryRead(string file, [NotNullWhen(true)] out ServerTrust? trust, out string problem)
    {
        (trust, problem) = (file.Length == 0 ? OfSystem : new ServerTrust(), "");
        try
        {
            if (file.Length > 0)
            {
                trust._authorities.ImportFromPemFile(file);
                problem =
                    trust._authorities.Count == 0
                        ? "which has no certificate in it; expected PEM, which begins with -----BEGIN CERTIFICATE-----."
                        : "";
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problem = $"which cannot be read: {error.Message}";
        }
        catch (CryptographicException error)
        {
            problem = $"which is no PEM with certificates: {error.Message}";
        }

        trust = problem.Length == 0 ? trust : null;
        return trust is not null;
    }

    /// <summary>Looks at the certificate of a server, as a callback of TLS.</summary>
    /// <returns>True.</returns>
    /// <exception cref="AuthenticationException">It is not taken; the message tells why, and what to do.</exception>
    public bool Check(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var host = sender is SslStream { TargetHostName: var name } ? name : "";
        if (certificate is not X509Certificate2 shown)
        {
            throw new AuthenticationException($"The server {host} showed no certificate.");
        }

        var reasons = new List<string>();
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) && !IsOfAuthorities(shown, chain))
        {
            reasons.Add(ChainReason(shown, chain));
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            reasons.Add(
                $"it is for {Names(shown)}, and not for {host}: dial it by one of its names, or give the server a certificate for this one"
            );
        }

        return reasons.Count == 0
            ? true
            : throw new AuthenticationException(
                $"The certificate of the server {host} is not taken: {string.Join("; ", reasons)}. Its subject is {shown.Subject}, its issuer {shown.Issuer}, and it is "
                    + $"valid from {Shown(shown.NotBefore)} to {Shown(shown.NotAfter)}."
            );
    }

    /// <summary>Why a server could not be reached: the innermost error, and what to try if one side speaks TLS and the other does not.</summary>
    public static string Reason(Exception error, Uri address)
    {
        var innermost = error.GetBaseException();
        var isSecure = address.Scheme is "https" or "wss";
        return innermost switch
        {
            AuthenticationException { InnerException: null } when innermost.Message.Contains("frame", StringComparison.Ordinal) =>
                $"{innermost.Message} Perhaps the server speaks no TLS: try {(address.Scheme == "wss" ? "ws" : "http")}:// in place of {address.Scheme}://.",
            HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } when !isSecure =>
                $"{innermost.Message} Perhaps the server speaks TLS: try {(address.Scheme == "ws" ? "wss" : "https")}:// in place of {address.Scheme}://.",
            _ => innermost.Message,
        };
    }

    private bool IsOfAuthorities(X509Certificate2 certificate, X509Chain? shown)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ExtraStore.AddRange((shown?.ChainElements.Select(element => element.Certificate) ?? []).ToArray());
        return _authorities.Count > 0 && chain.Build(certificate);
    }

    private static string ChainReason(X509Certificate2 certificate, X509Chain? chain)
    {
        var now = DateTime.Now;
        return now > certificate.NotAfter ? "it has expired: give the server a new one"
            : now < certificate.NotBefore ? "it is not valid yet: look at the clocks, or give the server another one"
            : "no authority that is trusted here has signed it: give the file with the certificate of its authority ("
                + string.Join(", ", chain?.ChainStatus.Select(status => $"{status.Status}").Distinct(StringComparer.Ordinal) ?? [])
                + ")";
    }

    /// <summary>The hosts that a certificate is for.</summary>
    public static string Names(X509Certificate2 certificate)
    {
        var names = certificate
            .Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => $"{address}")))
            .ToList();
        return names.Count == 0 ? "no host at all" : string.Join(", ", names);
    }

    private static string Shown(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
