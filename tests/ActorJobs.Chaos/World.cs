using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using ActorJobs.Tests.Postgres;
using ActorJobs.Tests.Processes;
using Npgsql;

namespace ActorJobs.Chaos;

/// <summary>A cluster of real processes over a real PostgreSQL: servers and workers, each in a network namespace of its own.</summary>
internal sealed class World : IAsyncDisposable
{
    private const string Database = "chaos";

    private static readonly TimeSpan s_startWithin = TimeSpan.FromSeconds(60);

    /// <summary>Outside the folder, into which the account of the database may not look.</summary>
    private static readonly string s_trust = Path.Combine(Path.GetTempPath(), $"actorjobs-chaos-{Environment.ProcessId}.hba");

    private readonly Network? _network;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actorjobs-chaos-");
    private readonly DirectoryInfo _clocks;
    private readonly string _secret = Random();

    private World(Network? network, PostgresServer postgres, DirectoryInfo clocks, WallClock? clock) =>
        (_network, Postgres, _clocks, DatabaseClock) = (network, postgres, clocks, clock);

    /// <summary>The database server.</summary>
    public PostgresServer Postgres { get; }

    /// <summary>The wall clock of the database server; null: that of this machine, which is not set.</summary>
    public WallClock? DatabaseClock { get; }

    /// <summary>The servers.</summary>
    public IReadOnlyList<Member> Nodes { get; private set; } = [];

    /// <summary>The worker processes.</summary>
    public IReadOnlyList<Member> Workers { get; private set; } = [];

    /// <summary>The names of the apps.</summary>
    public IReadOnlyList<string> Apps { get; private set; } = [];

    /// <summary>What is in the way between them; null if they share this machine's loopback.</summary>
    public Network? Network => _network;

    /// <summary>The address that the database has for them.</summary>
    public string PostgresAddress => _network?.Here ?? "127.0.0.1";

    /// <summary>The token that may do everything.</summary>
    public string Token { get; } = Random();

    /// <summary>What workers prove with that they may work for an app, by app; none where nobody asks.</summary>
    public Dictionary<string, string> Secrets { get; } = new(StringComparer.Ordinal);

    /// <summary>Where processors write their effects, one file an app.</summary>
    public string EffectsOf(string app) => Path.Combine(_folder.FullName, $"{app}.jsonl");

    /// <summary>The files of effects that there are.</summary>
    public IEnumerable<string> EffectFiles => _folder.EnumerateFiles("*.jsonl*").Select(static file => file.FullName);

    /// <summary>For this process.</summary>
    public string ConnectionString => Connection(PostgresAddress);

