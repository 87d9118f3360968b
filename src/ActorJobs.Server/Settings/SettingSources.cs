using System.Collections;

namespace ActorJobs.Server.Settings;

/// <summary>Where the settings of a server come from, above <c>reference.conf</c>.
/// The later ones count more: files, then environment variables, then assignments.</summary>
/// <param name="Files">Files of HOCON; a later one counts more.</param>
/// <param name="Variables">Environment variables: for settings, and for substitutions in the files.</param>
/// <param name="Assignments">Texts <c>key=value</c>; a later one for the same key counts more.</param>
public sealed record SettingSources(
    IReadOnlyList<string> Files,
    IReadOnlyDictionary<string, string> Variables,
    IReadOnlyList<string> Assignments
)
{
    private static readonly Dictionary<string, string> None = [];

    /// <summary>Files and assignments, with the variables that this process was started with.</summary>
    public static SettingSources OfThisProcess(IReadOnlyList<string> files, IReadOnlyList<string> assignments)
    {
        var variables = Environment
            .GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "", StringComparer.Ordinal);
        return new SettingSources(files, variables, assignments);
    }

    /// <summary>Assignments alone.</summary>
    public static SettingSources OfAssignments(params IReadOnlyList<string> assignments) => new([], None, assignments);
}
