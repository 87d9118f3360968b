using System.Reflection;
using System.Runtime.InteropServices;
using ActorJobs.Protocol;
using ActorJobs.Worker.Hosts;
using ActorJobs.Worker.Processors;

namespace ActorJobs.Worker.Links;

/// <summary>Who this worker is. One instance is one incarnation: what it holds in memory lives and ends with it.</summary>
internal sealed class WorkerSelf(
    string app,
    string worker,
    int slots,
    IDictionary<string, string> labels,
    Task<IDictionary<string, string>> runtimes,
    ProcessorCatalogue processors,
    TimeProvider time
)
{
    private static readonly string s_sdk =
        $"dotnet/{typeof(WorkerSelf).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]}";

    private readonly string _incarnation = Guid.NewGuid().ToString();
    private IDictionary<string, string> _runtimes = new Dictionary<string, string>(StringComparer.Ordinal);
    private long _sessions;

    /// <summary>The app whose jobs it runs.</summary>
    public string App => app;

    /// <summary>The worker's id.</summary>
    public string Worker => worker;

    /// <summary>Ends when all is known that the first message tells; a probe of runtimes takes a moment, and has its limit.</summary>
    public async Task KnowItselfAsync(CancellationToken cancellationToken) =>
        _runtimes = await runtimes.WaitAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>The first message of the next session.</summary>
    public Hello NextHello(string localAddress)
    {
        var hello = new Hello
        {
            Protocol = ProtocolVersions.Newest,
            ProtocolMin = ProtocolVersions.Oldest,
            App = app,
            Worker = worker,
            Incarnation = _incarnation,
            Session = ++_sessions,
            Slots = slots,
            Clock = time.GetUtcNow().ToUnixTimeMilliseconds(),
            Sdk = s_sdk,
            Host = new HostInfo
            {
                Name = Environment.MachineName,
                Os = RuntimeInformation.OSDescription,
                Architecture = RuntimeInformation.OSArchitecture.ToString(),
                Pid = Environment.ProcessId,
                Address = localAddress,
                Cpus = Environment.ProcessorCount,
                Memory = HostMemory.Whole(),
            },
        };
        hello.Processors.AddRange(processors.Names);
        hello.Labels.Add(labels);
        hello.Runtimes.Add(_runtimes);
        return hello;
    }
}
