using System.Globalization;
using System.Text.Json;
using ActorJobs.Core.Access;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Definitions;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.Errors;
using ActorJobs.Scheduler.AppGroups;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;
using ActorJobs.Server.Facade.Waiting;
using Microsoft.Net.Http.Headers;

namespace ActorJobs.Server.Facade.Instances;

/// <summary>Workflow instances: shown, with their history and as drawings. They are asked for in <see cref="RunSubmitEndpoints"/>, listed in
/// <see cref="RunListEndpoints"/>, and operated on in <see cref="InstanceOperationEndpoints"/>.</summary>
internal static class InstanceEndpoints
{
    private const string Instance = "/apps/{app}/workflow-instances/{instance:noAction}";
    private const string Format = "format";
    private const string Mermaid = "mermaid";
    private const string Ascii = "ascii";

    /// <summary>Maps <c>/apps/{app}/workflow-instances/{instance}</c>, and the drawing of a workflow.</summary>
    public static void MapInstances(this IEndpointRouteBuilder api)
    {
        api.MapGet(Instance, ShowAsync)
            .WithMetadata(new QueryNames(QueryReader.WaitName))
            .Describes("getInstance", "A workflow instance, with the states of its nodes.")
            .Needs(Role.Viewer)
            .Answers<InstanceView>()
            .Answers<InstanceView>(StatusCodes.Status202Accepted, HeaderNames.Location)
            .Refuses(ErrorCodes.InvalidDuration, ErrorCodes.WorkflowStateConflict);
        api.MapGet(Instance + "/history", ShowHistoryAsync)
            .WithMetadata(new QueryNames(QueryReader.LimitName, QueryReader.CursorName))
            .Describes("listInstanceHistory", "What has happened to a workflow instance, the oldest first.")
            .Needs(Role.Viewer)
            .Answers<InstanceHistoryView>()
            .Refuses(ErrorCodes.WorkflowStateConflict);
        api.MapGet(Instance + "/graph", DrawAsync)
            .WithMetadata(new QueryNames(Format))
            .Describes("drawInstance", "A workflow instance as a drawing, with the states of its nodes.")
            .Needs(Role.Viewer)
            .Answers<GraphView>()
            .Refuses(ErrorCodes.WorkflowStateConflict);
        api.MapGroup("")
            .WithMetadata(JobRoutes.Workflows)
            .MapGet(JobRoutes.Workflows.One + "/graph", DrawWorkflowAsync)
            .WithMetadata(new QueryNames(Format))
            .Describes("drawWorkflow", "A workflow as a drawing.")
            .Needs(Role.Viewer)
            .Answers<GraphView>()
            .Refuses(ErrorCodes.JobSetAside);
        api.MapInstanceOperations();
    }

    private static async Task<IResult> ShowAsync(
        string app,
        string instance,
        HttpRequest request,
        InstanceDescription description,
        RunWait wait,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader(request);
        var patience = query.Wait();
        query.ThrowIfWrong();
        var shown = await description.ShowAsync(app, instance, cancellationToken);
        if (patience is not { } given)
        {
            return FacadeJson.Answer(shown);
        }

        if (!shown.State.IsEnd())
        {
            await wait.UntilEndedAsync(app, instance, given, cancellationToken);
            shown = await description.ShowAsync(app, instance, cancellationToken);
        }

        return AwaitedRun.Answer(app, shown, request.HttpContext.Response);
    }

    private static async Task<IResult> ShowHistoryAsync(
        string app,
        string instance,
        HttpRequest request,
        StoreLookup lookup,
        IStoreQueries queries,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader(request);
        var (limit, cursor) = (query.Limit(), query.NumberCursor() ?? 0);
        query.ThrowIfWrong();
        var record = await lookup.InstanceAsync(app, instance, cancellationToken);
        var entries = await queries.ListJournalAsync(app, record.Run.Id, cursor, limit, cancellationToken);
        try
        {
            return FacadeJson.Answer(
                new InstanceHistoryView(
                    [.. entries.Select(InstanceEventView.Of)],
                    entries.Count == limit ? entries[^1].Position.ToString(CultureInfo.InvariantCulture) : null,
                    entries is [var first, ..] && first.Position > cursor + 1
                )
            );
        }
        catch (JsonException problem)
        {
            throw InstanceMessages.Unreadable(record.Run.Id, record.Run.State, problem);
        }
    }

    private static async Task<IResult> DrawAsync(
        string app,
        string instance,
        HttpRequest request,
        InstanceDescription description,
        CancellationToken cancellationToken
    )
    {
        var format = ReadFormat(request);
        var found = await description.FindAsync(app, instance, cancellationToken);
        return Draw(format, found.Graph, found.StatusOf);
    }

    private static async Task<IResult> DrawWorkflowAsync(
        JobPath path,
        HttpRequest request,
        StoreLookup lookup,
        CancellationToken cancellationToken
    )
    {
        var format = ReadFormat(request);
        var record = await lookup.JobAsync(path, cancellationToken);
        var graph =
            InstanceDescription.GraphOf(record)
            ?? throw new RefusalException(
                ErrorCodes.JobSetAside,
                $"Workflow {record.Name} is set aside, because its stored definition cannot be read. Save it anew with PUT to bring it back.",
                "workflow"
            );
        return Draw(format, graph, null);
    }

    private static string ReadFormat(HttpRequest request)
    {
        var query = new QueryReader(request);
        var format = query.Word(Format, [Mermaid, Ascii]) ?? Mermaid;
        query.ThrowIfWrong();
        return format;
    }

    private static IResult Draw(string format, WorkflowGraph graph, Func<string, NodeStatus>? statusOf) =>
        FacadeJson.Answer(new GraphView(format, format == Ascii ? AsciiGraph.Draw(graph, statusOf) : MermaidGraph.Draw(graph, statusOf)));
}
