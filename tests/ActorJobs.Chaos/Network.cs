using System.Diagnostics;
using System.Globalization;

namespace ActorJobs.Chaos;

/// <summary>A place where a process runs: a network namespace with an address of its own.</summary>
/// <param name="Name">What it is called in the timeline.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="Address">Its address.</param>
internal sealed record Place(string Name, string Namespace, string Address);

/// <summary>Network namespaces, joined by a bridge, whose traffic can be cut. Nothing of it leaves the machine.</summary>
internal sealed class Network : IAsyncDisposable
{
    private readonly string _prefix = FormattableString.Invariant($"aj{Environment.ProcessId % 100_000}");
    private readonly string _subnet = FormattableString.Invariant(
        $"10.{200 + Environment.ProcessId % 50}.{Environment.ProcessId / 50 % 250}"
    );
    private readonly List<Place> _places = [];

    private Network() { }

    /// <summary>The address of this process, and of all that is in no place.</summary>
    public string Here => $"{_subnet}.1";

    /// <summary>All addresses, in CIDR notation.</summary>
    public string Range => $"{_subnet}.0/24";

    /// <summary>Makes the bridge.</summary>
    /// <exception cref="InvalidOperationException">Not as root, or without ip and nft.</exception>
    public static async Task<Network> CreateAsync()
    {
        var network = new Network();
        await RunAsync("ip", "link", "add", network._prefix, "type", "bridge");
        await RunAsync("ip", "addr", "add", $"{network.Here}/24", "dev", network._prefix);
        await RunAsync("ip", "link", "set", network._prefix, "up");
        return network;
    }

    /// <summary>Makes a place.</summary>
    public async Task<Place> AddAsync(string name)
    {
        var place = new Place(name, $"{_prefix}-{name}", FormattableString.Invariant($"{_subnet}.{_places.Count + 11}"));
        _places.Add(place);
        var (outside, inside) = ($"{_prefix}{name}", "eth0");
        await RunAsync("ip", "netns", "add", place.Namespace);
        await RunAsync("ip", "link", "add", outside, "type", "veth", "peer", "name", inside, "netns", place.Namespace);
        await RunAsync("ip", "link", "set", outside, "master", _prefix, "up");
        await InAsync(place, "ip", "addr", "add", $"{place.Address}/24", "dev", inside);
        await InAsync(place, "ip", "link", "set", inside, "up");
        await InAsync(place, "ip", "link", "set", "lo", "up");
        await InAsync(place, "nft", "add table inet chaos; add chain inet chaos in { type filter hook input priority 0; }");
        return place;
    }

    /// <summary>Drops all that comes from some addresses to a place; they notice nothing but silence.</summary>
    public static Task CutAsync(Place at, params IEnumerable<string> from) =>
        InAsync(at, "nft", $"add rule inet chaos in ip saddr {{ {string.Join(", ", from)} }} drop");

    /// <summary>Drops a part of all that comes to a place.</summary>
    public Task LoseAsync(Place at, int percent) =>
        InAsync(at, "nft", FormattableString.Invariant($"add rule inet chaos in ip saddr {Range} numgen random mod 100 < {percent} drop"));

    /// <summary>Undoes all cuts at a place.</summary>
    public static Task HealAsync(Place at) => InAsync(at, "nft", "flush chain inet chaos in");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var place in _places)
        {
            await RunAsync("ip", "netns", "delete", place.Namespace);
        }

        await RunAsync("ip", "link", "delete", _prefix);
    }

    private static Task InAsync(Place place, params IEnumerable<string> command) =>
        RunAsync("ip", ["netns", "exec", place.Namespace, .. command]);

    private static async Task RunAsync(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            }
        )!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{program} {string.Join(' ', arguments)}' ended with {process.ExitCode}: {error.Trim()} (chaos needs root, and the packages iproute2 and nftables)"
                )
            );
        }
    }
}
