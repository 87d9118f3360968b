namespace ActorJobs.Server.Settings;

/// <summary>The keys of every setting. Their defaults, and why they are there, stand in <c>hocon/reference.conf</c> alone.</summary>
public static class SettingKeys
{
    /// <summary>The node's name.</summary>
    public static readonly SettingKey NodeName = new("actorjobs.node.name");

    /// <summary>The address for HTTP and workers.</summary>
    public static readonly SettingKey HttpAddress = new("actorjobs.http.address");

    /// <summary>The port for HTTP and workers.</summary>
    public static readonly SettingKey HttpPort = new("actorjobs.http.port");

    /// <summary>Whether tokens and secrets are asked for.</summary>
    public static readonly SettingKey AccessRequired = new("actorjobs.access.required");

    /// <summary>The first admin's token.</summary>
    public static readonly SettingKey AccessAdminToken = new("actorjobs.access.admin-token") { IsSecret = true };

    /// <summary>How long the audit is kept.</summary>
    public static readonly SettingKey AuditKeep = new("actorjobs.audit.keep");

    /// <summary>The file of the server's certificate.</summary>
    public static readonly SettingKey TlsCertificate = new("actorjobs.tls.certificate");

    /// <summary>The file of the certificate's key.</summary>
    public static readonly SettingKey TlsKey = new("actorjobs.tls.key");

    /// <summary>The file of authorities that other nodes are checked with.</summary>
    public static readonly SettingKey TlsAuthorities = new("actorjobs.tls.ca");

    /// <summary>Whether something in front of the server speaks TLS for it.</summary>
    public static readonly SettingKey TlsTerminatedInFront = new("actorjobs.tls.terminated-in-front");

    /// <summary>The kind of the store.</summary>
    public static readonly SettingKey StoreKind = new("actorjobs.store.kind");

    /// <summary>The embedded store's file.</summary>
    public static readonly SettingKey SqlitePath = new("actorjobs.store.sqlite.path");

    /// <summary>How PostgreSQL is reached.</summary>
    public static readonly SettingKey PostgresConnectionString = new("actorjobs.store.postgres.connection-string") { IsSecret = true };

    /// <summary>The most connections for reads and claims.</summary>
    public static readonly SettingKey PostgresMaxConnections = new("actorjobs.store.postgres.max-connections");

    /// <summary>Whether the server is a node of a cluster.</summary>
    public static readonly SettingKey ClusterEnabled = new("actorjobs.cluster.enabled");

    /// <summary>See <see cref="ClusterSettings.Address"/>.</summary>
    public static readonly SettingKey ClusterAddress = new("actorjobs.cluster.address");

    /// <summary>See <see cref="ActorJobs.Cluster.ClusterTerms"/>.</summary>
    public static readonly SettingKey ClusterShards = new("actorjobs.cluster.shards");

    /// <summary>See <see cref="ActorJobs.Cluster.ClusterTerms"/>.</summary>
    public static readonly SettingKey ClusterLease = new("actorjobs.cluster.lease");

    /// <summary>See <see cref="ClusterSettings.RenewEvery"/>.</summary>
    public static readonly SettingKey ClusterRenewEvery = new("actorjobs.cluster.renew-every");

    /// <summary>See <see cref="ClusterSettings.LeaseMargin"/>.</summary>
    public static readonly SettingKey ClusterLeaseMargin = new("actorjobs.cluster.lease-margin");

    /// <summary>What the nodes of a cluster prove with that they are of it.</summary>
    public static readonly SettingKey ClusterSecret = new("actorjobs.cluster.secret") { IsSecret = true };

    /// <summary>What the values of secrets are encrypted with in the store.</summary>
    public static readonly SettingKey SecretsKey = new("actorjobs.secrets.key") { IsSecret = true };

    /// <summary>The file that has it instead.</summary>
    public static readonly SettingKey SecretsKeyFile = new("actorjobs.secrets.key-file");

    /// <summary>See <see cref="Core.Workers.WorkerLimits"/>.</summary>
    public static readonly SettingKey HeartbeatEvery = new("actorjobs.workers.heartbeat-every");

    /// <summary>See <see cref="Core.Workers.WorkerLimits"/>.</summary>
    public static readonly SettingKey RedialAfter = new("actorjobs.workers.redial-after");

    /// <summary>See <see cref="Core.Workers.WorkerLimits"/>.</summary>
    public static readonly SettingKey SuspectAfter = new("actorjobs.workers.suspect-after");

    /// <summary>See <see cref="Core.Workers.WorkerLimits"/>.</summary>
    public static readonly SettingKey OfflineAfter = new("actorjobs.workers.offline-after");

    /// <summary>See <see cref="ServerSettings.ClockTolerance"/>.</summary>
    public static readonly SettingKey ClockTolerance = new("actorjobs.workers.clock-tolerance");

    /// <summary>See <see cref="RunLogSettings"/>.</summary>
    public static readonly SettingKey RunLogFolder = new("actorjobs.logs.folder");

    /// <summary>See <see cref="Scheduler.Stores.LogLimits"/>.</summary>
    public static readonly SettingKey RunLogKeep = new("actorjobs.logs.keep");

    /// <summary>See <see cref="Scheduler.Stores.LogLimits"/>.</summary>
    public static readonly SettingKey RunLogBytesPerApp = new("actorjobs.logs.bytes-per-app");

    /// <summary>See <see cref="Scheduler.Stores.LogLimits"/>.</summary>
    public static readonly SettingKey RunLogBytesPerRun = new("actorjobs.logs.bytes-per-run");

    /// <summary>See <see cref="MetricsSettings"/>.</summary>
    public static readonly SettingKey OtlpEndpoint = new("actorjobs.metrics.otlp-endpoint");

    /// <summary>The least grave lines that are logged.</summary>
    public static readonly SettingKey LogLevel = new("actorjobs.log.level");

    /// <summary>The log file.</summary>
    public static readonly SettingKey LogFile = new("actorjobs.log.file");

    /// <summary>How many log files are kept.</summary>
    public static readonly SettingKey LogKeptFiles = new("actorjobs.log.kept-files");
}
