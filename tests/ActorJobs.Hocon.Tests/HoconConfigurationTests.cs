using ActorJobs.Hocon.Configuration;
using Microsoft.Extensions.Configuration;

namespace ActorJobs.Hocon.Tests;

public sealed class HoconConfigurationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("actorjobs-hocon-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AddHocon_OfTwoFiles_GivesOneConfiguration()
    {
        var configuration = new ConfigurationBuilder()
            .AddHocon(
                Write("a.conf", "worker { name = w1, tags = [x, y], slots = ${slots} }"),
                Write("b.conf", "slots = 4, worker.name = w2, worker.note = null")
            )
            .Build();

        configuration["worker:name"].ShouldBe("w2");
        configuration["worker:slots"].ShouldBe("4");
        configuration["Worker:Tags:1"].ShouldBe("y");
        configuration["worker:note"].ShouldBeNull();
    }

    [Fact]
    public void AddHocon_OfKeysThatDifferInCaseOnly_IsRefused()
    {
        var builder = new ConfigurationBuilder().AddHocon(Write("a.conf", "name = 1\nName = 2"));

        Should.Throw<HoconException>(builder.Build).Message.ShouldContain("a.conf:2:8");
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
