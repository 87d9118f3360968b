using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ActorJobs.Actors;
using ActorJobs.Persistence.Sql;
using ActorJobs.Persistence.Sql.Sqlite;
using ActorJobs.Protocol;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade;
using ActorJobs.Server.Hosting;
using ActorJobs.Server.Links;
using ActorJobs.Server.Settings;
using ActorJobs.Server.Tests.Facade.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorJobs.Server.Tests.Facade;

/// <summary>The facade over real app groups and a real store, on a free loopback port; owners can be made to fail, app by app.</summary>
public class FacadeServer : IAsyncLifetime, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("actorjobs-facade-").FullName;
    private int _apps;
    private SqlStore _store = null!;
    private StoreOwnership _ownership = null!;
    private WebApplication _app = null!;
    private HttpClient _client = null!;

    /// <summary>The server's clock.</summary>
    internal TimeProvider Clock { get; } = TimeProvider.System;

    /// <summary>Where its store is.</summary>
    protected string Folder => _folder;

    private string StoreFile => Path.Combine(_folder, "store.db");

    internal FaultyOwners Owners { get; private set; } = null!;

    internal SettableReadiness Readiness { get; } = new();

    internal RecordedLog Log { get; } = new();

    /// <summary>Settings beside its own.</summary>
    protected virtual IReadOnlyList<string> Assignments => [];

    /// <summary>What its requests carry if they say nothing else.</summary>
    protected virtual AuthenticationHeaderValue? Authorization => null;

    /// <summary>How patient it is with those who dial in.</summary>
    internal virtual LinkSettings Links { get; } = new();

    internal ShardRegion<AppGroupMessage, AppGroupReply> Region =>
        _app.Services.GetRequiredService<ShardRegion<AppGroupMessage, AppGroupReply>>();

    /// <summary>What was counted, logged and listed about refused workers.</summary>
    internal RefusedWorkers Refused => _app.Services.GetRequiredService<RefusedWorkers>();

    internal OpenApiContract Contract { get; private set; } = null!;

    internal IEnumerable<RouteEndpoint> Routes => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    public Uri Address => _client.BaseAddress!;

    public async Task InitializeAsync()
    {
        var file = StoreFile;
        var settings = SettingsReader.Read(
            SettingSources.OfAssignments([$"actorjobs.store.sqlite.path={file}", "actorjobs.node.name=n1", .. Assignments])
        );
        _store = await OpenStoreAsync(file);
        _ownership = new StoreOwnership(_store, "a test");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(Log);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddServer(settings, _store, _ownership, Clock);
        builder.Services.AddFacade();
        builder.Services.AddSingleton(Links);
        Configure(builder.Services);
        builder.Services.AddSingleton<IReadiness>(Readiness);
        builder.Services.AddSingleton<IAppOwners>(provider =>
            Owners = new FaultyOwners(new RegionAppOwners(provider.GetRequiredService<ShardRegion<AppGroupMessage, AppGroupReply>>()))
        );
        _app = builder.Build();
        _app.UseAccess();
        _app.MapLinks();
        _app.MapFacade();
        await _app.StartAsync();
        _app.Services.GetRequiredService<IAppOwners>();
        _client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(_app.Urls.Single()) };
        _client.DefaultRequestHeaders.Authorization = Authorization;
        Contract = new OpenApiContract(await _client.GetFromJsonAsync<JsonElement>("/openapi/v1.json"));
    }

    public void Dispose()
    {
        _client.Dispose();
        GC.SuppressFinalize(this);
    }

    public virtual async Task DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Ends the server, and starts it on another port with the store that it has left.</summary>
    /// <param name="meanwhile">What is done to the file of the store before it starts.</param>
    internal async Task RestartAsync(Func<string, Task> meanwhile)
    {
        await StopAsync();
        _client.Dispose();
        await meanwhile(StoreFile);
        await InitializeAsync();
    }

    private async Task StopAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _ownership.DisposeAsync();
        await _store.DisposeAsync();
    }

    /// <summary>Puts services in place of the server's own.</summary>
    protected virtual void Configure(IServiceCollection services) { }

    /// <summary>Opens the store of the server.</summary>
    /// <param name="file">Where it may be.</param>
    protected virtual async Task<SqlStore> OpenStoreAsync(string file) =>
        await SqlStore.OpenSqliteAsync(new SqliteStoreOptions(file), Clock, NullLogger<SqlStore>.Instance);

    /// <summary>As a signal to the process does first.</summary>
    internal void AnnounceStop() => _app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

    /// <summary>Makes an app that no other test has, and gives its path.</summary>
    internal async Task<string> NewAppAsync()
    {
        var path = $"/api/v1/apps/app{Interlocked.Increment(ref _apps)}";
        (await SendAsync("PUT", path)).Status.ShouldBe(201);
        return path;
    }

    /// <summary>Makes an app with a job <c>hello</c> without schedules, and gives the path of the app.</summary>
    internal async Task<string> NewAppWithJobAsync()
    {
        var app = await NewAppAsync();
        (await SendAsync("POST", $"{app}/jobs", """{"name":"hello","processor":{"name":"echo"},"params":{"text":"hi"}}""")).Status.ShouldBe(
            201
        );
        return app;
    }

    internal Task<Answer> SendAsync(string method, string path, string? json = null, string? ifMatch = null) =>
        SendAsync(
            method,
            path,
            headers =>
            {
                if (ifMatch is not null)
                {
                    headers.IfMatch.Add(EntityTagHeaderValue.Parse(ifMatch));
                }
            },
            json
        );

    internal Task<Answer> SendAsync(string method, string path, Action<HttpRequestHeaders> headers, string? json = null) =>
        SendAsync(method, path, json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"), headers);

    internal async Task<Answer> SendAsync(string method, string path, HttpContent? content, Action<HttpRequestHeaders>? headers = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = content };
        headers?.Invoke(request.Headers);

        using var response = await _client.SendAsync(request);
        var hasBody = response.Content.Headers.ContentType is not null;
        var answer = new Answer(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            hasBody ? await response.Content.ReadFromJsonAsync<JsonElement>() : default,
            response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value))
        );
        await Contract.CheckAsync(method, path, content, answer);
        return answer;
    }
}
