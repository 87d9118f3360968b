using System.CommandLine;
using ActorJobs.Chaos;

var minutes = new Option<double>("--minutes") { Description = "for how long there are faults", DefaultValueFactory = _ => 5 };
var seed = new Option<int?>("--seed") { Description = "decides which faults come when; a random one if left out" };
var nodes = new Option<int>("--nodes") { Description = "how many servers", DefaultValueFactory = _ => 3 };
var apps = new Option<int>("--apps") { Description = "how many apps", DefaultValueFactory = _ => 20 };
var workers = new Option<int>("--workers") { Description = "how many worker processes, each for all apps", DefaultValueFactory = _ => 2 };
var loopback = new Option<bool>("--loopback") { Description = "without network namespaces, and so without partitions; needs no root" };
var keep = new Option<string?>("--keep") { Description = "a folder where logs, effects and timeline are kept" };
var probe = new Command(ClockProbe.Command) { Hidden = true };
probe.SetAction((_, _) => ClockProbe.AnswerAsync());
var command = new RootCommand(
    "Runs a cluster of real processes under load, does all kinds of harm to it, and looks whether anything was lost, doubled or stuck."
)
{
    minutes,
    seed,
    nodes,
    apps,
    workers,
    loopback,
    keep,
};
command.Subcommands.Add(probe);
command.SetAction(
    async (result, stop) =>
    {
        var options = new CampaignOptions
        {
            Seed = result.GetValue(seed) ?? Random.Shared.Next(1_000_000),
            Length = TimeSpan.FromMinutes(result.GetValue(minutes)),
            Nodes = result.GetValue(nodes),
            Apps = result.GetValue(apps),
            Workers = result.GetValue(workers),
            Loopback = result.GetValue(loopback),
            Clocks = WallClock.IsWanted,
            Keep = result.GetValue(keep),
        };
        return (await Campaign.RunAsync(options, Console.Out, stop)).Count == 0 ? 0 : 1;
    }
);

// Ctrl-C ends the faults; what follows takes its time.
return await command.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromMinutes(3) });
