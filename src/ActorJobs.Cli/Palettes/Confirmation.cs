using System.CommandLine;

namespace ActorJobs.Cli.Palettes;

/// <summary>A change of many things is told first, and done if a person says so.</summary>
internal static class Confirmation
{
    /// <summary>The answer beforehand.</summary>
    public static Option<bool> Yes { get; } = new("--yes", "-y") { Description = "Does it without asking." };

    /// <summary>Asks a person at the terminal.</summary>
    /// <param name="session">Whose.</param>
    /// <param name="question">What would be done.</param>
    /// <param name="tellAsync">Tells more of what would be done, if it is not.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Whether it is to be done.</returns>
    /// <exception cref="CliException">Nobody can be asked, and <c>--yes</c> is not given.</exception>
    public static async Task<bool> AskAsync(Session session, string question, Func<Task> tellAsync, CancellationToken cancellationToken)
    {
        if (session.Get(Yes))
        {
            return true;
        }

        if (session.Surroundings.Keyboard is null || session.Screen.IsJson)
        {
            await tellAsync();
            throw CliException.Usage($"{question} Nobody can be asked here, and nothing was done; --yes does it.");
        }

        await session.Surroundings.Error.WriteAsync($"{question} [y/N] ");
        if ((await session.Surroundings.Input.ReadLineAsync(cancellationToken))?.Trim() is "y" or "Y" or "yes")
        {
            return true;
        }

        await tellAsync();
        return false;
    }
}
