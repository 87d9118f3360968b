using System.CommandLine;
using ActorJobs.Demo;

var seconds = new Option<int?>("--seconds") { Description = "end by itself after so many seconds, 5 or more, and print a summary as JSON" };
seconds.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int?>() is < 5)
    {
        result.AddError("--seconds takes 5 or more: the jobs of the demo need that long to show anything.");
    }
});
var port = new Option<int>("--port") { Description = "the server's port on 127.0.0.1; 0: a free one", DefaultValueFactory = _ => 0 };
var nodes = new Option<int>("--nodes")
{
    Description =
        "how many servers, 1 to 9; with more than one they are a cluster over a PostgreSQL of the demo's own, and the demo kills and stops them",
    DefaultValueFactory = _ => 1,
};
nodes.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is < 1 or > 9)
    {
        result.AddError("--nodes takes 1 to 9.");
    }
});
var command = new RootCommand("Runs a server on its embedded store, a worker process, and jobs of several kinds; or a cluster of servers.")
{
    seconds,
    port,
    nodes,
};
command.SetAction(
    (result, stop) =>
        result.GetValue(nodes) > 1
            ? ClusterDemo.RunAsync(result.GetValue(nodes), result.GetValue(seconds), stop)
            : DemoRun.RunAsync(result.GetValue(seconds), result.GetValue(port), stop)
);

// Ctrl-C gives the processes time to end cleanly.
return await command.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
