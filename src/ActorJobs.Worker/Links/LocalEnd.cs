using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using ActorJobs.Protocol;

namespace ActorJobs.Worker.Links;

/// <summary>The local end of the worker's socket: the system's choice for the route to the server, or what was configured, a network card or an address.</summary>
/// <param name="Configured">The name of a card, or an address; empty for the system's choice.</param>
internal sealed record LocalEnd(string Configured)
{
    /// <summary>Finds what is wrong with the configuration.</summary>
    /// <returns>A sentence that lists what would be valid; empty if nothing is wrong.</returns>
    public string Problem() =>
        Configured.Length is 0 || Card() is not null || (IPAddress.TryParse(Configured, out var address) && IsOfThisMachine(address))
            ? ""
            : $"'{Configured}', which this machine does not have; a network card or an address of one is expected: {Cards()}";

    /// <summary>Connects to a server.</summary>
    /// <param name="target">Name or address, and port.</param>
    /// <param name="cancellationToken">Gives the attempt up.</param>
    /// <exception cref="LinkException">The card has no address that leads there; the message tells which addresses there are.</exception>
    public async Task<Socket> ConnectAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        if (Configured.Length is 0)
        {
            return await ConnectAsync(new Socket(SocketType.Stream, ProtocolType.Tcp), local: null, target, cancellationToken)
                .ConfigureAwait(false);
        }
        // Looked up for each socket, since the address of a card may change while the worker runs.
        var locals = Card() is { } card ? AddressesOf(card) : [IPAddress.Parse(Configured)];
        var remotes = await Dns.GetHostAddressesAsync(target.Host, cancellationToken).ConfigureAwait(false);
        var refused = new LinkException(
            $"No address of the local end '{Configured}' ({Listed(locals)}) is of the family of {target.Host} ({Listed(remotes)})."
        );
        foreach (var remote in remotes)
        {
            if (locals.FirstOrDefault(local => local.AddressFamily == remote.AddressFamily) is not { } local)
            {
                continue;
            }
            try
            {
                var socket = new Socket(remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                return await ConnectAsync(socket, local, new IPEndPoint(remote, target.Port), cancellationToken).ConfigureAwait(false);
            }
            catch (SocketException exception)
            {
                refused = new LinkException($"{exception.Message} ({local} → {remote}:{target.Port})");
            }
        }
        throw refused;
    }

    /// <summary>A socket that takes both kinds shows an IPv4 address in IPv6 clothes.</summary>
    public static string Shown(IPAddress address) => (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();

    private static async Task<Socket> ConnectAsync(Socket socket, IPAddress? local, EndPoint target, CancellationToken cancellationToken)
    {
        try
        {
            socket.NoDelay = true;
            if (local is not null)
            {
                socket.Bind(new IPEndPoint(local, 0));
            }
            await socket.ConnectAsync(target, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private NetworkInterface? Card() =>
        NetworkInterface
            .GetAllNetworkInterfaces()
            .FirstOrDefault(card => string.Equals(card.Name, Configured, StringComparison.OrdinalIgnoreCase));

    /// <summary>The system knows best: on some every address of 127.0.0.0/8 is the machine's own, and no card lists them.</summary>
    private static bool IsOfThisMachine(IPAddress address)
    {
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
        {
            return false;
        }
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string Cards() =>
        string.Join(", ", NetworkInterface.GetAllNetworkInterfaces().Select(card => $"{card.Name} ({Listed(AddressesOf(card))})"));

    private static IReadOnlyList<IPAddress> AddressesOf(NetworkInterface card) =>
        [.. card.GetIPProperties().UnicastAddresses.Select(unicast => unicast.Address).OrderBy(address => address.IsIPv6LinkLocal)];

    private static string Listed(IReadOnlyList<IPAddress> addresses) => addresses.Count is 0 ? "no address" : string.Join(", ", addresses);
}
