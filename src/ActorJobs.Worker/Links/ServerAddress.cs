using System.Diagnostics.CodeAnalysis;
using ActorJobs.Protocol;

namespace ActorJobs.Worker.Links;

/// <summary>The address of a server node: as its user wrote it, and as it is dialled.</summary>
internal sealed record ServerAddress(string Name, Uri Link)
{
    /// <summary>Reads an address. A path in front, such as that of an ingress, is kept.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ServerAddress? address)
    {
        address = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length is 0)
        {
            return false;
        }
        var scheme = uri.Scheme switch
        {
            "http" or "ws" => "ws",
            "https" or "wss" => "wss",
            _ => "",
        };
        if (scheme.Length is 0)
        {
            return false;
        }
        var link = new UriBuilder(scheme, uri.Host, uri.Port, uri.AbsolutePath.TrimEnd('/') + ProtocolVersions.LinkPath);
        address = new ServerAddress(text, link.Uri);
        return true;
    }
}
