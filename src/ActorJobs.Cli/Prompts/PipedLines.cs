namespace ActorJobs.Cli.Prompts;

/// <summary>Commands that a program, or a file, brings: one a line. Empty lines, and those that begin with #, are passed over.</summary>
internal sealed class PipedLines(TextReader input) : ILineSource
{
    private bool _isFirst = true;

    /// <inheritdoc/>
    public bool GoesOnAfterAFailure => false;

    /// <inheritdoc/>
    public async ValueTask<string?> NextAsync(CancellationToken cancellationToken)
    {
        while (await input.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Trim() is { Length: > 0 } command && command[0] != '#')
            {
                _isFirst = false;
                return command;
            }
        }

        return _isFirst
            ? throw CliException.Usage("No command was given, and none came over the standard input; pbm --help tells what there is.")
            : null;
    }

    /// <inheritdoc/>
    public void Dispose() { }
}
