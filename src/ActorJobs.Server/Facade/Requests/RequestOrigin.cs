using ActorJobs.Server.Access;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>Who asks.</summary>
internal static class RequestOrigin
{
    /// <summary>The name of the token; where none is asked for, the address.</summary>
    public static string Of(HttpRequest request) =>
        Caller.Of(request.HttpContext) is var caller && caller != Caller.Loopback ? caller.Name : AddressOf(request.HttpContext);

    /// <summary>The other end of the connection, without its port.</summary>
    public static string AddressOf(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address ? $"{(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)}" : "unknown";
}
