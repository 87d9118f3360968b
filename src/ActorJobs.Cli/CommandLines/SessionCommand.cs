using System.CommandLine;

namespace ActorJobs.Cli.CommandLines;

/// <summary>A command that does something with a server, or without one.</summary>
internal sealed class SessionCommand : Command
{
    private readonly Func<Session, CancellationToken, Task<ExitCode>> _run;

    /// <summary>A command whose end says how it went.</summary>
    /// <param name="name">Its last word.</param>
    /// <param name="description">One sentence.</param>
    /// <param name="run">Does it.</param>
    public SessionCommand(string name, string description, Func<Session, CancellationToken, Task<ExitCode>> run)
        : base(name, description) => _run = run;

    /// <summary>A command that is done, or fails with an exception.</summary>
    public SessionCommand(string name, string description, Func<Session, CancellationToken, Task> run)
        : this(
            name,
            description,
            async (session, cancellationToken) =>
            {
                await run(session, cancellationToken);
                return ExitCode.Done;
            }
        ) { }

    /// <summary>Does it.</summary>
    public Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken) => _run(session, cancellationToken);
}
