using System.CommandLine;
using ActorJobs.Client.Runs;

namespace ActorJobs.Cli.Palettes;

/// <summary>With what a run, or a workflow instance, is asked for.</summary>
internal sealed class RunOptions
{
    /// <summary>Its params.</summary>
    public Option<string?> Params { get; } =
        new("--params") { HelpName = "JSON", Description = "What it is given; the params of the definition if it is not given." };

    /// <summary>When it starts.</summary>
    public Option<string?> Delay { get; } =
        new("--delay") { HelpName = "DURATION", Description = "How long from now it shall start, such as 10m." };

    /// <summary>Whether it goes before others.</summary>
    public Option<int?> Priority { get; } =
        new("--priority") { HelpName = "NUMBER", Description = "-100 to 100; that of the job if it is not given." };

    /// <summary>What it is about.</summary>
    public Option<string?> Key { get; } =
        new("--key") { HelpName = "KEY", Description = "What it is about, such as a customer, for limits per key and sticky workers." };

    /// <summary>Whether its end is waited for.</summary>
    public Option<bool> Wait { get; } =
        new("--wait") { Description = "Waits for the end, prints it, and ends with 4 if it did not succeed." };

    /// <summary>What is asked for.</summary>
    /// <exception cref="CliException">It cannot be read.</exception>
    public RunRequest Read(Session session) =>
        new()
        {
            Params = Values.Json(Params.Name, session.Get(Params)),
            Delay = Values.Duration(Delay.Name, session.Get(Delay)),
            Priority = session.Get(Priority),
            Key = session.Get(Key),
        };
}
