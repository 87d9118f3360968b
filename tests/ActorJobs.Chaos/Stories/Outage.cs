using Npgsql;

namespace ActorJobs.Chaos.Stories;

/// <summary>How long an app had no owner that could do anything.</summary>
/// <param name="From">When its owner was stopped.</param>
/// <param name="Until">When another had taken over.</param>
internal sealed record Outage(DateTimeOffset From, DateTimeOffset Until)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    /// <summary>What is due so soon before the outage need not have been done.</summary>
    private static readonly TimeSpan s_moment = TimeSpan.FromSeconds(1);

    /// <summary>When something can be done that is due: at once, or after the outage.</summary>
    public DateTimeOffset Earliest(DateTimeOffset due) => due > From - s_moment && due < Until ? Until : due;

    /// <summary>Stops the owner of an app (SIGSTOP), and wakes it up again.</summary>
    /// <param name="world">Its cluster.</param>
    /// <param name="app">The app.</param>
    /// <param name="owner">Its owner.</param>
    /// <param name="time">For how long.</param>
    /// <param name="cancellationToken">Gives up; the owner is woken up all the same.</param>
    /// <exception cref="TimeoutException">Nobody has taken over meanwhile.</exception>
    public static async Task<Outage> MakeAsync(World world, string app, Member owner, TimeSpan time, CancellationToken cancellationToken)
    {
        await using var store = NpgsqlDataSource.Create($"{world.ConnectionString};Pooling=false");
        var epoch = await EpochAsync(store, app, cancellationToken);
        owner.Pause();
        try
        {
            var from = TimeProvider.System.GetUtcNow();
            while (await EpochAsync(store, app, cancellationToken) == epoch)
            {
                if (TimeProvider.System.GetUtcNow() - from > time)
                {
                    throw new TimeoutException(
                        $"Nobody has taken {app} over in {time.TotalSeconds:0.0} s, while its owner {owner.Name} was stopped."
                    );
                }

                await Task.Delay(s_pause, TimeProvider.System, cancellationToken);
            }

            var until = TimeProvider.System.GetUtcNow();
            var rest = from + time - until;
            await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, TimeProvider.System, cancellationToken);
            return new Outage(from, until);
        }
        finally
        {
            owner.Resume();
        }
    }

    private static async Task<long> EpochAsync(NpgsqlDataSource store, string app, CancellationToken cancellationToken)
    {
        await using var command = store.CreateCommand("SELECT epoch FROM actorjobs.app WHERE name = $1");
        command.Parameters.AddWithValue(app);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
