using System.Diagnostics;
using ActorJobs.Server.Tests.Documents;
using YamlDotNet.RepresentationModel;

namespace ActorJobs.Server.Tests.Kubernetes;

/// <summary>What a folder of kustomize comes to, as kubectl renders it.</summary>
internal sealed class Overlay
{
    private readonly List<YamlMappingNode> _objects;

    private Overlay(List<YamlMappingNode> objects) => _objects = objects;

    /// <summary>Whether there is a kubectl.</summary>
    public static bool CanRender { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "kubectl.exe" : "kubectl")));

    /// <summary>The objects of a kind, in the order of their rendering.</summary>
    public IEnumerable<YamlMappingNode> OfKind(string kind) => _objects.Where(node => Text(node, "kind") == kind);

    /// <summary>Renders a folder below <c>k8s</c>.</summary>
    public static async Task<Overlay> RenderAsync(string folder)
    {
        var info = new ProcessStartInfo("kubectl", ["kustomize", Path.Combine(Document.Root, "k8s", folder)])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(info)!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await errors);
        return new Overlay(Parse(text));
    }

    /// <summary>The objects of a text in YAML.</summary>
    public static List<YamlMappingNode> Parse(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return [.. stream.Documents.Select(document => (YamlMappingNode)document.RootNode)];
    }

    /// <summary>The text at a path of keys, with numbers for places in lists.</summary>
    public static string Text(YamlNode node, params object[] path) => ((YamlScalarNode)At(node, path)).Value!;

    /// <summary>The children of the list or the object at a path.</summary>
    public static IEnumerable<YamlNode> Items(YamlNode node, params object[] path) =>
        At(node, path) is YamlSequenceNode list ? list : ((YamlMappingNode)At(node, path)).Children.Keys;

    private static YamlNode At(YamlNode node, object[] path) =>
        path.Aggregate(node, (at, step) => step is int place ? at[place] : at[(string)step]);
}
