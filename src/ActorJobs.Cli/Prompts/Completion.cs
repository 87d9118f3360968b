using System.CommandLine;
using ActorJobs.Cli.CommandLines;

namespace ActorJobs.Cli.Prompts;

/// <summary>What the word at the cursor can become.</summary>
/// <param name="Start">The letters of the word before the cursor.</param>
/// <param name="Candidates">Whole words, in order.</param>
internal sealed record Completion(string Start, IReadOnlyList<string> Candidates)
{
    /// <summary>What all candidates begin with; at least what is typed.</summary>
    public string Common =>
        Candidates.Count == 0
            ? Start
            : Candidates.Aggregate(
                (one, other) => string.Concat(one.Zip(other).TakeWhile(pair => pair.First == pair.Second).Select(pair => pair.First))
            );

    /// <summary>Finds them.</summary>
    /// <param name="line">The line up to the cursor.</param>
    /// <param name="namesOf">The names of a kind of things, such as <c>JOB</c>; nothing if there are none of that kind.</param>
    public static async ValueTask<Completion> FindAsync(string line, Func<string, ParseResult, ValueTask<IReadOnlyList<string>>> namesOf)
    {
        var start = line[(line.LastIndexOf(' ') + 1)..];
        var words = line[..^start.Length].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var parsed = CommandTree.Make().Parse(words);
        var candidates = await CandidatesAsync(parsed, words.LastOrDefault(), start, namesOf);
        return new Completion(
            start,
            [.. candidates.Where(candidate => candidate.StartsWith(start, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)]
        );
    }

    private static async ValueTask<IEnumerable<string>> CandidatesAsync(
        ParseResult parsed,
        string? last,
        string start,
        Func<string, ParseResult, ValueTask<IReadOnlyList<string>>> namesOf
    )
    {
        var command = parsed.CommandResult.Command;
        var options = CommandMistakes.OptionsOf(command);
        if (
            options.FirstOrDefault(option => option.Name == last || option.Aliases.Contains(last ?? "")) is
            { Arity.MinimumNumberOfValues: > 0 } open
        )
        {
            return open == CommonOptions.Format ? ["json", "table"] : await namesOf(open.HelpName ?? "", parsed);
        }

        if (start.StartsWith('-'))
        {
            return options.Where(option => !option.Hidden).Select(option => option.Name);
        }

        if (command.Subcommands.Count > 0)
        {
            return command.Subcommands.Select(sub => sub.Name);
        }

        var next = command.Arguments.FirstOrDefault(argument => parsed.GetResult(argument) is not { Tokens.Count: > 0 });
        return next is null ? [] : await namesOf(next.Name, parsed);
    }
}
