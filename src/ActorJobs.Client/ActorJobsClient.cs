using ActorJobs.Client.Answers;
using ActorJobs.Client.Apps;
using ActorJobs.Client.Clusters;
using ActorJobs.Client.Jobs;
using ActorJobs.Client.Servers;
using ActorJobs.Client.Workers;
using ActorJobs.Trust;
using static System.FormattableString;

namespace ActorJobs.Client;

/// <summary>Uses a server of ActorJobs over its HTTP API. One client serves a whole program, from any thread.</summary>
public sealed partial class ActorJobsClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly Caller _caller;

    /// <summary>Makes a client with connections of its own, which follows no redirects.</summary>
    /// <param name="server">The address of the server, such as <c>http://127.0.0.1:7700</c>.</param>
    /// <param name="options">How it behaves.</param>
    /// <exception cref="ArgumentException">The file of authorities cannot be used.</exception>
    public ActorJobsClient(Uri server, ActorJobsClientOptions? options = null)
        : this(
            new HttpClient(
                new SocketsHttpHandler
                {
                    AllowAutoRedirect = false,
                    PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                    SslOptions = { RemoteCertificateValidationCallback = Trust(options?.CertificateAuthorityFile ?? "").Check },
                }
            )
            {
                BaseAddress = server,
            },
            options
        ) { }

    /// <summary>Makes a client that sends with an HTTP client of the user's own, which it disposes of in the end.</summary>
    /// <param name="http">Has the server as its base address. If it follows redirects, an answer after one is refused all the same.</param>
    /// <param name="options">How it behaves.</param>
    public ActorJobsClient(HttpClient http, ActorJobsClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (http.BaseAddress is null)
        {
            throw new ArgumentException("The HTTP client needs a base address: that of the server.", nameof(http));
        }

        _http = http;
        _caller = new Caller(http, options ?? new ActorJobsClientOptions());
    }

    /// <summary>What can be asked of one app.</summary>
    public AppClient App(string name) => new(_caller, name);

    /// <summary>The nodes of the cluster, and who owns what.</summary>
    public ClusterClient Cluster => new(_caller);

    /// <summary>The apps, by name.</summary>
    public IAsyncEnumerable<AppListed> ListAppsAsync(CancellationToken cancellationToken = default) =>
        _caller.ListAsync<AppListed>("/api/v1/apps", cancellationToken);

    /// <summary>Pauses all apps that there are, each as by itself.</summary>
    public Task<AppBatch> PauseAppsAsync(PauseRequest? request = null, CancellationToken cancellationToken = default) =>
        _caller.AskAsync<AppBatch>(new Call(HttpMethod.Post, "/api/v1/apps:pause") { Body = request }, cancellationToken);

    /// <summary>Lets all apps go on that are paused.</summary>
    public Task<AppBatch> ResumeAppsAsync(CancellationToken cancellationToken = default) =>
        _caller.AskAsync<AppBatch>(new Call(HttpMethod.Post, "/api/v1/apps:resume"), cancellationToken);

    /// <summary>When a schedule would fire, and what its policies mean.</summary>
    public Task<SchedulePreview> PreviewAsync(PreviewRequest request, CancellationToken cancellationToken = default) =>
        _caller.AskAsync<SchedulePreview>(
            new Call(HttpMethod.Post, "/api/v1/schedules:preview") { Body = request, IsIdempotent = true },
            cancellationToken
        );

    /// <summary>Workers that were refused lately, and why, also those of apps that there are not.</summary>
    public IAsyncEnumerable<RefusedWorker> ListRefusedWorkersAsync(CancellationToken cancellationToken = default) =>
        _caller.ListAsync<RefusedWorker>("/api/v1/workers/refused", cancellationToken);

    /// <summary>The server that answers: its version, and where it keeps what.</summary>
    public Task<ServerInfo> GetServerAsync(CancellationToken cancellationToken = default) =>
        _caller.AskAsync<ServerInfo>(new Call(HttpMethod.Get, "/api/v1/server"), cancellationToken);

    /// <summary>The newest lines of the log of the server that answers, the oldest first.</summary>
    /// <param name="lines">How many at most, 1 to 1 000.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<LogTail> GetLogAsync(int lines = 50, CancellationToken cancellationToken = default) =>
        _caller.AskAsync<LogTail>(new Call(HttpMethod.Get, Invariant($"/api/v1/log?lines={lines}")), cancellationToken);

    /// <summary>The newest lines of the log of the server that answers, and then each that is written, until the server stops.</summary>
    /// <param name="lines">How many to begin with, 1 to 1 000.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public IAsyncEnumerable<LogLine> FollowLogAsync(int lines = 50, CancellationToken cancellationToken = default) =>
        _caller.FollowAsync<LogLine>(Invariant($"/api/v1/log?follow=true&lines={lines}"), cancellationToken);

    private static ServerTrust Trust(string file) =>
        ServerTrust.TryRead(file, out var trust, out var problem)
            ? trust
            : throw new ArgumentException(
                $"{nameof(ActorJobsClientOptions.CertificateAuthorityFile)} is '{file}', {problem}",
                nameof(file)
            );

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
