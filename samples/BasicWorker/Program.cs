using System.CommandLine;
using ActorJobs.Worker;
using BasicWorker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

var server = new Option<string[]>("--server")
{
    Description = "The address of a server node; may be given several times.",
    Required = true,
};
var app = new Option<string>("--app") { Description = "The app whose jobs are run.", Required = true };
var name = new Option<string>("--name")
{
    Description = "The worker's id. Default: the machine's name and a number.",
    DefaultValueFactory = _ => "",
};
var slots = new Option<int>("--slots")
{
    Description = "How many runs at once.",
    DefaultValueFactory = _ => Environment.ProcessorCount * 2,
};
var data = new Option<string>("--data") { Description = "Where unacknowledged results are kept.", DefaultValueFactory = _ => "" };
var command = new RootCommand("A worker with the processors echo, sleep, fail and append.") { server, app, name, slots, data };

command.SetAction(
    async (arguments, cancellationToken) =>
    {
        var builder = Host.CreateApplicationBuilder();
        builder
            .Logging.ClearProviders()
            .AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss.fff ";
            });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder
            .Services.AddActorJobsWorker(worker =>
            {
                foreach (var address in arguments.GetRequiredValue(server))
                {
                    worker.Servers.Add(address);
                }
                worker.App = arguments.GetRequiredValue(app);
                worker.WorkerId = arguments.GetRequiredValue(name);
                worker.Slots = arguments.GetRequiredValue(slots);
                worker.DataFolder = arguments.GetRequiredValue(data);
            })
            // Finds SleepProcessor and the methods of SmallProcessors by their attributes …
            .AddProcessorsFrom(typeof(Program).Assembly)
            // … while this one gets its name here.
            .AddProcessor<AppendProcessor>("append");
        try
        {
            using var host = builder.Build();
            await host.RunAsync(cancellationToken);
            return 0;
        }
        catch (Exception exception) when (exception is OptionsValidationException or ProcessorDeclarationException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }
);

// The host sees to signals itself: it drains before it ends.
return await command.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null });
