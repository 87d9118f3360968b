using System.Xml.Linq;

namespace ActorJobs.Architecture.Tests.Projects;

/// <summary>A project file under src.</summary>
/// <param name="Name">The file's name without its extension.</param>
/// <param name="Xml">Its content.</param>
internal sealed record Project(string Name, XDocument Xml)
{
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static IReadOnlyList<Project> OfSources { get; } =
        Repository
            .TextFiles.Where(file => file.Extension == ".csproj" && file.Path.StartsWith("src/", StringComparison.Ordinal))
            .Select(file => new Project(Path.GetFileNameWithoutExtension(file.Path), XDocument.Parse(file.Text)))
            .ToList();

    /// <summary>The names of the projects that it references itself.</summary>
    public IEnumerable<string> References =>
        Xml.Descendants("ProjectReference")
            .Select(reference => ((string)reference.Attribute("Include")!).Replace('\\', '/'))
            .Select(path => Path.GetFileNameWithoutExtension(path));

    public string AssemblyName => Property("AssemblyName") ?? Name;

    /// <summary>The assembly that the build of these tests has made.</summary>
    public string AssemblyPath => Path.Combine(Repository.Root, "src", Name, "bin", Configuration, "net10.0", AssemblyName + ".dll");

    public string? Property(string name) => Xml.Descendants(name).Select(element => element.Value).FirstOrDefault();
}
