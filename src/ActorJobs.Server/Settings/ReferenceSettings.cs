using System.Reflection;
using ActorJobs.Hocon;

namespace ActorJobs.Server.Settings;

/// <summary><c>hocon/reference.conf</c>, which is a part of this program: every setting with its default, and one line why.</summary>
public static class ReferenceSettings
{
    /// <summary>What messages call it.</summary>
    public const string Name = "reference.conf";

    private static readonly string Text = Read();

    /// <summary>The layer below all others.</summary>
    public static HoconDocument Document { get; } = HoconDocument.Parse(Text, Name);

    /// <summary>Every setting: its key, its default and why it is there, in the order of the file.</summary>
    public static IReadOnlyList<ReferenceSetting> All { get; } = List();

    private static List<ReferenceSetting> List()
    {
        var lines = Text.Split('\n');
        return
        [
            .. HoconDocument
                .Resolve([Document])
                .Leaves()
                .Select(leaf => new ReferenceSetting(leaf.Path, (HoconScalar)leaf.Value, lines[leaf.Value.Origin.Line - 2].Trim(' ', '#'))),
        ];
    }

    private static string Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