    /// <summary>Makes everything, and starts nothing but the database.</summary>
    public static async Task<World> CreateAsync(CampaignOptions options)
    {
        var network = options.Loopback ? null : await Network.CreateAsync();
        // Beside the folder, too: the account of the database reads its own there.
        var clocks = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"actorjobs-clocks-{Path.GetRandomFileName()}"));
        World? world = null;
        try
        {
            if (options.Clocks)
            {
                await ClockProbe.CheckAsync(WallClock.In(clocks, "probe"));
            }

            await File.WriteAllTextAsync(
                s_trust,
                $"local all all trust\nhost all all 127.0.0.1/32 trust\nhost all all {network?.Range ?? "127.0.0.1/32"} trust\n"
            );
            var clock = options.Clocks ? WallClock.In(clocks, "database") : null;
            var postgres = await PostgresServer.StartAsync(
                null,
                clock?.Variables ?? new Dictionary<string, string>(StringComparer.Ordinal),
                $"listen_addresses=127.0.0.1,{network?.Here ?? "127.0.0.1"}",
                $"hba_file={s_trust}",
                "max_connections=200"
            );
            world = new World(network, postgres, clocks, clock);
            await world.MakeMembersAsync(options);
            await using var connection = new NpgsqlConnection(postgres.ConnectionString());
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand($"create database {Database}", connection);
            await command.ExecuteNonQueryAsync();
            return world;
        }
        catch
        {
            if (world is null)
            {
                clocks.Delete(recursive: true);
            }

            await (world?.DisposeAsync() ?? network?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw;
        }
    }

    /// <summary>Starts a server or worker that is not running, and does not wait for it.</summary>
    public void Launch(Member member)
    {
        if (!member.IsRunning)
        {
            member.Start(Nodes.Contains(member) ? StartNode(member) : StartWorker(member, Apps));
        }
    }

    /// <summary>Starts a server beside the others.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="more">Settings that win over those of the others.</param>
    public ChildProcess LaunchStranger(string name, params IEnumerable<string> more) =>
        StartNode(new Member(name, null, "127.0.0.1", FreePort(), null), more);

    /// <summary>Starts a worker beside the others, for one app.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="app">The app.</param>
    /// <param name="clock">Its wall clock.</param>
    public ChildProcess LaunchStrangeWorker(string name, string app, WallClock clock) =>
        StartWorker(new Member(name, null, "127.0.0.1", 0, clock), [app]);

    /// <summary>Makes a wall clock for a process.</summary>
    public WallClock NewClock(string name) => WallClock.In(_clocks, name);

    /// <summary>Waits until every server serves.</summary>
    public async Task ReadyAsync(Client client)
    {
        using var limit = new CancellationTokenSource(s_startWithin);
        foreach (var node in Nodes)
        {
            while (!await client.IsReadyAsync(node))
            {
                if (limit.IsCancellationRequested)
                {
                    throw new TimeoutException($"{node.Name} is not ready after {s_startWithin.TotalSeconds} s:\n{node.Output}");
                }

                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var member in Workers.Concat(Nodes))
        {
            await member.KillAsync();
        }

        await Postgres.DisposeAsync();
        if (_network is not null)
        {
            await _network.DisposeAsync();
        }

        File.Delete(s_trust);
        _clocks.Delete(recursive: true);
        WallClock.Sweep();
        _folder.Delete(recursive: true);
    }

    private async Task MakeMembersAsync(CampaignOptions options)
    {
        Nodes = await MakeAsync("n", options.Nodes);
        Workers = await MakeAsync("w", options.Workers);
        Apps = [.. Enumerable.Range(1, options.Apps).Select(number => string.Create(CultureInfo.InvariantCulture, $"app{number:00}"))];
    }

    private async Task<IReadOnlyList<Member>> MakeAsync(string prefix, int count)
    {
        var members = new List<Member>();
        for (var number = 1; number <= count; number++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{prefix}{number}");
            var place = _network is null ? null : await _network.AddAsync(name);
            members.Add(
                new Member(
                    name,
                    place,
                    place?.Address ?? "127.0.0.1",
                    place is null ? FreePort() : 7700,
                    DatabaseClock is null ? null : NewClock(name)
                )
            );
        }

        return members;
    }

    private ChildProcess StartNode(Member node, params IEnumerable<string> more)
    {
        List<string> settings =
        [
            $"actorjobs.node.name={node.Name}",
            $"actorjobs.http.address={node.Address}",
            $"actorjobs.http.port={node.Port}",
            "actorjobs.store.kind=postgres",
            $"actorjobs.store.postgres.connection-string={Connection(PostgresAddress)}",
            "actorjobs.cluster.enabled=true",
            "actorjobs.log.file=",
            .. node.Place is null ? Array.Empty<string>() : Guarded(),
            .. more,
        ];
        return ChildProcess.StartIn(
            node.Place?.Namespace,
            "src/ActorJobs.Server",
            "actorjobs-server.dll",
            settings.SelectMany(static setting => new[] { "--set", setting }),
            node.Clock?.Variables
        );
    }

    /// <summary>Others than this machine's own processes could dial a server that is not on loopback: it asks for tokens and secrets.</summary>
    private string[] Guarded() =>
        [$"actorjobs.access.admin-token={Token}", $"actorjobs.cluster.secret={_secret}", "actorjobs.tls.terminated-in-front=true"];

    private ChildProcess StartWorker(Member worker, IEnumerable<string> apps) =>
        ChildProcess.StartIn(
            worker.Place?.Namespace,
            "samples/BasicWorker",
            "BasicWorker.dll",
            [
                .. Nodes.SelectMany(static node => new[] { "--server", node.Url.ToString() }),
                .. apps.SelectMany(static app => new[] { "--app", app }),
                "--name",
                worker.Name,
                "--slots",
                "8",
                "--data",
                Path.Combine(_folder.FullName, worker.Name),
            ],
            Secrets
                .Select(static secret => KeyValuePair.Create($"ACTORJOBS_SECRET_{secret.Key}", secret.Value))
                .Concat(worker.Clock?.Variables ?? new Dictionary<string, string>(StringComparer.Ordinal))
                .ToDictionary(StringComparer.Ordinal)
        );

    private static string Random() => Convert.ToHexString(RandomNumberGenerator.GetBytes(32));

    private string Connection(string host) =>
        new NpgsqlConnectionStringBuilder(Postgres.ConnectionString(Database)) { Host = host }.ConnectionString;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
