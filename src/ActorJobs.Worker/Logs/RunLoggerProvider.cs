using Microsoft.Extensions.Logging;

namespace ActorJobs.Worker.Logs;

/// <summary>
/// Brings what is logged while a processor runs, by it or by what it calls, into the log of its run. The scope that the SDK opens around a processor leads there;
/// it flows over awaits and onto other threads. Levels are set as those of any provider, under the alias Run.
/// </summary>
[ProviderAlias("Run")]
internal sealed class RunLoggerProvider : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public ILogger CreateLogger(string categoryName) => new RunLogger(categoryName, () => _scopes);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose() { }
}
