using System.Diagnostics;
using System.Globalization;
using ActorJobs.Benchmarks.Installations;

namespace ActorJobs.Benchmarks.Peers;

/// <summary>A Redis of the benchmark's own, with an append-only file that is synced once a second: its usual durable setting, which can lose the last second.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private RedisServer(Process process, DirectoryInfo folder, int port)
    {
        _process = process;
        _folder = folder;
        Port = port;
    }

    public int Port { get; }

    /// <summary>Starts it, and waits until it serves.</summary>
    public static async Task<RedisServer> StartAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("actorjobs-redis-");
        var port = Installation.FreePort();
        string[] arguments =
        [
            "--bind",
            "127.0.0.1",
            "--port",
            port.ToString(CultureInfo.InvariantCulture),
            "--dir",
            folder.FullName,
            "--appendonly",
            "yes",
            "--appendfsync",
            "everysec",
            "--save",
            "",
            "--maxmemory-policy",
            "noeviction",
        ];
        var process = Process.Start(
            new ProcessStartInfo("redis-server", arguments) { UseShellExecute = false, RedirectStandardOutput = true }
        )!;
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                ready.TrySetException(new InvalidOperationException("redis-server ended before it served."));
            }
            else if (line.Data.Contains("Ready to accept connections", StringComparison.Ordinal))
            {
                ready.TrySetResult();
            }
        };
        process.BeginOutputReadLine();
        await ready.Task.WaitAsync(cancellationToken);
        return new RedisServer(process, folder, port);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
