using System.CommandLine;
using ActorJobs.Errors;
using ActorJobs.Server.Hosting;
using ActorJobs.Server.Settings;
using ActorJobs.Server.Start;

var config = new Option<string[]>("--config")
{
    Description = "A file of settings in HOCON. May be given several times; a later one counts more.",
    HelpName = "FILE",
    Arity = ArgumentArity.OneOrMore,
    AllowMultipleArgumentsPerToken = false,
};
var set = new Option<string[]>("--set")
{
    Description = "A setting, such as actorjobs.http.port=8080. May be given several times; counts more than files and variables.",
    HelpName = "KEY=VALUE",
    Arity = ArgumentArity.OneOrMore,
    AllowMultipleArgumentsPerToken = false,
};
var print = new Option<bool>("--print-config") { Description = "Prints every setting, its value and where that comes from, and ends." };
var command = new RootCommand(
    """
    A server of ActorJobs: owns apps, fires their schedules, and gives runs to workers.

    Without settings it listens on 127.0.0.1:7700 and keeps its data in the folder actorjobs-data. Settings come from files, then from environment
    variables (actorjobs.http.port is ACTORJOBS__HTTP__PORT), then from --set; the later ones count more. --print-config lists all that there are.

    It ends with 0 when it was asked to end, 2 if its settings are wrong, 3 if the machine cannot serve it (port, folder, disk, clock), 4 if the
    store cannot, 1 on an error that nobody foresaw. It waits for a database that is merely away.
    """
)
{
    config,
    set,
    print,
};
command.SetAction(
    async (result, cancellationToken) =>
    {
        try
        {
            var sources = SettingSources.OfThisProcess(result.GetValue(config) ?? [], result.GetValue(set) ?? []);
            if (result.GetValue(print))
            {
                await Console.Out.WriteAsync(SettingsListing.Of(sources));
                return 0;
            }

            return await ServerProgram.RunAsync(sources, _ => { }, cancellationToken);
        }
        catch (StartException exception)
        {
            foreach (var problem in exception.Problems)
            {
                await Console.Error.WriteLineAsync($"{problem}");
            }

            return (int)exception.Failure;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
    }
);

var parsed = command.Parse(args);
if (parsed.Errors.Count > 0)
{
    var options = command.Options.Select(option => option.Name);
    foreach (var error in parsed.Errors)
    {
        var hint = parsed
            .UnmatchedTokens.Where(token => error.Message.Contains(token, StringComparison.Ordinal))
            .Select(token => NearMatches.Hint(token, options));
        await Console.Error.WriteLineAsync(
            $"{ErrorCodes.InvalidSetting}: {error.Message}{hint.FirstOrDefault()} --help tells what there is."
        );
    }

    return (int)StartFailure.Settings;
}

// Time to hand over: commits under way end, and their outputs leave.
return await parsed.InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
