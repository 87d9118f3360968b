namespace ActorJobs.Architecture.Tests.Projects;

/// <summary>Who may know whom. A project that is not in the table has no place in the design yet.</summary>
public class ProjectArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        // The catalogue of error symbols stands below everything that tells errors: both sides of a link have to know the same ones.
        ["ActorJobs.Errors"] = [],
        ["ActorJobs.Core"] = ["ActorJobs.Errors"],
        ["ActorJobs.Actors"] = [],
        ["ActorJobs.Protocol"] = ["ActorJobs.Errors"],
        ["ActorJobs.Hocon"] = ["ActorJobs.Errors"],
        ["ActorJobs.Yaml"] = ["ActorJobs.Errors"],
        ["ActorJobs.Scheduler"] = ["ActorJobs.Core", "ActorJobs.Actors", "ActorJobs.Protocol"],
        ["ActorJobs.Persistence.Sql"] = ["ActorJobs.Scheduler", "ActorJobs.Cluster"],
        ["ActorJobs.Cluster"] = ["ActorJobs.Actors"],
        ["ActorJobs.Server"] =
        [
            "ActorJobs.Scheduler",
            "ActorJobs.Persistence.Sql",
            "ActorJobs.Cluster",
            "ActorJobs.Protocol",
            "ActorJobs.Hocon",
            "ActorJobs.Yaml",
        ],
        ["ActorJobs.Worker"] = ["ActorJobs.Protocol"],
        ["ActorJobs.Client"] = ["ActorJobs.Errors"],
        ["ActorJobs.Cli"] = ["ActorJobs.Client", "ActorJobs.Errors", "ActorJobs.Yaml"],
        ["ActorJobs.Agent"] = ["ActorJobs.Worker", "ActorJobs.Hocon"],
        // What it drives, and the real server for integration tests: a user wants one package.
        ["ActorJobs.TestKit"] =
        [
            "ActorJobs.Core",
            "ActorJobs.Actors",
            "ActorJobs.Protocol",
            "ActorJobs.Scheduler",
            "ActorJobs.Worker",
            "ActorJobs.Server",
        ],
    };

    [Fact]
    public void Projects_UnderSrc_StandInTheTable() =>
        Project
            .OfSources.Where(project => !Allowed.ContainsKey(project.Name))
            .Select(project => project.Name)
            .ShouldBeNone("A new project needs its arrows in this table, and in the design:");

    [Fact]
    public void ProjectReferences_OfEachProject_FollowTheArrows() =>
        Project
            .OfSources.SelectMany(project =>
                project.References.Except(Allowed.GetValueOrDefault(project.Name, [])).Select(target => $"{project.Name} → {target}")
            )
            .ShouldBeNone("Project references that the arrows do not allow:");

    [Fact]
    public void AssemblyReferences_OfEachBuiltProject_FollowTheArrows() =>
        Project
            .OfSources.SelectMany(project =>
                BuiltAssembly
                    .Read(project.AssemblyPath)
                    .References.Where(IsOurs)
                    .Except(Reachable(project.Name).Select(AssemblyNameOf))
                    .Select(target => $"{project.AssemblyName} → {target}")
            )
            .ShouldBeNone("Assemblies that use what the arrows keep from them:");

    [Fact]
    public void AssemblyReferences_OfTheScheduler_AreSeen() =>
        BuiltAssembly
            .Read(Project.OfSources.Single(project => project.Name == "ActorJobs.Scheduler").AssemblyPath)
            .References.ShouldContain("ActorJobs.Core");

    private static bool IsOurs(string assembly) =>
        assembly.StartsWith("ActorJobs.", StringComparison.OrdinalIgnoreCase)
        || assembly.StartsWith("actorjobs-", StringComparison.Ordinal);

    private static string AssemblyNameOf(string name) =>
        Project.OfSources.FirstOrDefault(project => project.Name == name)?.AssemblyName ?? name;

    private static IEnumerable<string> Reachable(string name) =>
        Allowed.GetValueOrDefault(name, []).SelectMany(target => Reachable(target).Prepend(target));
}
