using ActorJobs.Worker;
using ActorJobs.Worker.Doctors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActorJobs.Server.Tests.Access;

/// <summary>The doctor of a worker in this process, with one processor.</summary>
internal static class Doctor
{
    /// <summary>What it finds of its servers, by the names of the checks.</summary>
    public static async Task<Dictionary<string, Finding>> ExamineServersAsync(Action<WorkerOptions> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddActorJobsWorker(configure).AddProcessor("echo", (TaskContext context) => ProcessResult.Success(context.RunId));
        using var host = builder.Build();
        return await host
            .Services.GetRequiredService<WorkerDoctor>()
            .ExamineAsync()
            .TakeWhile(result => result.Check is "settings" || result.Server.Length > 0)
            .ToDictionaryAsync(result => result.Check, result => result.Finding);
    }
}
