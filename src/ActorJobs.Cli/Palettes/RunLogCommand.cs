using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ActorJobs.Cli.CommandLines;
using ActorJobs.Cli.Screens;
using ActorJobs.Client.Runs;
using ActorJobs.Errors;

namespace ActorJobs.Cli.Palettes;

/// <summary>The log of a run.</summary>
internal static class RunLogCommand
{
    private const int MostTail = 1000;

    private static readonly string[] Streams = ["log", "stdout", "stderr"];

    /// <summary>The command <c>run log</c>.</summary>
    public static SessionCommand Make()
    {
        var run = Arguments.Run();
        var follow = new Option<bool>("--follow", "-f")
        {
            Description = "Goes on with each line that is written, until the run ends or Ctrl-C.",
        };
        var tail = new Option<int?>("--tail") { HelpName = "N", Description = "Begins with so many of the newest lines, 0 to 1000." };
        var attempt = new Option<int?>("--attempt") { HelpName = "N", Description = "Of this attempt only." };
        var stream = new Option<string?>("--stream") { HelpName = "STREAM", Description = "Only what came through log, stdout or stderr." };
        return new SessionCommand(
            "log",
            "Prints the log of a run.",
            async (session, cancellationToken) =>
            {
                var id = session.Run(run);
                var query = new RunLogQuery(
                    Checked(attempt.Name, session.Get(attempt), 1, int.MaxValue),
                    Checked(stream.Name, session.Get(stream)),
                    Checked(tail.Name, session.Get(tail), 0, MostTail)
                );
                var app = await session.AppAsync(cancellationToken);
                var lines = session.Get(follow)
                    ? app.FollowRunLogAsync(id, query, cancellationToken)
                    : app.GetRunLogAsync(id, query, cancellationToken);
                await foreach (var line in lines)
                {
                    await session.Screen.LineAsync(
                        session.Screen.IsJson ? JsonSerializer.Serialize(line, JsonSerializerOptions.Web) : Words(line)
                    );
                }
            }
        )
        {
            CommonOptions.App,
            run,
            follow,
            tail,
            attempt,
            stream,
        };
    }

    private static string Words(RunLogLine line)
    {
        var mark = line.DroppedLines is { } dropped
            ? $"… {Plain.Number(dropped)} lines ({Plain.Number(line.DroppedBytes ?? 0)} bytes) were left out here"
            : "";
        var kind = line.Stream == "log" ? line.Level : line.Stream;
        var category = line.Category is null ? "" : $"{Plain.Line(line.Category)}: ";
        var at = line.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var text = $"{at} {Plain.Line(kind)} {category}{Plain.Text(line.Text)}";
        return mark.Length == 0 ? text
            : line.Text.Length == 0 ? mark
            : $"{mark}{Environment.NewLine}{text}";
    }

    private static int? Checked(string option, int? number, int least, int most) =>
        number is null || (number >= least && number <= most)
            ? number
            : throw CliException.Usage($"Found {Plain.Number(number.Value)} for {option}; expected a whole number from {least} to {most}.");

    private static string? Checked(string option, string? stream) =>
        stream is null || Streams.Contains(stream, StringComparer.Ordinal)
            ? stream
            : throw CliException.Usage(
                $"Found '{stream}' for {option}; expected {string.Join(", ", Streams)}.{NearMatches.Hint(stream, Streams)}"
            );
}
