using System.CommandLine;
using ActorJobs.Cli.CommandLines;
using ActorJobs.Cli.Palettes;
using ActorJobs.Client;
using ActorJobs.Errors;

namespace ActorJobs.Cli.Prompts;

/// <summary>The names of what the server has, to complete a line with. A server that does not answer at once has none.</summary>
internal sealed class Names(Settings settings, Surroundings surroundings)
{
    private const int Most = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The names of a kind of things.</summary>
    /// <param name="kind">What the command calls it, such as <c>JOB</c>.</param>
    /// <param name="parsed">The line so far, which may say in which app.</param>
    public async ValueTask<IReadOnlyList<string>> OfAsync(string kind, ParseResult parsed)
    {
        if (kind == "CODE")
        {
            return [.. ErrorCatalogue.All.Select(entry => entry.Code)];
        }

        using var limit = new CancellationTokenSource(Patience, surroundings.Time);
        try
        {
            using var session = new Session(parsed, settings, surroundings);
            return await OfAsync(kind, session, limit.Token);
        }
        catch (Exception error) when (error is ActorJobsException or CliException or OperationCanceledException)
        {
            return [];
        }
    }

    private static async ValueTask<IReadOnlyList<string>> OfAsync(string kind, Session session, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case Arguments.AppName or "SHARD-or-APP":
                return await session
                    .Client.ListAppsAsync(cancellationToken)
                    .Take(Most)
                    .Select(app => app.Name)
                    .ToListAsync(cancellationToken);
            case Arguments.NodeName:
                return [.. (await session.Client.Cluster.ListNodesAsync(cancellationToken)).Items.Select(node => node.Name)];
            case Arguments.JobName:
                var app = await session.AppAsync(cancellationToken);
                return await app.ListJobsAsync(cancellationToken: cancellationToken)
                    .Take(Most)
                    .Select(job => job.Name)
                    .ToListAsync(cancellationToken);
            case Arguments.WorkflowName or WorkflowPalette.WorkflowOrInstance:
                return await (await session.AppAsync(cancellationToken))
                    .ListWorkflowsAsync(cancellationToken: cancellationToken)
                    .Take(Most)
                    .Select(workflow => workflow.Name)
                    .ToListAsync(cancellationToken);
            case Arguments.WorkerName:
                var workers = await (await session.AppAsync(cancellationToken)).ListWorkersAsync(cancellationToken);
                return [.. workers.Items.Select(worker => worker.Id)];
            default:
                return [];
        }
    }
}
