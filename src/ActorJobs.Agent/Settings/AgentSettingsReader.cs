using System.Reflection;
using ActorJobs.Agent.Hosting;
using ActorJobs.Agent.Params;
using ActorJobs.Agent.Sql;
using ActorJobs.Errors;
using ActorJobs.Hocon;
using ActorJobs.Hocon.Conversions;

namespace ActorJobs.Agent.Settings;

/// <summary>Reads the settings of an agent: the defaults, then files, then the command line; a later one counts more.</summary>
internal sealed class AgentSettingsReader
{
    private const string Root = "agent";
    private const string ConnectionsKey = "sql.connections";
    private const string LabelsKey = "labels";
    private readonly HoconObject _values;
    private readonly HoconObject _defaults;
    private readonly List<string> _problems = [];

    private AgentSettingsReader(HoconObject values, HoconObject defaults) => (_values, _defaults) = (values, defaults);

    /// <summary>Reads them.</summary>
    /// <param name="files">Files of HOCON or JSON.</param>
    /// <param name="given">Settings of the command line by their keys.</param>
    /// <exception cref="AgentSettingsException">Something is wrong; the message has all of it.</exception>
    public static AgentSettings Read(IEnumerable<string> files, IEnumerable<(string Key, string Text)> given)
    {
        try
        {
            var defaults = Defaults();
            var line = new HoconOrigin("command line");
            var values = given.Select(one => (HoconPath.Parse(one.Key, line), one.Text, line));
            var layers = files.Select(HoconDocument.ReadFile).Prepend(defaults).Append(HoconDocument.FromValues(values));
            var reader = new AgentSettingsReader(
                HoconDocument.Resolve(layers, Environment.GetEnvironmentVariable),
                HoconDocument.Resolve([defaults])
            );
            var settings = reader.Read();
            return reader._problems.Count is 0 ? settings : throw new AgentSettingsException(reader._problems);
        }
        catch (HoconException exception)
        {
            throw new AgentSettingsException([exception.Message]);
        }
    }

    /// <summary>Switches further processors on.</summary>
    /// <exception cref="AgentSettingsException">There is no such processor.</exception>
    public static AgentSettings WithAllowed(AgentSettings settings, IEnumerable<string> names)
    {
        var also = names.ToList();
        var problems = also.Select(UnknownProcessor).Where(problem => problem.Length > 0).Select(problem => $"--allow {problem}").ToList();
        return problems.Count is 0
            ? settings with
            {
                Allowed = settings.Allowed.Concat(also).ToHashSet(StringComparer.Ordinal),
            }
            : throw new AgentSettingsException(problems);
    }

    private static string UnknownProcessor(string name)
    {
        var names = AgentOffer.All.Select(offer => offer.Name).ToList();
        return names.Contains(name)
            ? ""
            : $"has '{name}', which is no processor of the agent; there are {string.Join(", ", names)}.{NearMatches.Hint(name, names)}";
    }

