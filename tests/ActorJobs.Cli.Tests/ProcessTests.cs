using System.Diagnostics;

namespace ActorJobs.Cli.Tests;

/// <summary>pbm as a process of its own: what shells, pipes and signals do to it.</summary>
[Trait("Category", "Slow")]
public sealed class ProcessTests
{
    private static readonly DirectoryInfo s_here = new(AppContext.BaseDirectory);
    private static readonly string s_pbm = Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "../../../../../src/ActorJobs.Cli/bin", s_here.Parent!.Name, s_here.Name, "pbm")
    );

    [Theory]
    [InlineData("{0} explain INTERNAL_ERROR | head -1; echo ${{PIPESTATUS[0]}}", "code         INTERNAL_ERROR\n0\n")]
    [InlineData("{0} explain INTERNAL_ERROR >&-; echo $?", "0\n")]
    [InlineData("{0} explain -q INTERNAL_ERROR; {0} explain -q APP_IN_USE", "INTERNAL_ERROR\nAPP_IN_USE\n")]
    [InlineData("echo 'explain -q INTERNAL_ERROR' | {0}", "INTERNAL_ERROR\n")]
    public async Task Shell_WithPipesAndFiles_GetsWhatWasAskedFor(string script, string printed)
    {
        var file = Path.GetTempFileName();
        using var shell = Start(
            "bash",
            "-c",
            $"exec >{file} 2>&1\n{string.Format(System.Globalization.CultureInfo.InvariantCulture, script, s_pbm)}"
        );

        await shell.WaitForExitAsync();

        (await File.ReadAllTextAsync(file)).ShouldBe(printed);
        File.Delete(file);
    }

    [Fact]
    public async Task CtrlC_WhileACommandGoesOn_EndsItWith130()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("GET /api/v1/cluster/nodes", """{"engine":"local","coordinatorEpoch":0,"items":[]}""")
            .On("GET /api/v1/cluster/shards", """{"items":[]}""");
        using var pbm = Start(s_pbm, api.Address.ToString(), "cluster", "tail");
        (await pbm.StandardOutput.ReadLineAsync()).ShouldNotBeNull().ShouldContain("0 nodes");

        using var kill = Process.Start("kill", ["-INT", $"{pbm.Id}"]);
        await pbm.WaitForExitAsync();

        (pbm.ExitCode, await pbm.StandardError.ReadToEndAsync()).ShouldBe((130, ""));
    }

    private static Process Start(string program, params string[] arguments) =>
        Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
}
