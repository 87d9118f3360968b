using System.CommandLine;
using System.Text.Json;
using ActorJobs.Cli.CommandLines;
using ActorJobs.Cli.Screens;
using ActorJobs.Client.Servers;

namespace ActorJobs.Cli.Palettes;

/// <summary>The log of the server.</summary>
internal static class LogPalette
{
    /// <summary>The palette.</summary>
    public static Command Make() => new("log", "The log of the server.") { Tail() };

    private static SessionCommand Tail()
    {
        var follow = new Option<bool>("--follow", "-f") { Description = "Goes on with each line that is written, until Ctrl-C." };
        return new SessionCommand(
            "tail",
            "Prints the newest lines of the log of the server that answers.",
            async (session, cancellationToken) =>
            {
                var limit = session.Get(CommonOptions.Limit);
                if (session.Get(follow))
                {
                    await foreach (var line in session.Client.FollowLogAsync(limit, cancellationToken))
                    {
                        await session.Screen.LineAsync(
                            session.Screen.IsJson ? JsonSerializer.Serialize(line, JsonSerializerOptions.Web) : Words(line)
                        );
                    }

                    return;
                }

                var tail = await session.Client.GetLogAsync(limit, cancellationToken);
                await session.Screen.LinesAsync(tail.Items.Select(Words));
            }
        )
        {
            CommonOptions.Limit,
            follow,
        };
    }

    private static string Words(LogLine line)
    {
        var words = Plain.Line($"{Plain.At(line.At)} {line.Level} {line.Source}: {line.Message}");
        return line.Exception is { } exception ? $"{words}\n{Plain.Text(exception)}" : words;
    }
}
