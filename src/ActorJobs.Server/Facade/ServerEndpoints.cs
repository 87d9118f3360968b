using ActorJobs.Core.Access;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Views;
using ActorJobs.Server.Settings;

namespace ActorJobs.Server.Facade;

/// <summary>The server that answers.</summary>
internal static class ServerEndpoints
{
    /// <summary>Maps <c>/server</c>.</summary>
    public static void MapServer(this IEndpointRouteBuilder api) =>
        api.MapGet("/server", (ServerSettings settings) => FacadeJson.Answer(ServerView.Of(settings)))
            .Describes("getServer", "The server that answers: its version, and where it keeps what.")
            .Needs(Role.Viewer, Reach.Anything)
            .Answers<ServerView>();
}
