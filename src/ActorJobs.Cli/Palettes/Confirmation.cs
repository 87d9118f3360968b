using System.CommandLine;

namespace ActorJobs.Cli.Palettes;

/// <summary>A change of many things is told first, and done if a person says so.</summary>
internal static class Confirmation
{
    /// <summary>The answer beforehand.</summary>
    public static Option<bool> Yes { get; } = new("--yes", "-y") { Description = "Does it without asking." };

    /// <summary>Asks a person at the terminal. Where there is none, nothing is done without <c>--yes</c>.</summary>
    public static async Task<bool> AskAsync(Session session, string question, CancellationToken cancellationToken)
    {
        if (session.Get(Yes))
        {
            return true;
        }

        if (session.Surroundings.Keyboard is null || session.Screen.IsJson)
        {
            await session.Surroundings.Error.WriteLineAsync($"{question} --yes does it.");
            return false;
        }

        await session.Surroundings.Error.WriteAsync($"{question} [y/N] ");
        return (await session.Surroundings.Input.ReadLineAsync(cancellationToken))?.Trim() is "y" or "Y" or "yes";
    }
}
