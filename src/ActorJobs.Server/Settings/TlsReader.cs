using System.Net;
using ActorJobs.Errors;

namespace ActorJobs.Server.Settings;

/// <summary>Reads how the one port is encrypted.</summary>
internal static class TlsReader
{
    private enum Front
    {
        No,
        Yes,
    }

    /// <summary>Reads it.</summary>
    /// <param name="values">The settings.</param>
    /// <param name="listen">Where the server listens.</param>
    public static TlsSettings Read(SettingValues values, IPAddress listen)
    {
        var (certificate, key) = (values.Text(SettingKeys.TlsCertificate), values.Text(SettingKeys.TlsKey));
        var front = values.OneOf(SettingKeys.TlsTerminatedInFront, ("true", Front.Yes), ("false", Front.No));
        if ((certificate.Length > 0) != (key.Length > 0))
        {
            values.RefuseTogether(
                [SettingKeys.TlsCertificate, SettingKeys.TlsKey],
                "one of them is empty; give both for TLS, and none for no TLS"
            );
        }
        else if (certificate.Length > 0 && front == Front.Yes)
        {
            values.RefuseTogether(
                [SettingKeys.TlsTerminatedInFront, SettingKeys.TlsCertificate],
                "the server has a certificate of its own, and TLS is to end in front of it; give only one of them"
            );
        }
        else if (certificate.Length == 0 && front == Front.No && !IPAddress.IsLoopback(listen))
        {
            values.Refuse(
                SettingKeys.HttpAddress,
                $"others can reach that, and tokens would cross the network for all to read. Set {SettingKeys.TlsCertificate} and {SettingKeys.TlsKey}; or "
                    + $"{SettingKeys.TlsTerminatedInFront}=true, if something in front of the server speaks TLS; or listen on a loopback address, such as 127.0.0.1.",
                ErrorCodes.TlsRequired
            );
        }

        return new TlsSettings(certificate, key, values.Text(SettingKeys.TlsAuthorities), front == Front.Yes);
    }
}
