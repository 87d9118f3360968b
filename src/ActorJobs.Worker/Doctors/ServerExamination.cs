namespace ActorJobs.Worker.Doctors;

/// <summary>The checks of one server, in the order in which a worker depends on them: once one has failed, the rest is senseless.</summary>
internal sealed class ServerExamination
{
    /// <summary>Puts them together.</summary>
    public ServerExamination(ExaminedServer server)
    {
        var route = new ServerRoute(server);
        var answer = new ServerAnswer(server);
        var handshake = new ServerHandshake(server);
        Steps =
        [
            ("proxy", _ => Task.FromResult(route.Proxy())),
            ("dns", route.FindAsync),
            ("tcp", route.ConnectAsync),
            ("tls", answer.TlsAsync),
            ("http", answer.HttpAsync),
            ("clock", answer.ClockAsync),
            ("handshake", handshake.ShakeAsync),
            ("app", _ => Task.FromResult(handshake.App())),
        ];
    }

    /// <summary>The checks, by their names.</summary>
    public IReadOnlyList<(string Name, Func<CancellationToken, Task<Finding>> Check)> Steps { get; }
}
