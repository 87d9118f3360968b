using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ActorJobs.Server.Access;

/// <summary>
/// What the store has by hash, read anew when it is asked for and was read over a second ago: so a change on one node is in force on all within two, and requests
/// seldom wait for the store.
/// </summary>
/// <param name="read">Reads all of it.</param>
/// <param name="hashOf">The SHA-256 hash of one.</param>
/// <param name="time">Where time comes from.</param>
internal sealed class HashBook<T>(
    Func<CancellationToken, ValueTask<IReadOnlyList<T>>> read,
    Func<T, ReadOnlyMemory<byte>> hashOf,
    TimeProvider time
)
    where T : class
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Task<ILookup<ulong, T>>? _page;
    private long _readAt;

    /// <summary>Finds what has a hash.</summary>
    /// <exception cref="Scheduler.Stores.StoreUnavailableException">It has to be read anew, and the store does not answer.</exception>
    public async ValueTask<T?> FindAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken)
    {
        var page = await Page().WaitAsync(cancellationToken);
        // The first bytes only find the place; the whole is compared in a time that tells nothing.
        return page[StartOf(hash.Span)].FirstOrDefault(one => CryptographicOperations.FixedTimeEquals(hashOf(one).Span, hash.Span));
    }

    /// <summary>Lets the next question read anew: something has been changed.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _page = null;
        }
    }

    private static ulong StartOf(ReadOnlySpan<byte> hash) => BinaryPrimitives.ReadUInt64BigEndian(hash);

    /// <summary>What was read last, or is being read: for all who ask meanwhile, and not ended by one who asks no more.</summary>
    private Task<ILookup<ulong, T>> Page()
    {
        lock (_gate)
        {
            if (_page is not { IsFaulted: false } || time.GetElapsedTime(_readAt) >= Kept)
            {
                _readAt = time.GetTimestamp();
                _page = ReadAsync();
            }

            return _page;
        }
    }

    private async Task<ILookup<ulong, T>> ReadAsync() => (await read(CancellationToken.None)).ToLookup(one => StartOf(hashOf(one).Span));
}
