using ActorJobs.Cli.CommandLines;
using ActorJobs.Client;
using ActorJobs.Trust;

namespace ActorJobs.Cli.Connections;

/// <summary>A connection to a server, which keeps what the server answers.</summary>
internal sealed class Connection : IDisposable
{
    private const string TokenVariable = "PBM_TOKEN";

    /// <summary>A person waits: long enough for an app that moves to another node.</summary>
    private static readonly TimeSpan RetryFor = TimeSpan.FromSeconds(1);

    private Connection(ActorJobsClient client, Answers answers) => (Client, Answers) = (client, answers);

    /// <summary>The server.</summary>
    public ActorJobsClient Client { get; }

    /// <summary>What it answered.</summary>
    public Answers Answers { get; }

    /// <summary>Opens a connection; nothing is sent yet.</summary>
    /// <exception cref="CliException">A file with the token, or with certificates, cannot be used.</exception>
    public static Connection Open(Settings settings, Func<string, string?> variable)
    {
        var token = settings.TokenFile is { } file ? TokenIn(file) : variable(TokenVariable);
        var sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            SslOptions = { RemoteCertificateValidationCallback = Trust(settings.Ca ?? "").Check },
        };
        var answers = new Answers(sockets);
        var http = new HttpClient(answers) { BaseAddress = settings.Server };
        return new Connection(new ActorJobsClient(http, new ActorJobsClientOptions { RetryFor = RetryFor, Token = token ?? "" }), answers);
    }

    /// <inheritdoc/>
    public void Dispose() => Client.Dispose();

    private static string TokenIn(string file) =>
        TextFiles.Read(file).Trim() is { Length: > 0 } token && !token.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter))
            ? token
            : throw CliException.Input($"The file '{file}' holds no token; expected one word in one line, as pbm token create prints it.");

    private static ServerTrust Trust(string file) =>
        ServerTrust.TryRead(file, out var trust, out var problem) ? trust : throw CliException.Input($"Found '{file}' for --ca, {problem}");
}
