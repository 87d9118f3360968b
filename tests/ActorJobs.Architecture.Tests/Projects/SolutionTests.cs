using System.Text.RegularExpressions;

namespace ActorJobs.Architecture.Tests.Projects;

public partial class SolutionTests
{
    [Fact]
    public void Solution_ComparedWithTheTree_HoldsEveryProject()
    {
        var inTree = Repository.TextFiles.Where(file => file.Extension == ".csproj").Select(file => file.Path);
        var inSolution = ProjectPath()
            .Matches(Repository.File("ActorJobs.sln").Text)
            .Select(match => match.Value.Replace('\\', '/'))
            .ToList();

        inSolution.ShouldBe(inTree, ignoreOrder: true);
    }

    [Fact]
    public void Scripts_ThatAreStartedByName_AreExecutable()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        foreach (var script in (string[])["build.sh", ".ci/run"])
        {
            File.GetUnixFileMode(Path.Combine(Repository.Root, script)).HasFlag(UnixFileMode.UserExecute).ShouldBeTrue(script);
        }
    }

    [GeneratedRegex(@"(?<="")[^""]+\.csproj(?="")")]
    private static partial Regex ProjectPath();
}
