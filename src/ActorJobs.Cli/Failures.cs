using System.Net.Sockets;
using ActorJobs.Client;
using ActorJobs.Errors;
using ActorJobs.Trust;

namespace ActorJobs.Cli;

/// <summary>Turns whatever goes wrong into lines that say what to do, and an exit code.</summary>
internal static class Failures
{
    /// <summary>Does something, and tells if it fails.</summary>
    public static async Task<ExitCode> TellAsync(Surroundings surroundings, Func<Task<ExitCode>> action)
    {
        try
        {
            return await action();
        }
        catch (CliException mistake)
        {
            return await TellAsync(surroundings, mistake.ExitCode, $"{mistake.Code}: {mistake.Message}");
        }
        catch (ProblemException refusal)
        {
            return await TellAsync(surroundings, ExitCode.Refused, TextOf(refusal.Problem));
        }
        catch (UnreachableException away)
        {
            return await TellAsync(surroundings, ExitCode.Away, Away(away.Address, WhyOf(away.InnerException!, away.Address)));
        }
        catch (UnexpectedAnswerException other)
        {
            return await TellAsync(surroundings, ExitCode.Away, $"{ErrorCodes.UnexpectedAnswer}: {Screens.Plain.Line(other.Message)}");
        }
        catch (TaskCanceledException late) when (late.InnerException is TimeoutException)
        {
            return await TellAsync(
                surroundings,
                ExitCode.Away,
                $"{ErrorCodes.ServerUnreachable}: the server took the request, but did not answer in time. It may still be done: look before you repeat it."
            );
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // Whoever read the output has gone, as head does when it has enough, or there never was one.
            return ExitCode.Done;
        }
    }

    private static string Away(Uri address, string why) =>
        $"{ErrorCodes.ServerUnreachable}: {address.GetLeftPart(UriPartial.Authority)} cannot be reached: {why}. Start a server there, or name the right one: "
        + "pbm HOST:PORT …, or the variable PBM_SERVER.";

    private static string WhyOf(Exception error, Uri address) =>
        (error as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "its name is not known",
            HttpRequestError.ConnectionError
                when error.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "nothing listens there",
            _ => Screens.Plain.Line(ServerTrust.Reason(error, address)).TrimEnd('.'),
        };

    private static string TextOf(Problem problem)
    {
        var lines = new List<string> { Screens.Plain.Line($"{problem.Code}: {problem.Detail}") };
        if (problem.Errors.Count > 1)
        {
            lines.AddRange(problem.Errors.Select(error => Screens.Plain.Line($"  {error.Field}: {error.Code}: {error.Message}")));
        }

        if (problem.Candidates.Count > 0 && !problem.Candidates.All(near => problem.Detail.Contains($"'{near}'", StringComparison.Ordinal)))
        {
            lines.Add(Screens.Plain.Line($"  {string.Join(", ", problem.Candidates)}"));
        }

        if (problem.Example is { } example)
        {
            lines.Add(Screens.Plain.Line($"  Right would be {example.GetRawText()}"));
        }

        var field = problem.Field is { Length: > 0 } named ? $"field {named}, " : "";
        lines.Add(Screens.Plain.Line($"  ({field}trace {problem.TraceId}; pbm explain {problem.Code} tells more)"));
        return string.Join('\n', lines);
    }

    private static async Task<ExitCode> TellAsync(Surroundings surroundings, ExitCode code, string text)
    {
        await surroundings.Error.WriteLineAsync(text);
        return code;
    }
}
