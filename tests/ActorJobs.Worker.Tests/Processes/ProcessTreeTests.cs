using System.Text;
using ActorJobs.Worker.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorJobs.Worker.Tests.Processes;

public sealed class ProcessTreeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>What has to be found: a child in a session of its own, a daemon that forked twice, and one without its environment.</summary>
    private const string Runaways = """
        setsid sleep 600 & echo $!
        (setsid sh -c 'sleep 600 & echo $!' &)
        env -i setsid sleep 600 & echo $!
        wait
        """;

    [Theory]
    [InlineData("unified")]
    [InlineData("freezer")]
    [InlineData("none")]
    public async Task Kill_RunawaysOfATree_AreAllEnded(string groups)
    {
        if (GroupsOf(groups) is not { } mounts)
        {
            return;
        }
        await using var trees = new ProcessTrees(TimeProvider.System, mounts, NullLogger.Instance);
        await using var tree = await trees.StartAsync(new ProcessCommand("/bin/sh", ["-c", Runaways], trees.MarkOf("a/1")));
        var pids = new List<int>();
        using var reader = new StreamReader(tree.Stdout, Encoding.UTF8);
        while (pids.Count < 3)
        {
            pids.Add(int.Parse((await reader.ReadLineAsync())!, System.Globalization.CultureInfo.InvariantCulture));
        }
        // A child that hides its environment, and has a session of its own, is known by its parent, once it was seen with it.
        tree.IsAlive.ShouldBeTrue();

        (await tree.KillAsync(Limit)).ShouldBeEmpty();

        (await tree.ExitAsync(CancellationToken.None)).ShouldBe(137);
        pids.Where(IsAlive).ShouldBeEmpty();
        tree.IsAlive.ShouldBeFalse();
    }

    [Fact]
    public async Task Start_InputBehindTheLauncher_IsTheProgramsOwn()
    {
        await using var trees = new ProcessTrees(TimeProvider.System, ControlGroupMount.OfThisProcess(), NullLogger.Instance);
        var command = new ProcessCommand("/bin/sh", ["-c", "cat; echo \"$1\"; pwd; exit 3", "sh", "an argument"], trees.MarkOf("a/1"))
        {
            WorkDirectory = "/",
        };
        await using var tree = await trees.StartAsync(command);
        await tree.Stdin.WriteAsync("one\ntwo\n"u8.ToArray());
        await tree.Stdin.DisposeAsync();
        using var reader = new StreamReader(tree.Stdout, Encoding.UTF8);

        (await reader.ReadToEndAsync()).ShouldBe("one\ntwo\nan argument\n/\n");
        (await tree.ExitAsync(CancellationToken.None)).ShouldBe(3);
    }

    [Fact]
    public async Task Start_SecretsOfTheWorker_AreNotHandedOn()
    {
        await using var trees = new ProcessTrees(TimeProvider.System, [], NullLogger.Instance);
        var mark = trees.MarkOf("a/1");
        var command = new ProcessCommand("/bin/sh", ["-c", "env"], mark)
        {
            Environment = new Dictionary<string, string?>
            {
                ["ACTORJOBS_SECRET"] = "ajs_1",
                ["ACTORJOBS_SECRET_demo"] = "ajs_2",
                ["OTHER"] = "3",
            },
        };
        await using var tree = await trees.StartAsync(command);
        using var reader = new StreamReader(tree.Stdout, Encoding.UTF8);

        var lines = (await reader.ReadToEndAsync()).Split('\n');

        lines.ShouldContain("OTHER=3");
        lines.ShouldContain(mark.Entry);
        lines.ShouldNotContain(line => line.StartsWith("ACTORJOBS_SECRET", StringComparison.Ordinal));
    }

    [Fact]
    public void Mounts_OfAContainer_AreFoundWhereTheyAre()
    {
        string[] mounts =
        [
            "31 23 0:26 / /sys/fs/cgroup ro,nosuid shared:9 - tmpfs tmpfs ro,mode=755",
            "34 31 0:28 /docker/abc /sys/fs/cgroup/freezer rw - cgroup cgroup rw,freezer",
            "35 31 0:29 / /sys/fs/cgroup/unified rw shared:10 - cgroup2 cgroup2 rw",
            "36 31 0:30 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory",
        ];
        string[] groups = ["6:freezer:/docker/abc/x", "4:memory:/docker", "0::/init.scope"];

        ControlGroupMount
            .Read(mounts, groups)
            .ShouldBe([
                new("/sys/fs/cgroup/unified/init.scope", ControlGroupKind.Unified),
                new("/sys/fs/cgroup/freezer/x", ControlGroupKind.Freezer),
            ]);
    }

    /// <summary>Null: this machine has no such thing, or does not let this user make one.</summary>
    private static List<ControlGroupMount>? GroupsOf(string kind)
    {
        if (kind is "none")
        {
            return [];
        }
        var wanted = kind is "unified" ? ControlGroupKind.Unified : ControlGroupKind.Freezer;
        var mounts = ControlGroupMount.OfThisProcess().Where(mount => mount.Kind == wanted).ToList();
        if (ControlGroup.TryCreate(mounts, "actorjobs-tests") is not { } group)
        {
            return null;
        }
        group.Remove();
        return mounts;
    }

    private static bool IsAlive(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/stat").Split(") ")[^1][0] is not 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }
}
