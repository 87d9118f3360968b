using System.CommandLine;
using ActorJobs.Cli.CommandLines;
using ActorJobs.Cli.Prompts;

namespace ActorJobs.Cli;

/// <summary>The program: one command, lines of commands, or the prompt.</summary>
internal sealed class Pbm(Surroundings surroundings)
{
    /// <summary>Does what a command line asks.</summary>
    /// <param name="arguments">Without the name of the program.</param>
    /// <param name="surroundings">What it reads and writes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments,
        Surroundings surroundings,
        CancellationToken cancellationToken = default
    )
    {
        var pbm = new Pbm(surroundings);
        return (int)await Failures.TellAsync(surroundings, () => pbm.StartAsync(arguments, cancellationToken));
    }

    private async Task<ExitCode> StartAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var (server, rest) = ServerArgument.Take(arguments, surroundings.Variable);
        var tree = CommandTree.Make();
        var parsed = tree.Parse(rest);
        var settings = Settings.Read(parsed, Settings.Default(server));
        return CommandMistakes.HasNoCommand(parsed)
            ? await ReadAsync(settings, cancellationToken)
            : await DoAsync(parsed, settings, cancellationToken);
    }

    /// <summary>Commands line by line, until there is no more, or one fails that nobody typed.</summary>
    private async Task<ExitCode> ReadAsync(Settings settings, CancellationToken cancellationToken)
    {
        using var lines = surroundings.Keyboard is { } keyboard
            ? (ILineSource)new Prompt(keyboard, settings, surroundings)
            : new PipedLines(surroundings.Input);
        while (await lines.NextAsync(cancellationToken) is { } line)
        {
            var code = await Failures.TellAsync(surroundings, () => DoLineAsync(line, settings, cancellationToken));
            if (code != ExitCode.Done && !lines.GoesOnAfterAFailure)
            {
                return code;
            }
        }

        return ExitCode.Done;
    }

    private async Task<ExitCode> DoLineAsync(string line, Settings settings, CancellationToken cancellationToken)
    {
        var parsed = CommandTree.Make().Parse(LineWords.Split(line));
        return await DoAsync(parsed, Settings.Read(parsed, settings), cancellationToken);
    }

    private async Task<ExitCode> DoAsync(ParseResult parsed, Settings settings, CancellationToken cancellationToken)
    {
        CommandMistakes.ThrowIfAny(parsed);
        using var session = new Session(parsed, settings, surroundings);
        if (parsed.CommandResult.Command is SessionCommand command && !CommandTree.AsksForHelp(parsed))
        {
            return await command.RunAsync(session, cancellationToken);
        }

        var output = new InvocationConfiguration
        {
            Output = surroundings.Output,
            Error = surroundings.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return (ExitCode)await parsed.InvokeAsync(output, cancellationToken);
    }
}
