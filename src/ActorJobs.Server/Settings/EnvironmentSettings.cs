using System.Text.RegularExpressions;
using ActorJobs.Errors;
using ActorJobs.Hocon;
using ActorJobs.Server.Start;

namespace ActorJobs.Server.Settings;

/// <summary>
/// Settings as environment variables, as Akka.NET's bootstrap writes them: <c>actorjobs.http.port</c> is <c>ACTORJOBS__HTTP__PORT</c>. Two underscores stand for a
/// point, one for a hyphen, so that each variable means one key and no other.
/// </summary>
public static partial class EnvironmentSettings
{
    private const string OwnPrefix = "ACTORJOBS_";

    /// <summary>What workers and clients read, which may stand in the same shell.</summary>
    private static readonly string[] OfOthers = ["ACTORJOBS_SECRET", "ACTORJOBS_TOKEN"];

    private static readonly IReadOnlyList<string> Variables = [.. ReferenceSettings.All.Select(setting => setting.Variable)];

    /// <summary>The variable of a key.</summary>
    public static string VariableOf(HoconPath path) =>
        string.Join("__", path.Elements.Select(element => element.Replace('-', '_').ToUpperInvariant()));

    /// <summary>The variables that are settings, as a layer.</summary>
    internal static HoconDocument Read(IReadOnlyDictionary<string, string> variables) =>
        HoconDocument.FromValues(
            ReferenceSettings
                .All.Where(setting => variables.ContainsKey(setting.Variable))
                .Select(setting => (setting.Path, variables[setting.Variable], new HoconOrigin($"environment variable {setting.Variable}")))
        );

    /// <summary>Variables that look like settings and are none. One that a file names in a substitution has its purpose.</summary>
    internal static IEnumerable<StartProblem> Mistakes(IReadOnlyDictionary<string, string> variables, IReadOnlySet<HoconPath> references) =>
        variables
            .Keys.Where(name => name.StartsWith(OwnPrefix, StringComparison.Ordinal))
            .Where(name => !OfOthers.Contains(name, StringComparer.Ordinal))
            .Where(name => !Variables.Contains(name, StringComparer.Ordinal) && !references.Contains(new HoconPath([name])))
            .Where(name => !ServiceVariable().IsMatch(name) && !variables[name].Contains("://", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new StartProblem(
                ErrorCodes.UnknownSetting,
                $"environment variable {name}: there is no such setting.{NearMatches.Hint(name, Variables)} A variable is a key in capitals, with __ "
                    + "for '.' and _ for '-'; unset it if it means something else."
            ));

    /// <summary>Kubernetes tells each container of the services beside it; one called actorjobs, or actorjobs-…, would look like settings.</summary>
    [GeneratedRegex(
        "^ACTORJOBS(_[A-Z0-9]+)*?_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9]+)*|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex ServiceVariable();
}
