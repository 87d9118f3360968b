using ActorJobs.Protocol;

namespace ActorJobs.Worker.Logs;

/// <summary>Keeps no lines, where there is no server that could store them.</summary>
internal sealed class NoLogSink : ILogSink
{
    public bool TryAdd(LogLine line) => true;

    public void AddEnd(LogLine end) { }
}
