using System.CommandLine;
using ActorJobs.Agent.Hosting;
using ActorJobs.Agent.Settings;
using ActorJobs.Worker;
using ActorJobs.Worker.Doctors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

var config = new Option<string[]>("--config")
{
    Description = "A file of settings in HOCON or JSON. May be given several times; a later one counts more.",
    HelpName = "FILE",
    AllowMultipleArgumentsPerToken = false,
};
var set = new Option<string[]>("--set")
{
    Description = "A setting, such as agent.kill-grace=5s. May be given several times; counts more than files.",
    HelpName = "KEY=VALUE",
    AllowMultipleArgumentsPerToken = false,
};
var server = new Option<string[]>("--server")
{
    Description = "The address of a server node; may be given several times.",
    HelpName = "URL",
};
var app = new Option<string>("--app") { Description = "The app whose jobs are run.", HelpName = "NAME" };
var name = new Option<string>("--name") { Description = "The worker's id. Default: the machine's name and a number.", HelpName = "ID" };
var slots = new Option<string>("--slots") { Description = "How many runs at once. Default: two for each processor.", HelpName = "N" };
var data = new Option<string>("--data") { Description = "Where unacknowledged results and logs are kept.", HelpName = "FOLDER" };
var allow = new Option<string[]>("--allow")
{
    Description = "Switches processors on beside those of the settings: shell, python, powershell, cmd, program.",
    HelpName = "NAME,…",
};
var command = new RootCommand(
    """
    A ready-made worker of ActorJobs: runs scripts, programs, HTTP calls, SQL and file clean-ups for the jobs of an app.

    hocon/agent.conf has every setting; docs/processors.md tells what jobs can ask for. The secret of the app comes from the variable ACTORJOBS_SECRET.
    Jobs cannot run code of their own unless it is allowed here: shell, python, powershell, cmd and program are off.
    """
)
{
    config,
    set,
    server,
    app,
    name,
    slots,
    data,
    allow,
};

var json = new Option<bool>("--json") { Description = "For programs: one JSON object." };
var doctor = new Command(
    "doctor",
    "Looks at all that an agent with these settings needs, and says what to do about what fails: the way to each server, the machine, the processors. It disturbs no "
        + "agent that runs. Exit code 0: nothing failed."
)
{
    json,
};
command.Add(doctor);
foreach (var option in command.Options)
{
    option.Recursive = true;
}

command.SetAction(
    async (arguments, cancellationToken) =>
    {
        try
        {
            var settings = Settings(arguments);
            using var host = AgentHost.Build(settings);
            host.Services.GetRequiredService<ILoggerFactory>()
                .CreateLogger("ActorJobs.Agent")
                .LogInformation("{Offer}", AgentHost.Offer(settings));
            // The host would log what is wrong with them as a failure of its own.
            _ = host.Services.GetRequiredService<IOptions<WorkerOptions>>().Value;
            await host.RunAsync(cancellationToken);
            return 0;
        }
        catch (Exception exception)
            when (exception is OptionsValidationException or ProcessorDeclarationException or AgentSettingsException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }
);
doctor.SetAction(
    async (arguments, cancellationToken) =>
    {
        var format = arguments.GetValue(json) ? DoctorFormat.Json : DoctorFormat.Text;
        try
        {
            return await AgentHost.Build(Settings(arguments)).RunWorkerDoctorAsync(format, cancellationToken);
        }
        catch (AgentSettingsException exception)
        {
            var results = WorkerDoctor.WithoutSettings(exception.Message, "Mend what is named; hocon/agent.conf has every setting.");
            return await DoctorReport.PrintAsync(results.ToAsyncEnumerable(), format, Console.Out, cancellationToken);
        }
    }
);

// The host sees to signals itself: it drains before it ends.
return await command.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null });

AgentSettings Settings(ParseResult arguments)
{
    var settings = AgentSettingsReader.Read(arguments.GetValue(config) ?? [], Given(arguments));
    var also = (arguments.GetValue(allow) ?? []).SelectMany(names => names.Split(',', StringSplitOptions.TrimEntries));
    return AgentSettingsReader.WithAllowed(settings, also);
}

IEnumerable<(string Key, string Text)> Given(ParseResult arguments)
{
    foreach (var text in arguments.GetValue(set) ?? [])
    {
        var (key, value) = text.Split('=', 2) is [var before, var after] ? (before, after) : (text, "");
        yield return (key, value);
    }
    if (arguments.GetValue(server) is { Length: > 0 } servers)
    {
        yield return ("agent.servers", string.Join(',', servers));
    }
    foreach (var (option, key) in new[] { (app, "agent.app"), (name, "agent.name"), (slots, "agent.slots"), (data, "agent.data") })
    {
        if (arguments.GetValue(option) is { } value)
        {
            yield return (key, value);
        }
    }
}
