using ActorJobs.Architecture.Tests.Projects;

namespace ActorJobs.Architecture.Tests.Purity;

/// <summary>Core, Actors, Scheduler and Cluster take time, chance and threads from outside.
/// An analyzer says so at compile time; these tests prove it again on what was built.</summary>
public class PureProjectTests
{
    private static readonly string[] PureNames =
    [
        "ActorJobs.Errors",
        "ActorJobs.Core",
        "ActorJobs.Actors",
        "ActorJobs.Scheduler",
        "ActorJobs.Cluster",
    ];

    private static IEnumerable<Project> Pure => Project.OfSources.Where(project => PureNames.Contains(project.Name));

    [Fact]
    public void PureProjects_InTheirProjectFiles_AskForTheBans()
    {
        Pure.Count().ShouldBeGreaterThanOrEqualTo(3);
        Pure.Where(project => project.Property("PureProject") != "true")
            .Select(project => project.Name)
            .ShouldBeNone("Pure projects without <PureProject>true</PureProject>:");
    }

    [Fact]
    public void PureProjects_InTheirAssemblies_UseNoClockNoChanceAndNoThreadOfTheirOwn() =>
        Pure.SelectMany(project =>
                BuiltAssembly.Read(project.AssemblyPath).Members.Where(Bans.Concern).Select(member => $"{project.Name} uses {member}")
            )
            .ShouldBeNone("Time, chance and threads are handed in:");

    [Fact]
    public void Core_InItsAssembly_HasNoTasksAndNoInputOrOutput()
    {
        string[] impure =
        [
            "System.Threading.Tasks.",
            "System.Net.",
            "System.IO.File",
            "System.IO.Directory",
            "System.IO.Stream",
            "System.Console",
        ];
        var core = Pure.Single(project => project.Name == "ActorJobs.Core");

        BuiltAssembly
            .Read(core.AssemblyPath)
            .Types.Where(type => impure.Any(start => type.StartsWith(start, StringComparison.Ordinal)))
            .ShouldBeNone("Core is pure:");
    }

    [Fact]
    public void Bans_OnAnAssemblyThatBreaksThem_FindEachOffence()
    {
        var found = BuiltAssembly
            .Read(typeof(Offender).Assembly.Location)
            .Members.Where(Bans.Concern)
            .Select(member => $"{member.Type}.{member.Name}")
            .Distinct();

        found.ShouldBe(Offender.Uses, ignoreOrder: true);
    }
}
