using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ActorJobs.Actors;
using ActorJobs.Persistence.Sql;
using ActorJobs.Persistence.Sql.Sqlite;
using ActorJobs.Protocol;
using ActorJobs.Server.Facade;
using ActorJobs.Server.Hosting;
using ActorJobs.Server.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorJobs.Server.Tests.Facade;

/// <summary>The facade over real app groups and a real store, on a free loopback port; owners can be made to fail, app by app.</summary>
public sealed class FacadeServer : IAsyncLifetime, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("actorjobs-facade-").FullName;
    private int _apps;
    private SqlStore _store = null!;
    private StoreOwnership _ownership = null!;
    private WebApplication _app = null!;
    private HttpClient _client = null!;

    internal FaultyOwners Owners { get; private set; } = null!;

    internal SettableReadiness Readiness { get; } = new();

    internal RecordedLog Log { get; } = new();

    internal ShardRegion<AppGroupMessage, AppGroupReply> Region =>
        _app.Services.GetRequiredService<ShardRegion<AppGroupMessage, AppGroupReply>>();

    public Uri Address => _client.BaseAddress!;

    public async Task InitializeAsync()
    {
        var file = Path.Combine(_folder, "store.db");
        var settings = SettingsReader.Read([$"actorjobs.sqlite.path={file}", "actorjobs.node.name=n1"]);
        _store = await SqlStore.OpenSqliteAsync(new SqliteStoreOptions(file), TimeProvider.System, NullLogger<SqlStore>.Instance);
        _ownership = new StoreOwnership(_store, "a test");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(Log);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddServer(settings, _store, _ownership, TimeProvider.System);
        builder.Services.AddFacade();
        builder.Services.AddSingleton<IReadiness>(Readiness);
        builder.Services.AddSingleton<IAppOwners>(provider =>
            Owners = new FaultyOwners(new RegionAppOwners(provider.GetRequiredService<ShardRegion<AppGroupMessage, AppGroupReply>>()))
        );
        _app = builder.Build();
        _app.MapFacade();
        await _app.StartAsync();
        _app.Services.GetRequiredService<IAppOwners>();
        _client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(_app.Urls.Single()) };
    }

    public void Dispose() => _client.Dispose();

    public async Task DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _ownership.DisposeAsync();
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

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

    internal Task<Answer> SendAsync(string method, string path, string? json = null, string? ifMatch = null)
    {
        var content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        return SendAsync(method, path, content, ifMatch);
    }

    internal async Task<Answer> SendAsync(string method, string path, HttpContent? content, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = content };
        if (ifMatch is not null)
        {
            request.Headers.IfMatch.Add(EntityTagHeaderValue.Parse(ifMatch));
        }

        using var response = await _client.SendAsync(request);
        var hasBody = response.Content.Headers.ContentType is not null;
        return new Answer(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            hasBody ? await response.Content.ReadFromJsonAsync<JsonElement>() : default,
            response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value))
        );
    }
}
