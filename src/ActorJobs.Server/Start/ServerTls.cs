using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ActorJobs.Errors;
using ActorJobs.Server.Settings;
using ActorJobs.Trust;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ActorJobs.Server.Start;

/// <summary>The certificate of the one port, and the authorities that other nodes are checked with; read and looked at when the server starts.</summary>
internal sealed class ServerTls : IDisposable
{
    private readonly X509Certificate2? _certificate;
    private readonly X509Certificate2Collection _chain = [];

    private ServerTls(X509Certificate2? certificate, ServerTrust trust) => (_certificate, Trust) = (certificate, trust);

    /// <summary>Which nodes are taken for what they say they are, when this one dials them.</summary>
    public ServerTrust Trust { get; }

    /// <summary>Reads the files.</summary>
    /// <exception cref="StartException">One of them cannot be used.</exception>
    public static ServerTls Load(TlsSettings settings, TimeProvider time)
    {
        if (!ServerTrust.TryRead(settings.Authorities, out var trust, out var problem))
        {
            throw Refusal($"{SettingKeys.TlsAuthorities} is '{settings.Authorities}', {problem}");
        }

        if (settings.Certificate.Length == 0)
        {
            return new ServerTls(null, trust);
        }

        var chain = ReadChain(settings.Certificate);
        CheckDates(chain[0], settings.Certificate, time.GetUtcNow().UtcDateTime);
        var tls = new ServerTls(WithKey(chain[0], settings), trust);
        tls._chain.AddRange(chain);
        return tls;
    }

    /// <summary>Lets an address speak TLS, if there is a certificate.</summary>
    public void Apply(ListenOptions listen)
    {
        if (_certificate is not null)
        {
            listen.UseHttps(https =>
            {
                https.ServerCertificate = _certificate;
                https.ServerCertificateChain = _chain;
            });
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _certificate?.Dispose();
        foreach (var certificate in _chain)
        {
            certificate.Dispose();
        }
    }

    private static X509Certificate2Collection ReadChain(string file)
    {
        var setting = $"{SettingKeys.TlsCertificate} is '{file}'";
        var chain = new X509Certificate2Collection();
        try
        {
            chain.ImportFromPemFile(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Refusal($"{setting}, which cannot be read: {error.Message}", error);
        }
        catch (CryptographicException error)
        {
            throw Refusal($"{setting}, whose certificate is damaged: {error.Message}", error);
        }

        return chain.Count > 0
            ? chain
            : throw Refusal($"{setting}, which has no certificate in it; expected PEM, which begins with -----BEGIN CERTIFICATE-----.");
    }

    private static void CheckDates(X509Certificate2 certificate, string file, DateTime now)
    {
        var problem =
            now > certificate.NotAfter.ToUniversalTime() ? "has expired; give the server a new one"
            : now < certificate.NotBefore.ToUniversalTime()
                ? "is not valid yet; look at the clock of this machine, or give the server another one"
            : "";
        if (problem.Length > 0)
        {
            throw Refusal(
                $"{SettingKeys.TlsCertificate} is '{file}', and the certificate {problem}. Its subject is {certificate.Subject}; it is valid from "
                    + $"{Shown(certificate.NotBefore)} to {Shown(certificate.NotAfter)}, and it is {Shown(now)}."
            );
        }
    }

    private static X509Certificate2 WithKey(X509Certificate2 certificate, TlsSettings settings)
    {
        var setting = $"{SettingKeys.TlsKey} is '{settings.Key}'";
        try
        {
            var key = File.ReadAllText(settings.Key);
            return X509Certificate2.CreateFromPem(certificate.ExportCertificatePem(), key);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Refusal($"{setting}, which cannot be read: {error.Message}", error);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw Refusal(
                $"{setting}, which is not the key of the certificate {certificate.Subject} in '{settings.Certificate}'; expected PEM without a password, "
                    + $"which begins with -----BEGIN PRIVATE KEY----- or the like, and holds the key that the certificate was made with: {error.Message}",
                error
            );
        }
    }

    private static string Shown(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static StartException Refusal(string message, Exception? error = null) =>
        new(StartFailure.Machine, ErrorCodes.TlsFileUnusable, message, error);
}
