using ActorJobs.Cli.Prompts;

namespace ActorJobs.Cli.Tests;

/// <summary>What a run of pbm printed, and how it ended.</summary>
internal sealed record PbmResult(int ExitCode, string Output, string Errors)
{
    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Errors}";

    /// <summary>Expects that all went well.</summary>
    public PbmResult ShouldBeDone()
    {
        ExitCode.ShouldBe(0, ToString());
        Errors.ShouldBeEmpty();
        return this;
    }

    /// <summary>Expects a failure with a text.</summary>
    public PbmResult ShouldFail(int exitCode, string text)
    {
        ExitCode.ShouldBe(exitCode, ToString());
        Errors.ShouldContain(text);
        Errors.ShouldNotContain("   at ");
        return this;
    }
}

/// <summary>pbm within the test's process, with streams and variables of its own.</summary>
internal sealed class PbmRun
{
    /// <summary>The server, as the variable PBM_SERVER; null: not set.</summary>
    public Uri? Server { get; init; }

    /// <summary>What is piped into it.</summary>
    public string Input { get; init; } = "";

    /// <summary>Keys, if a person sits there.</summary>
    public IKeyboard? Keyboard { get; init; }

    /// <summary>The columns of the terminal; null: the output is piped.</summary>
    public int? Columns { get; init; }

    /// <summary>Where it may remember things.</summary>
    public string? StateFolder { get; init; }

    /// <summary>Further variables.</summary>
    public Dictionary<string, string> Variables { get; init; } = [];

    /// <summary>Where its output goes instead of into the result.</summary>
    public TextWriter? Output { get; init; }

    /// <summary>Runs a command line, whose words stand in a row.</summary>
    public async Task<PbmResult> RunAsync(params string[] arguments) => await RunAsync(arguments, CancellationToken.None);

    /// <summary>Runs a command line.</summary>
    public async Task<PbmResult> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        await using var surroundings = new Surroundings
        {
            Input = new StringReader(Input),
            Output = Output ?? output,
            Error = errors,
            Variable = name => name == "PBM_SERVER" ? Server?.ToString() : Variables.GetValueOrDefault(name),
            Keyboard = Keyboard,
            Columns = Columns,
            StateFolder = StateFolder,
        };
        var exitCode = await Pbm.RunAsync(arguments, surroundings, cancellationToken);
        return new PbmResult(exitCode, output.ToString(), errors.ToString());
    }
}
