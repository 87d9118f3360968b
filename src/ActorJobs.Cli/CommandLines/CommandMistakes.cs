using System.CommandLine;
using System.CommandLine.Parsing;
using ActorJobs.Errors;

namespace ActorJobs.Cli.CommandLines;

/// <summary>Says what is wrong with a command line: what was found, what there is, and what may have been meant.</summary>
internal static class CommandMistakes
{
    /// <summary>Whether a command line names no command at all: then commands are read.</summary>
    public static bool HasNoCommand(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand && parsed.UnmatchedTokens.Count == 0 && !CommandTree.AsksForHelp(parsed);

    /// <summary>Checks a command line.</summary>
    /// <exception cref="CliException">It is wrong.</exception>
    public static void ThrowIfAny(ParseResult parsed)
    {
        if (!CommandTree.AsksForHelp(parsed) && Find(parsed) is { } mistake)
        {
            throw CliException.Usage(mistake);
        }
    }

    private static string? Find(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        return MistakenOption(parsed) is { } option ? MisplacedOption(parsed, option) ?? UnknownOption(command, option)
            : parsed.UnmatchedTokens is [var word, ..]
                ? command.Subcommands.Count > 0 ? UnknownCommand(command, word)
                    : $"Found '{word}', which is one word too many; expected {UsageOf(command)}."
            : command.Subcommands.Count > 0 ? NoCommand(command)
            : Missing(parsed.CommandResult) is { Count: > 0 } missing
                ? $"{string.Join(" and ", missing)} is missing; expected {UsageOf(command)}."
            : parsed.CommandResult.Children.OfType<OptionResult>().Select(ValueMistake).FirstOrDefault(text => text is not null)
                ?? parsed.RootCommandResult.Children.OfType<OptionResult>().Select(ValueMistake).FirstOrDefault(text => text is not null)
                ?? (parsed.Errors is [var other, ..] ? other.Message : null);
    }

    /// <summary>What begins with a dash is meant as an option, also where the parser would take it for an argument.</summary>
    private static string? MistakenOption(ParseResult parsed) =>
        parsed
            .CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens)
            .Select(token => token.Value)
            .Concat(parsed.UnmatchedTokens)
            .FirstOrDefault(word => word.Length > 1 && word[0] == '-');

    /// <summary>An option that the command has, before the command: the line as it would be right.</summary>
    private static string? MisplacedOption(ParseResult parsed, string option)
    {
        var command = parsed.CommandResult.Command;
        var name = option.Split('=')[0];
        var tokens = parsed.Tokens.ToList();
        var ofCommand = tokens.FindLastIndex(token => token.Type == TokenType.Command);
        if (tokens.FindIndex(token => token.Value == option) > ofCommand || !OptionsOf(command).Any(one => IsNamed(one, name)))
        {
            return null;
        }

        var before = tokens.Take(ofCommand).Where(token => token.Type != TokenType.Command);
        var words = before.Concat(tokens.Skip(ofCommand + 1)).Select(token => LineWords.Quote(token.Value));
        return $"Found '{name}' before the command; put it behind the command: {string.Join(' ', [PathOf(command), .. words])}.";
    }

    private static bool IsNamed(Option option, string name) => option.Name == name || option.Aliases.Contains(name);

    private static string UnknownOption(Command command, string option)
    {
        var name = option.Split('=')[0];
        var options = OptionsOf(command).Select(one => one.Name).ToList();
        return $"{PathOf(command)} has no option '{name}'.{NearMatches.Hint(name, options)} It has {string.Join(", ", options)}.";
    }

    private static string UnknownCommand(Command command, string word)
    {
        var names = command.Subcommands.Select(sub => sub.Name).ToList();
        var found =
            command is RootCommand ? $"There is no palette or command '{word}'" : $"The palette {command.Name} has no command '{word}'";
        return $"{found}.{Hint(command, word, names)} Expected {string.Join(", ", names)}.";
    }

    /// <summary>A command whose palette was left out is named with it.</summary>
    private static string Hint(Command command, string word, IReadOnlyList<string> names)
    {
        var near = NearMatches.Hint(word, names);
        var below = command
            .Subcommands.Where(palette => palette.Subcommands.Any(sub => sub.Name == word))
            .Select(palette => $"'{palette.Name} {word}'")
            .ToList();
        return near.Length == 0 && below.Count > 0 ? $" Did you mean {string.Join(" or ", below)}?" : near;
    }

    private static string NoCommand(Command command) =>
        $"{PathOf(command)} needs a command; expected {string.Join(", ", command.Subcommands.Select(sub => sub.Name))}.";

    private static List<string> Missing(CommandResult result) =>
        [
            .. result
                .Command.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > 0)
                .Where(argument => result.GetResult(argument) is not { Tokens.Count: > 0 })
                .Select(argument => argument.Name),
            .. result
                .Command.Options.Where(option => option.Required && result.GetResult(option) is null or { Implicit: true })
                .Where(option => option.Required)
                .Select(option => option.Name),
        ];

    private static string? ValueMistake(OptionResult result)
    {
        var option = result.Option;
        return !result.Errors.Any() ? null
            : result.Tokens.Count == 0 ? $"{option.Name} needs a value: {option.Name} {option.HelpName}."
            : result.Tokens.Count > 1
                ? $"{option.Name} is given {result.Tokens.Count} values; expected one: {option.Name} {option.HelpName}."
            : $"Found '{result.Tokens[0].Value}' for {option.Name}; expected {ExpectedOf(option)}.";
    }

    private static string ExpectedOf(Option option) => option.ValueType == typeof(int) ? "a whole number" : option.HelpName ?? "a value";

    private static string UsageOf(Command command)
    {
        var arguments = command.Arguments.Select(argument =>
            argument.Arity.MinimumNumberOfValues > 0 ? argument.Name : $"[{argument.Name}]"
        );
        var required = command.Options.Where(option => option.Required).Select(option => $"{option.Name} {option.HelpName}");
        var options = command.Options.Any(option => !option.Required && !option.Hidden) ? (string[])["[options]"] : [];
        return string.Join(' ', [PathOf(command), .. arguments, .. required, .. options]);
    }

    /// <summary>The options of a command: its own, and those that hold for all below their command.</summary>
    public static IReadOnlyList<Option> OptionsOf(Command command) =>
        [.. PathFromRoot(command).SelectMany(one => one == command ? one.Options : one.Options.Where(option => option.Recursive))];

    private static string PathOf(Command command) =>
        string.Join(' ', PathFromRoot(command).Select(one => one is RootCommand ? "pbm" : one.Name));

    private static IEnumerable<Command> PathFromRoot(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? PathFromRoot(parent).Append(command) : [command];
}
