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
var command = new RootCommand("Runs a server on its embedded store, a worker process, and jobs of several kinds.") { seconds, port };
command.SetAction((result, stop) => DemoRun.RunAsync(result.GetValue(seconds), result.GetValue(port), stop));

// Ctrl-C gives the processes time to end cleanly.
return await command.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
