using System.CommandLine;
using ActorJobs.Chaos;
using ActorJobs.Chaos.Kills;
using ActorJobs.Chaos.Stories;

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
command.Subcommands.Add(Kills());
command.Subcommands.Add(Stories());
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

static Command Kills()
{
    var kills = new Option<int>("--kills") { Description = "how often all servers are killed at once", DefaultValueFactory = _ => 200 };
    var seed = new Option<int?>("--seed") { Description = "decides when; a random one if left out" };
    var nodes = new Option<int>("--nodes") { Description = "how many servers", DefaultValueFactory = _ => 3 };
    var command = new Command(
        "kills",
        "Kills all servers at once, again and again, while instances of a large workflow run; each has to end rightly."
    )
    {
        kills,
        seed,
        nodes,
    };
    command.SetAction(
        async (result, stop) =>
        {
            var options = new KillOptions
            {
                Seed = result.GetValue(seed) ?? Random.Shared.Next(1_000_000),
                Kills = result.GetValue(kills),
                Nodes = result.GetValue(nodes),
            };
            return (await KillCampaign.RunAsync(options, Console.Out, stop)).Count == 0 ? 0 : 1;
        }
    );
    return command;
}

static Command Stories()
{
    var seeds = new Option<int>("--seeds") { Description = "how many, one after the other", DefaultValueFactory = _ => 20 };
    var seed = new Option<int>("--seed") { Description = "the first of them", DefaultValueFactory = _ => 1 };
    var command = new Command(
        "story",
        "Stops the owner of workflow instances past its lease, in clusters that are drawn; each has to end rightly and on time under another one."
    )
    {
        seeds,
        seed,
    };
    command.SetAction(
        async (result, stop) =>
            (await StoryCampaign.RunAsync(result.GetValue(seed), result.GetValue(seeds), Console.Out, stop)).Count == 0 ? 0 : 1
    );
    return command;
}
