using System.Net.Http.Headers;
using System.Text;
using ActorJobs.Client;
using ActorJobs.Client.Access;
using ActorJobs.Scheduler.Secrets;
using ActorJobs.Server.Access;
using ActorJobs.Server.Tests.Facade;
using Microsoft.Extensions.DependencyInjection;

namespace ActorJobs.Server.Tests.Access;

/// <summary>A server that asks for tokens. Its own requests carry that of the configuration.</summary>
public sealed class GuardedServer : FacadeServer
{
    public const string AdminToken = "the-token-of-the-configuration-0123456789";

    /// <summary>The pause between two looks at what comes about by itself.</summary>
    public static readonly TimeSpan AgainAfter = TimeSpan.FromMilliseconds(10);

    private int _tokens;

    protected override IReadOnlyList<string> Assignments =>
        [
            "actorjobs.access.required=true",
            $"actorjobs.access.admin-token={AdminToken}",
            $"actorjobs.secrets.key={Convert.ToBase64String(new byte[SecretKey.Bytes])}",
        ];

    protected override AuthenticationHeaderValue? Authorization => new("Bearer", AdminToken);

    // Tests send many wrong tokens; what that costs has tests of its own.
    protected override void Configure(IServiceCollection services) => services.AddSingleton(new Guesses(Clock) { Free = int.MaxValue });

    /// <summary>Makes a token, and gives its name and text.</summary>
    internal async Task<(string Name, string Text)> NewTokenAsync(string role, string? app = null)
    {
        var name = $"token{Interlocked.Increment(ref _tokens)}";
        var made = await SendAsync(
            "POST",
            "/api/v1/tokens",
            app is null ? $$"""{"name":"{{name}}","role":"{{role}}"}""" : $$"""{"name":"{{name}}","role":"{{role}}","app":"{{app}}"}"""
        );
        made.Status.ShouldBe(201, made.Body.ToString());
        return (name, made["token"]!);
    }

    /// <summary>Sends a request with a token; null: without any.</summary>
    internal Task<Answer> SendAsAsync(string? token, string method, string path, string? json = null) =>
        SendAsync(
            method,
            path,
            headers => headers.TryAddWithoutValidation("Authorization", token is null ? "None" : $"Bearer {token}"),
            json
        );

    /// <summary>All that is in the files of the store, and in the log.</summary>
    internal string EverythingWritten() =>
        string.Concat(Directory.GetFiles(Folder).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Select(Read))
        + string.Join('\n', Log.All);

    /// <summary>The audit of an app, once it has so many records that are meant: it is written behind the requests.</summary>
    internal async Task<IReadOnlyList<AuditRecord>> AuditAsync(string app, int count, Func<AuditRecord, bool>? isMeant = null)
    {
        using var client = new ActorJobsClient(Address, new ActorJobsClientOptions { Token = AdminToken });
        for (var tries = 0; ; tries++)
        {
            var records = await client.ListAuditAsync(new AuditFilter { App = app }).ToListAsync();
            if (records.Count(isMeant ?? (_ => true)) >= count)
            {
                return records;
            }

            tries.ShouldBeLessThan(500, $"There are only {records.Count} records.");
            await Task.Delay(AgainAfter);
        }
    }

    private static string Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return reader.ReadToEnd();
    }
}
