using System.Globalization;
using System.Text.RegularExpressions;

namespace ActorJobs.Cli.CommandLines;

/// <summary>Which server is meant: the first argument if it looks like one, else a variable, else this machine.</summary>
internal static partial class ServerArgument
{
    /// <summary>The variable that names the server.</summary>
    public const string VariableName = "PBM_SERVER";

    private const string Usual = "127.0.0.1:7700";
    private const string Expected = "expected HOST:PORT, such as 127.0.0.1:7700, or a URL, such as https://jobs.example.com";

    /// <summary>Takes the server off the arguments.</summary>
    /// <exception cref="CliException">It is no address.</exception>
    public static (Uri Server, IReadOnlyList<string> Others) Take(IReadOnlyList<string> arguments, Func<string, string?> variable) =>
        arguments is [var first, ..] && LooksLikeOne().IsMatch(first) ? (Read(first, "the first argument"), [.. arguments.Skip(1)])
        : variable(VariableName) is { } named ? (Read(named, $"the variable {VariableName}"), arguments)
        : (Read(Usual, ""), arguments);

    private static Uri Read(string text, string place)
    {
        var url = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
        var hasPort = url != $"http://{text}" || Port().Match(text) is not { Success: true } port || IsPort(port.Value);
        return hasPort && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0
            ? new Uri(uri.GetLeftPart(UriPartial.Authority))
            : throw CliException.Usage($"Found '{text}' as {place}; {Expected}.");
    }

    private static bool IsPort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536;

    /// <summary>No palette has a colon or a dot in its name.</summary>
    [GeneratedRegex(@"^[^-].*(:|\.)|^\[", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LooksLikeOne();

    [GeneratedRegex(@"(?<=:)[^:\]]*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Port();
}
