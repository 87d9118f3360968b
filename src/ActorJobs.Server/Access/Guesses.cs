using System.Net;
using System.Net.Sockets;
using ActorJobs.Errors;

namespace ActorJobs.Server.Access;

/// <summary>
/// Slows down whoever guesses tokens and secrets. After some wrong ones an address waits before the next one is looked at, longer each time, and only few may wait at
/// once. What was right from that address before does not wait, so that one guesser behind a proxy does not keep the others behind it out.
/// </summary>
internal sealed class Guesses(TimeProvider time)
{
    private const int MostWaiting = 4;
    private const int MostRight = 64;
    private const int MostAddresses = 4096;
    private const int PrefixBytesOfIpv6 = 8;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromMinutes(10);

    /// <summary>So many wrong ones cost nothing: people mistype.</summary>
    public int Free { get; init; } = 5;

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, Address> _addresses = [];

    /// <summary>Waits, if the address has guessed wrong, and finds what a text is good for.</summary>
    /// <param name="from">The other end of the connection.</param>
    /// <param name="text">A token, or a secret.</param>
    /// <param name="find">Finds what it is good for; null: nothing.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>What <paramref name="find"/> gave.</returns>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.TooManyGuesses"/>.</exception>
    public async ValueTask<T?> TryAsync<T>(
        IPAddress? from,
        string text,
        Func<string, CancellationToken, ValueTask<T?>> find,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var (key, hash) = (KeyOf(from ?? IPAddress.None), Convert.ToHexString(AccessText.Hash(text)));
        var delay = Enter(key, hash);
        try
        {
            if (delay > TimeSpan.Zero)
            {
                await Task.Delay(delay, time, cancellationToken);
            }

            var found = await find(text, cancellationToken);
            Note(key, hash, found is not null);
            return found;
        }
        finally
        {
            Leave(key, delay);
        }
    }

    /// <summary>How many addresses are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _addresses.Count;
            }
        }
    }

    /// <summary>An owner of IPv6 has all addresses of a network.</summary>
    private static IPAddress KeyOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(PrefixBytesOfIpv6).Clear();
        return new IPAddress(bytes);
    }

    private TimeSpan Enter(IPAddress key, string hash)
    {
        lock (_gate)
        {
            if (!_addresses.TryGetValue(key, out var address) || address.Wrong <= Free || address.Right.Contains(hash))
            {
                return TimeSpan.Zero;
            }

            if (address.Waiting >= MostWaiting)
            {
                throw new RefusalException(
                    ErrorCodes.TooManyGuesses,
                    $"{address.Wrong} wrong tokens or secrets came from {key} lately, and {MostWaiting} more are being looked at. Wait a second, and send the right one."
                );
            }

            address.Waiting++;
            var delay = FirstDelay * Math.Pow(2, Math.Min(address.Wrong - Free - 1, 10));
            return delay < LongestDelay ? delay : LongestDelay;
        }
    }

    private void Leave(IPAddress key, TimeSpan delay)
    {
        lock (_gate)
        {
            if (delay > TimeSpan.Zero && _addresses.TryGetValue(key, out var address) && address.Waiting > 0)
            {
                address.Waiting--;
            }
        }
    }

    private void Note(IPAddress key, string hash, bool isRight)
    {
        lock (_gate)
        {
            if (!_addresses.TryGetValue(key, out var address))
            {
                MakeRoom();
                _addresses.Add(key, address = new Address());
            }

            address.SeenAt = time.GetTimestamp();
            if (!isRight)
            {
                address.Wrong = time.GetElapsedTime(address.WrongAt) > ForgottenAfter ? 1 : address.Wrong + 1;
                address.WrongAt = address.SeenAt;
                address.Right.Remove(hash);
            }
            else if (address.Right.Count < MostRight)
            {
                address.Right.Add(hash);
            }
        }
    }

    private void MakeRoom()
    {
        if (_addresses.Count >= MostAddresses)
        {
            _addresses.Remove(_addresses.MinBy(entry => (entry.Value.Wrong > Free, entry.Value.SeenAt)).Key);
        }
    }

    private sealed class Address
    {
        public int Wrong { get; set; }
        public int Waiting { get; set; }
        public long WrongAt { get; set; }
        public long SeenAt { get; set; }
        public HashSet<string> Right { get; } = new(StringComparer.Ordinal);
    }
}
