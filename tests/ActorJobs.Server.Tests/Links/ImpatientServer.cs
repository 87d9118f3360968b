using ActorJobs.Server.Links;
using ActorJobs.Server.Tests.Facade;

namespace ActorJobs.Server.Tests.Links;

/// <summary>A server for those that never say Hello, so that no test waits long for it.</summary>
public sealed class ImpatientServer : FacadeServer
{
    internal override LinkSettings Links { get; } = new() { HelloWithin = TimeSpan.FromMilliseconds(500) };
}