    private static HoconDocument Defaults()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("agent.conf")!;
        using var reader = new StreamReader(stream);
        return HoconDocument.Parse(reader.ReadToEnd(), "agent.conf");
    }

    private AgentSettings Read()
    {
        RefuseUnknown();
        return new AgentSettings
        {
            Servers = Texts("servers"),
            App = Text("app"),
            Name = Text("name"),
            Slots = Slots(),
            Data = Text("data"),
            Ca = Text("ca"),
            LocalAddress = Text("local-address"),
            Labels = Labels(),
            DrainGrace = Duration("drain-grace"),
            KillGrace = Duration("kill-grace"),
            Allowed = Allowed(),
            ScriptFolders = new AllowedFolders(Texts("scripts.folders"), $"{Root}.scripts.folders"),
            CleanupFolders = new AllowedFolders(Texts("file-cleanup.folders"), $"{Root}.file-cleanup.folders"),
            Databases = Databases(),
            AllowsConnectionStrings = Flag("sql.allow-connection-strings"),
        };
    }

    private void RefuseUnknown()
    {
        var known = _defaults.Leaves().Select(leaf => leaf.Path.ToString()).ToList();
        foreach (var (path, value) in _values.Leaves())
        {
            var key = path.ToString();
            var isFree =
                key.StartsWith($"{Root}.{ConnectionsKey}.", StringComparison.Ordinal)
                || key.StartsWith($"{Root}.{LabelsKey}.", StringComparison.Ordinal);
            if (!isFree && !known.Contains(key))
            {
                _problems.Add(
                    $"{value.Origin}: there is no setting {key}.{NearMatches.Hint(key, known)} hocon/agent.conf has all that there are."
                );
            }
        }
    }

    private HashSet<string> Allowed()
    {
        var allowed = Texts("allow").ToHashSet(StringComparer.Ordinal);
        foreach (var problem in allowed.Select(UnknownProcessor).Where(problem => problem.Length > 0))
        {
            Refuse("allow", problem);
        }
        return allowed;
    }

    private int Slots()
    {
        if (Find("slots") is { } value && value.TryGetWholeNumber(out var slots) && slots is >= 0 and <= 100_000)
        {
            return (int)slots;
        }
        Refuse("slots", "is no whole number from 0 to 100000.");
        return 0;
    }

    private Dictionary<string, string> Labels()
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in Members(LabelsKey))
        {
            if (value.TryGetText(out var text))
            {
                labels[key] = text;
            }
            else
            {
                _problems.Add($"{value.Origin}: {Root}.{LabelsKey}.{key} is {value.Kind}; a text is expected.");
            }
        }
        return labels;
    }

    private Dictionary<string, SqlConnectionSettings> Databases()
    {
        var databases = new Dictionary<string, SqlConnectionSettings>(StringComparer.Ordinal);
        foreach (var (name, value) in Members(ConnectionsKey))
        {
            if (
                value is HoconObject { Members.Count: 2 } database
                && TextOf(database, "kind") is { } word
                && SqlKinds.ByWord.TryGetValue(word, out var kind)
                && TextOf(database, "connection-string") is { } connection
            )
            {
                databases[name] = new SqlConnectionSettings(kind, connection);
            }
            else
            {
                _problems.Add(
                    $"{value.Origin}: {Root}.{ConnectionsKey}.{name} is no database; an object with kind ({SqlKinds.Expected}) and connection-string is expected."
                );
            }
        }
        return databases;
    }

    private static string? TextOf(HoconObject fields, string key) =>
        fields.TryFind(HoconPath.Root.Child(key), out var value) && value.TryGetText(out var text) ? text : null;

    private IReadOnlyList<string> Texts(string key)
    {
        // On a command line a list is a text with commas.
        if (Find(key) is { } value)
        {
            if (value.TryGetText(out var line))
            {
                return line.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            }
            if (value.TryGetArray(out var array))
            {
                var texts = array.Items.Select(item => item.TryGetText(out var text) ? text : null).OfType<string>().ToList();
                if (texts.Count == array.Items.Count)
                {
                    return texts;
                }
            }
        }
        Refuse(key, "is no list of texts.");
        return [];
    }

    private string Text(string key)
    {
        if (Find(key) is { } value && value.TryGetText(out var text))
        {
            return text;
        }
        Refuse(key, "is no text.");
        return "";
    }

    private TimeSpan Duration(string key)
    {
        if (Find(key) is { } value && value.TryGetDuration(out var duration))
        {
            return duration;
        }
        Refuse(key, $"is not {HoconDuration.Expected}.");
        return default;
    }

    private bool Flag(string key)
    {
        if (Find(key) is { } value && value.TryGetBoolean(out var answer))
        {
            return answer;
        }
        Refuse(key, "is neither true nor false.");
        return false;
    }

    private IEnumerable<KeyValuePair<string, HoconValue>> Members(string key)
    {
        if (Find(key) is HoconObject found)
        {
            return found.Members;
        }
        Refuse(key, "is no object.");
        return [];
    }

    private HoconValue? Find(string key) =>
        _values.TryFind(HoconPath.Parse($"{Root}.{key}", new HoconOrigin(Root)), out var value) ? value : null;

    private void Refuse(string key, string what) => _problems.Add($"{Find(key)?.Origin}: {Root}.{key} {what}");
}
