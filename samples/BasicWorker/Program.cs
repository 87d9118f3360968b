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
var apps = new Option<string[]>("--app") { Description = "The app whose jobs are run; may be given several times.", Required = true };
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
var local = new Option<string>("--local-address")
{
    Description = "The network card or local address over which servers are dialled. Default: the system's choice.",
    DefaultValueFactory = _ => "",
};
var ca = new Option<string>("--ca")
{
    Description = "A file of PEM with the authority that signed the server's certificate. Default: what the system trusts.",
    DefaultValueFactory = _ => "",
};
var command = new RootCommand(
    "A worker with the processors echo, remember, sleep, talk, fail, crash and append. It takes the secret of its app from the variable ACTORJOBS_SECRET; "
        + "of several apps each can have one of its own, such as ACTORJOBS_SECRET_orders."
)
{
    server,
    apps,
    name,
    slots,
    data,
    local,
    ca,
};

command.SetAction(
    async (arguments, cancellationToken) =>
    {
        try
        {
            // A worker serves one app; a process may hold several workers.
            using var first = Build(arguments, arguments.GetRequiredValue(apps)[0]);
            var others = arguments.GetRequiredValue(apps).Skip(1).Select(app => Build(arguments, app)).ToList();
            await Task.WhenAll(others.Select(other => other.StartAsync(cancellationToken)));
            await first.RunAsync(cancellationToken);
            await Task.WhenAll(others.Select(other => other.StopAsync(CancellationToken.None)));
            others.ForEach(other => other.Dispose());
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

IHost Build(ParseResult arguments, string app)
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
            worker.App = app;
            worker.WorkerId = arguments.GetRequiredValue(name);
            worker.Slots = arguments.GetRequiredValue(slots);
            worker.DataFolder = arguments.GetRequiredValue(data);
            // Not on the command line, which every user of the machine can read.
            worker.Secret =
                Environment.GetEnvironmentVariable($"ACTORJOBS_SECRET_{app}")
                ?? Environment.GetEnvironmentVariable("ACTORJOBS_SECRET")
                ?? "";
            worker.CertificateAuthorityFile = arguments.GetRequiredValue(ca);
            worker.LocalAddress = arguments.GetRequiredValue(local);
        })
        // Finds SleepProcessor, TalkProcessor and the methods of SmallProcessors by their attributes …
        .AddProcessorsFrom(typeof(Program).Assembly)
        // … while this one gets its name here.
        .AddProcessor<AppendProcessor>("append");
    return builder.Build();
}
