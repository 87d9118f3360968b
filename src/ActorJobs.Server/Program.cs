using System.CommandLine;
using ActorJobs.Server.Hosting;
using ActorJobs.Server.Settings;

var set = new Option<string[]>("--set")
{
    Description =
        "A setting as key=value; may be given several times. "
        + string.Join("; ", SettingKeys.All.Select(key => $"{key.Key} [{key.Default}]: {key.Why}")),
    Arity = ArgumentArity.OneOrMore,
    AllowMultipleArgumentsPerToken = false,
};
var command = new RootCommand("A server of ActorJobs: owns apps, fires their schedules, and gives runs to workers.") { set };
command.SetAction(
    async (result, cancellationToken) =>
    {
        try
        {
            return await ServerProgram.RunAsync(result.GetValue(set) ?? [], cancellationToken);
        }
        catch (StartException exception)
        {
            await Console.Error.WriteLineAsync($"{exception.Code}: {exception.Message}");
            return 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
    }
);

// Time to hand over: commits under way end, and their outputs leave.
return await command.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
