using ActorJobs.Hocon.Documents;
using ActorJobs.Hocon.Resolution;

namespace ActorJobs.Hocon;

/// <summary>
/// A text of HOCON that was read, with what it includes, and nothing resolved: substitutions may refer to other documents, and several documents are resolved
/// together, as layers.
/// </summary>
public sealed class HoconDocument
{
    private static readonly IReadOnlyList<HoconPath> AtRoot = [HoconPath.Root];

    private readonly ObjectNode _root;

    private HoconDocument(ObjectNode root, IReadOnlySet<HoconPath> references)
    {
        _root = root;
        References = references;
    }

    /// <summary>The paths that its substitutions may take values from, also those of values that others hide: what is there serves a purpose, even if nobody else
    /// asks for it. A path may be that of an environment variable.</summary>
    public IReadOnlySet<HoconPath> References { get; }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="folder">Where the files lie that it includes by a relative name; null: it can include by absolute paths only.</param>
    /// <exception cref="HoconException">It is no HOCON, or cannot be read.</exception>
    public static HoconDocument Parse(string text, string name = "text", string? folder = null)
    {
        var includes = new IncludeReader(folder, [], []);
        return new HoconDocument(new DocumentParser(text, name, AtRoot, includes).Parse(), includes.References);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="HoconException">It is no HOCON, or cannot be read.</exception>
    public static HoconDocument ReadFile(string path)
    {
        var includes = new IncludeReader(null, [], []);
        return new HoconDocument(includes.ReadFile(path, path, AtRoot), includes.References);
    }

    /// <summary>Makes a document of single values, such as those of a command line. They are taken as they are: not as HOCON, but as strings.</summary>
    public static HoconDocument FromValues(IEnumerable<(HoconPath Path, string Text, HoconOrigin Origin)> values)
    {
        var root = new ObjectNode(new HoconOrigin("values"));
        foreach (var (path, text, origin) in values)
        {
            root.Add(path, new ScalarNode(new HoconScalar(origin, HoconScalarKind.Text, text)));
        }

        return new HoconDocument(root, new HashSet<HoconPath>());
    }

    /// <summary>Lays documents over each other and resolves them.</summary>
    /// <param name="layers">A later one counts more; objects are merged.</param>
    /// <param name="environment">Gives the value of an environment variable, for substitutions that the documents do not answer; null: there is none.</param>
    /// <exception cref="HoconException">A substitution that nothing answers, a circle, or values beside each other that do not go together.</exception>
    public static HoconObject Resolve(IEnumerable<HoconDocument> layers, Func<string, string?>? environment = null) =>
        new Resolver([.. layers.Select(static layer => layer._root)], environment ?? (static _ => null)).ResolveRoot();
}
