using System.Text.RegularExpressions;
using ActorJobs.Server.Settings;
using ActorJobs.Server.Tests.Documents;
using YamlDotNet.RepresentationModel;

namespace ActorJobs.Server.Tests.Kubernetes;

/// <summary>The files for Kubernetes and the images fit the program: its settings, its paths, its folders.</summary>
public partial class KubernetesTests
{
    private static readonly Dictionary<string, string> s_variables = new()
    {
        ["POD_NAME"] = "actorjobs-0",
        ["CLUSTER_SECRET"] = new string('s', 64),
        ["ADMIN_TOKEN"] = new string('t', 64),
        ["DATABASE"] = "Host=db;Username=actorjobs;Database=actorjobs;Password=x",
        ["NODENAME"] = "n1",
        ["NODEADDRESS"] = "10.0.0.5:7700",
    };

    private static string Base { get; } = Path.Combine(Document.Root, "k8s", "base");

    [Fact]
    public void ServerConf_OfTheBase_IsReadByTheServer()
    {
        var settings = Read(Path.Combine(Base, "server.conf"));

        settings.Cluster!.Address.ShouldBe(new Uri("http://actorjobs-0.actorjobs-nodes:7700"));
        settings.Access.IsRequired.ShouldBeTrue();
    }

    [Fact]
    public void ClusterConf_OfTheExamples_IsReadByTheServer()
    {
        var settings = Read(Path.Combine(Document.Root, "hocon", "cluster.conf"));

        (settings.NodeName, settings.Cluster!.Address).ShouldBe(("n1", new Uri("http://10.0.0.5:7700")));
    }

    [KubectlTheory]
    [InlineData("base", 3)]
    [InlineData("overlays/local", 1)]
    [InlineData("overlays/production", 3)]
    public async Task Overlay_Rendered_RunsTheServerAsItIs(string folder, int replicas)
    {
        var overlay = await Overlay.RenderAsync(folder);

        var servers = overlay.OfKind("StatefulSet").ShouldHaveSingleItem();
        Overlay.Text(servers, "spec", "replicas").ShouldBe($"{replicas}");
        var pod = servers["spec"]["template"]["spec"];
        var container = pod["containers"][0];
        Overlay.Items(container, "env").Select(variable => Overlay.Text(variable, "name")).ShouldBe(Substitutions(), ignoreOrder: true);
        Overlay
            .Items(container, "env")
            .Where(variable => Overlay.Text(variable, "name") != "POD_NAME")
            .ShouldAllBe(variable => SecretKeys(overlay).Contains(Overlay.Text(variable, "valueFrom", "secretKeyRef", "key")));
        Probe(container, "startupProbe").ShouldBe("/healthz/started");
        Probe(container, "readinessProbe").ShouldBe("/healthz/ready");
        Probe(container, "livenessProbe").ShouldBe("/healthz/live");
        Overlay.Text(container, "securityContext", "readOnlyRootFilesystem").ShouldBe("true");
        Overlay.Text(pod, "securityContext", "runAsNonRoot").ShouldBe("true");
        Overlay.Text(pod, "terminationGracePeriodSeconds").ShouldBe("90", "a minute to hand over, the pause before it, and some more");
        Overlay.Text(overlay.OfKind("PodDisruptionBudget").Single(), "spec", "maxUnavailable").ShouldBe("1");
        overlay
            .OfKind("Service")
            .Select(service => Overlay.Text(service, "metadata", "name"))
            .ShouldContain(Overlay.Text(servers, "spec", "serviceName"));
        var config = overlay.OfKind("ConfigMap").ShouldHaveSingleItem();
        Overlay.Text(config, "data", "server.conf").ShouldBe(await File.ReadAllTextAsync(Path.Combine(Base, "server.conf")));
        Overlay.Text(pod, "volumes", 0, "configMap", "name").ShouldBe(Overlay.Text(config, "metadata", "name"));
    }

    [Fact]
    public void Files_ForKubernetes_NameFilesThatThereAre()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Document.Root, "k8s"), "*.yaml", SearchOption.AllDirectories).ToList();
        files.Count.ShouldBeGreaterThan(8);
        foreach (var file in files)
        {
            var documents = Overlay.Parse(File.ReadAllText(file));
            documents.ShouldNotBeEmpty(file);
            if (documents[0].Children.TryGetValue("resources", out var resources))
            {
                var folder = Path.GetDirectoryName(file)!;
                ((YamlSequenceNode)resources)
                    .Select(resource => Path.Combine(folder, ((YamlScalarNode)resource).Value!))
                    .ShouldAllBe(path => Path.Exists(path));
            }
        }
    }

    [Fact]
    public void Dockerfiles_CopyAndPublish_WhatThereIs()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Document.Root, "k8s", "images"), "*.Dockerfile").ToList();
        files.Count.ShouldBe(3);
        foreach (var file in files)
        {
            var lines = File.ReadAllLines(file);
            var copied = lines
                .Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal))
                .SelectMany(line => line.Split(' ')[1..^1]);
            copied.ShouldAllBe(path => Path.Exists(Path.Combine(Document.Root, path)), file);
            lines.ShouldContain("USER $APP_UID", file);
            var publish = lines.Single(line => line.StartsWith("RUN dotnet publish ", StringComparison.Ordinal)).Split(' ')[3];
            Directory.EnumerateFiles(Path.Combine(Document.Root, publish), "*.csproj").ShouldHaveSingleItem(file);
        }
    }

    private static ServerSettings Read(string file) => SettingsReader.Read(new SettingSources([file], s_variables, []));

    private static IEnumerable<string> Substitutions() =>
        Substitution().Matches(File.ReadAllText(Path.Combine(Base, "server.conf"))).Select(match => match.Groups["name"].Value).Distinct();

    /// <summary>Those of the overlay's own secret, or those that the operator is told to make.</summary>
    private static IEnumerable<string> SecretKeys(Overlay overlay) =>
        overlay.OfKind("Secret").FirstOrDefault() is { } secret
            ? Overlay.Items(secret, "data").Select(key => ((YamlScalarNode)key).Value!)
            : Overlay
                .Items(Overlay.Parse(File.ReadAllText(Path.Combine(Base, "secret.example.yaml")))[0], "stringData")
                .Select(key => ((YamlScalarNode)key).Value!);

    private static string Probe(YamlNode container, string probe) => Overlay.Text(container, probe, "httpGet", "path");

    [GeneratedRegex(@"\$\{(?<name>[A-Z_]+)\}")]
    private static partial Regex Substitution();
}
