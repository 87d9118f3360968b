using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Worker.Tests.Fakes;

/// <summary>What answers in place of a server, on a free loopback port; with a certificate, it speaks TLS.</summary>
internal sealed class StandIn : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StandIn(WebApplication app) => _app = app;

    /// <summary>Its address.</summary>
    public string Address => _app.Urls.Single();

    public static async Task<StandIn> StartAsync(RequestDelegate answer, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(
                System.Net.IPAddress.Loopback,
                0,
                port =>
                {
                    if (certificate is not null)
                    {
                        port.UseHttps(certificate);
                    }
                }
            )
        );
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return new StandIn(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
