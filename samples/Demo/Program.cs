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
var workflow = new Option<bool>("--workflow")
{
    Description =
        "orders that go through the workflow of samples/OrderPipeline, instead of jobs; ends by itself, with 1 if one ended otherwise than it should",
};
var command = new RootCommand(
    "Runs a server on its embedded store, a worker process, and jobs of several kinds, or orders through a workflow; or a cluster of servers."
)
{
    seconds,
    port,
    nodes,
    workflow,
};
command.Validators.Add(result =>
{
    if (result.GetValue(workflow) && (result.GetResult(seconds) is not null || result.GetValue(nodes) > 1))
    {
        result.AddError("--workflow takes neither --seconds nor --nodes: it runs on one server, and ends when its orders have.");
    }
});
command.SetAction(
    (result, stop) =>
        result.GetValue(workflow) ? OrderDemo.RunAsync(result.GetValue(port), stop)
        : result.GetValue(nodes) > 1 ? ClusterDemo.RunAsync(result.GetValue(nodes), result.GetValue(seconds), stop)
        : DemoRun.RunAsync(result.GetValue(seconds), result.GetValue(port), stop)
);

// Ctrl-C gives the processes time to end cleanly.
return await command.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
