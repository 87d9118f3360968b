using System.Net;
using System.Net.Sockets;
using ActorJobs.Protocol;
using ActorJobs.Worker.Links;

namespace ActorJobs.Worker.Doctors;

/// <summary>The way to a server: through a proxy or straight, its addresses, and whether a connection comes about.</summary>
internal sealed class ServerRoute(ExaminedServer server)
{
    /// <summary>Programs read them in small letters, in capital ones, or in both.</summary>
    private static readonly string[] s_variables = ["http_proxy", "https_proxy", "all_proxy", "no_proxy"];

    /// <summary>What is connected to: the server, or the proxy before it.</summary>
    private DnsEndPoint _target = new(server.Address.Link.IdnHost, server.Address.Link.Port);
    private IPAddress[] _addresses = [];

    /// <summary>Finds out whether a proxy is on the way. It comes first, since behind one it is the proxy's name that has to be found.</summary>
    public Finding Proxy()
    {
        var set = s_variables
            .SelectMany(name => new[] { name, name.ToUpperInvariant() })
            .Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name)))
            .Where(variable => !string.IsNullOrEmpty(variable.Value))
            .Select(variable => $"{variable.Name}={Shown.WithoutSecrets(variable.Value!)}");
        var variables = $"variables: {string.Join(", ", set.DefaultIfEmpty("none of *_proxy is set"))}";
        var link = server.Address.Link;
        if (link.IsLoopback)
        {
            return Finding.Ok($"none, since the address is one of this machine; {variables}");
        }
        if (HttpClient.DefaultProxy.IsBypassed(link) || HttpClient.DefaultProxy.GetProxy(link) is not { } proxy)
        {
            return Finding.Ok($"none; {variables}");
        }
        _target = new DnsEndPoint(proxy.IdnHost, proxy.Port);
        return Finding.Ok($"connections go through {proxy.Scheme}://{proxy.Authority}; {variables}");
    }

    /// <summary>Looks the addresses up.</summary>
    public async Task<Finding> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            _addresses = await Dns.GetHostAddressesAsync(_target.Host, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException exception)
        {
            return Finding.Failure(
                $"the name {_target.Host} is not found: {exception.Message}",
                "a name that the DNS or the hosts file of this machine knows",
                $"Look for a typing error in {server.Names[nameof(WorkerOptions.Servers)]}, ask from here with 'getent hosts "
                    + $"{_target.Host}', and mend the DNS of this machine "
                    + "(/etc/resolv.conf, the container's DNS) or the entry of the name."
            );
        }
        return Finding.Ok(
            IPAddress.TryParse(_target.Host, out _) ? $"{_target.Host} is an address" : $"{_target.Host} is {string.Join(", ", _addresses)}"
        );
    }

    /// <summary>Connects to each address.</summary>
    public async Task<Finding> ConnectAsync(CancellationToken cancellationToken)
    {
        var tried = await Task.WhenAll(_addresses.Select(address => ConnectAsync(address, cancellationToken))).ConfigureAwait(false);
        var found = string.Join("; ", tried.Select(one => one.Told));
        var expected = $"a server that takes connections at {_target.Host}:{_target.Port}";
        var refused = tried.FirstOrDefault(one => !one.IsOpen);
        return refused is null ? Finding.Ok(found)
            : tried.Any(one => one.IsOpen)
                ? Finding.Warning(
                    found,
                    $"{expected}, at each address of it",
                    $"{Cure(refused)} Or take the address out of the name's entry."
                )
            : Finding.Failure(found, expected, Cure(refused));
    }

    private async Task<Tried> ConnectAsync(IPAddress address, CancellationToken cancellationToken)
    {
        // Below the limit of the whole check, so that one silent address does not hide what the others say.
        using var limit = new CancellationTokenSource(server.Limit / 2, server.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var started = server.Time.GetTimestamp();
        var target = $"{LocalEnd.Shown(address)} port {_target.Port}";
        try
        {
            using var socket = await server
                .End.ConnectAsync(new DnsEndPoint($"{address}", _target.Port), either.Token)
                .ConfigureAwait(false);
            var local = socket.LocalEndPoint is IPEndPoint { Address: var own } ? LocalEnd.Shown(own) : "?";
            return new Tried(true, $"{target} in {Shown.Span(server.Time.GetElapsedTime(started))}, from {local}", SocketError.Success);
        }
        catch (SocketException exception)
        {
            return new Tried(false, $"{target}: {exception.Message}", exception.SocketErrorCode);
        }
        catch (LinkException exception)
        {
            return new Tried(false, $"{target}: {exception.Message}", SocketError.AddressFamilyNotSupported);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Tried(false, $"{target}: no answer within {Shown.Span(server.Limit / 2)}", SocketError.TimedOut);
        }
    }

    private string Cure(Tried tried) =>
        tried.Error switch
        {
            SocketError.ConnectionRefused =>
                $"Nothing listens there, or a firewall refuses: start the server, look at its actorjobs.http.address and .port, or mend the port in {Servers}.",
            SocketError.TimedOut =>
                $"Mostly a firewall drops what this machine sends: let it pass TCP to {_target.Host}:{_target.Port}; no port of this machine has to be open.",
            SocketError.AddressFamilyNotSupported =>
                $"Set {server.Names[nameof(WorkerOptions.LocalAddress)]} to a card or address of the server's family, or leave it out.",
            _ => $"Look at the routes of this machine ('ip route get {_addresses[0]}') and at {Servers}.",
        };

    private string Servers => server.Names[nameof(WorkerOptions.Servers)];

    private sealed record Tried(bool IsOpen, string Told, SocketError Error);
}
