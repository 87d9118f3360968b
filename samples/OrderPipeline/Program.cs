using System.CommandLine;
using ActorJobs.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrderPipeline;

var server = new Option<string>("--server") { Description = "The address of a server node.", Required = true };
var app = new Option<string>("--app") { Description = "The app with the workflows order and parcel.", Required = true };
var name = new Option<string>("--name") { Description = "The worker's id.", DefaultValueFactory = _ => "order-pipeline" };
var slots = new Option<int>("--slots") { Description = "How many runs at once.", DefaultValueFactory = _ => 8 };
var data = new Option<string>("--data") { Description = "Where unacknowledged results are kept.", DefaultValueFactory = _ => "" };
var command = new RootCommand("The worker of the workflows order.yaml and parcel.yaml.") { server, app, name, slots, data };
command.SetAction(
    async (arguments, cancellationToken) =>
    {
        var builder = Host.CreateApplicationBuilder();
        builder
            .Services.AddSingleton<Warehouse>()
            .AddSingleton<Bank>()
            .AddActorJobsWorker(worker =>
            {
                worker.Servers.Add(arguments.GetRequiredValue(server));
                worker.App = arguments.GetRequiredValue(app);
                worker.WorkerId = arguments.GetRequiredValue(name);
                worker.Slots = arguments.GetRequiredValue(slots);
                worker.DataFolder = arguments.GetRequiredValue(data);
            })
            .AddProcessorsFrom(typeof(Program).Assembly);
        await builder.Build().RunAsync(cancellationToken);
    }
);

// The host sees to signals itself: it drains before it ends.
return await command.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null });
