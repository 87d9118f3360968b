using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ActorJobs.Client;
using ActorJobs.Client.Access;
using ActorJobs.Client.Answers;
using ActorJobs.Client.Apps;
using ActorJobs.Client.Clusters;
using ActorJobs.Client.Jobs;
using ActorJobs.Client.Runs;
using ActorJobs.Client.Servers;
using ActorJobs.Client.Workers;
using ActorJobs.Client.Workflows;
using ActorJobs.Server.Tests.Facade;

namespace ActorJobs.Server.Tests.Clients;

/// <summary>The client's own types have the fields that the OpenAPI document has, no more and no less.</summary>
public class ClientDriftTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    [Theory]
    [InlineData(typeof(Token), "Token")]
    [InlineData(typeof(AuditRecord), "Audit")]
    [InlineData(typeof(Secret), "Secret")]
    [InlineData(typeof(TokenRequest), "TokenRequest")]
    [InlineData(typeof(TokenMade), "TokenMade")]
    [InlineData(typeof(Problem), "ProblemBody")]
    [InlineData(typeof(FieldProblem), "FieldError")]
    [InlineData(typeof(App), "App")]
    [InlineData(typeof(Queues), "Queues")]
    [InlineData(typeof(AppListed), "AppListed")]
    [InlineData(typeof(ActorJobs.Client.Workers.Worker), "Worker")]
    [InlineData(typeof(WorkerHost), "WorkerHost")]
    [InlineData(typeof(RefusedWorker), "RefusedWorker")]
    [InlineData(typeof(WorkerList), "Workers")]
    [InlineData(typeof(JobDefinition), "JobDefinition")]
    [InlineData(typeof(Job), "Job", "execution")]
    [InlineData(typeof(Pause), "Pause")]
    [InlineData(typeof(PauseRequest), "PauseRequest")]
    [InlineData(typeof(Processor), "Processor")]
    [InlineData(typeof(Misfire), "Misfire")]
    [InlineData(typeof(Overlap), "Overlap")]
    [InlineData(typeof(Schedule), "Schedule")]
    [InlineData(typeof(DailyWindow), "Window")]
    [InlineData(typeof(JobSaved), "JobSaved")]
    [InlineData(typeof(JobVersion), "JobVersion")]
    [InlineData(typeof(JobDiff), "JobDiff")]
    [InlineData(typeof(JobChange), "JsonChange")]
    [InlineData(typeof(PreviewRequest), "PreviewRequest")]
    [InlineData(typeof(SchedulePreview), "Preview")]
    [InlineData(typeof(Run), "RunDetails")]
    [InlineData(typeof(RunTrigger), "Trigger")]
    [InlineData(typeof(RunWorker), "WorkerRef")]
    [InlineData(typeof(StopWish), "StopWish")]
    [InlineData(typeof(OmittedFires), "Omitted")]
    [InlineData(typeof(RunFailure), "Failure")]
    [InlineData(typeof(RunRequest), "RunRequest")]
    [InlineData(typeof(RunSubmitted), "RunSubmitted")]
    [InlineData(typeof(RunStanding), "RunState")]
    [InlineData(typeof(JobBatch), "SwitchJobsRequest")]
    [InlineData(typeof(PauseBatch), "PauseJobsRequest")]
    [InlineData(typeof(DeletionBatch), "DeleteJobsRequest")]
    [InlineData(typeof(JobBatchResult), "JobBatch")]
    [InlineData(typeof(JobBatchItem), "JobBatchItem")]
    [InlineData(typeof(AppImport), "Import")]
    [InlineData(typeof(AppImportItem), "ImportItem")]
    [InlineData(typeof(BackfillRequest), "BackfillRequest")]
    [InlineData(typeof(Backfill), "Backfill")]
    [InlineData(typeof(BackfillItem), "BackfillItem")]
    [InlineData(typeof(RunClearing), "CancelRunsRequest")]
    [InlineData(typeof(RunsCleared), "Clearing")]
    [InlineData(typeof(RunBatchItem), "RunBatchItem")]
    [InlineData(typeof(RunBatchProblem), "RunBatchProblem")]
    [InlineData(typeof(Attempts), "Attempts")]
    [InlineData(typeof(Attempt), "Attempt")]
    [InlineData(typeof(StaleReport), "StaleReport")]
    [InlineData(typeof(RunWhy), "RunWhy")]
    [InlineData(typeof(RunOwner), "RunOwner")]
    [InlineData(typeof(QueuePlace), "QueuePlace")]
    [InlineData(typeof(Candidate), "Candidate")]
    [InlineData(typeof(RunningAttempt), "Running")]
    [InlineData(typeof(Limits), "Limits")]
    [InlineData(typeof(JobRetry), "JobRetry")]
    [InlineData(typeof(Timeouts), "Timeouts")]
    [InlineData(typeof(Target), "Target")]
    [InlineData(typeof(WorkerLoad), "WorkerLoad")]
    [InlineData(typeof(AppSettings), "AppSettings")]
    [InlineData(typeof(AppLimits), "AppLimits")]
    [InlineData(typeof(AppDefaults), "AppDefaults")]
    [InlineData(typeof(AppMaxima), "AppMaxima")]
    [InlineData(typeof(AppCalendar), "AppCalendar")]
    [InlineData(typeof(LogRetention), "LogRetention")]
    [InlineData(typeof(WorkflowDefinition), "WorkflowDefinition")]
    [InlineData(typeof(Workflow), "Workflow")]
    [InlineData(typeof(WorkflowNode), "WorkflowNode")]
    [InlineData(typeof(DecisionBranch), "DecisionBranch")]
    [InlineData(typeof(WorkflowEdge), "WorkflowEdge")]
    [InlineData(typeof(Retry), "Retry")]
    [InlineData(typeof(Backoff), "Backoff")]
    [InlineData(typeof(Graph), "Graph")]
    [InlineData(typeof(WorkflowInstance), "Instance")]
    [InlineData(typeof(InstanceNode), "InstanceNode")]
    [InlineData(typeof(InstancePause), "InstancePause")]
    [InlineData(typeof(InstanceEvent), "InstanceEvent")]
    [InlineData(typeof(InstanceSubmitted), "InstanceSubmitted")]
    [InlineData(typeof(ClusterNodes), "Nodes")]
    [InlineData(typeof(ClusterNode), "Node")]
    [InlineData(typeof(ClusterShard), "Shard")]
    [InlineData(typeof(ServerInfo), "Server")]
    [InlineData(typeof(LogTail), "LogTail")]
    [InlineData(typeof(LogLine), "LogLine")]
    [InlineData(typeof(RunLogLine), "RunLogLine")]
    public void Type_OfTheClient_HasTheFieldsOfTheDocument(Type type, string schema, params string[] requestsOnly)
    {
        var options = new JsonSerializerOptions(ClientJson.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
        var own = options
            .GetTypeInfo(type)
            .Properties.Where(property => property.Get is not null && property.AttributeProvider is not null);
        var described = server
            .Contract.Document.GetProperty("components")
            .GetProperty("schemas")
            .GetProperty(schema)
            .GetProperty("properties");

        own.Where(property =>
                !property.AttributeProvider!.IsDefined(typeof(System.Text.Json.Serialization.JsonIgnoreAttribute), inherit: true)
            )
            .Select(property => property.Name)
            .Except(requestsOnly)
            .ShouldBe(described.EnumerateObject().Select(property => property.Name), ignoreOrder: true);
    }

    [Fact]
    public void States_OfTheClient_AreThoseOfTheDocument()
    {
        var schemas = server.Contract.Document.GetProperty("components").GetProperty("schemas");
        var described = schemas.GetProperty("RunDetails").GetProperty("properties").GetProperty("state").GetProperty("enum");

        Enum.GetNames<RunState>().ShouldBe(described.EnumerateArray().Select(state => state.GetString()!));
        var ofNodes = schemas.GetProperty("InstanceNode").GetProperty("properties").GetProperty("state").GetProperty("enum");
        Enum.GetNames<NodeState>().ShouldBe(ofNodes.EnumerateArray().Select(state => state.GetString()!));
    }

    [Fact]
    public void Operations_OfTheDocument_AreAllInTheClient()
    {
        string[] elsewhere = ["openApi", "isLive", "isStarted", "isReady", "listRunsOfJob"];
        Dictionary<string, string> names = new()
        {
            ["createApp"] = "CreateAsync",
            ["getApp"] = "GetAsync",
            ["deleteApp"] = "DeleteAsync",
            ["pauseApp"] = "PauseAsync",
            ["resumeApp"] = "ResumeAsync",
            ["putJob"] = "ReplaceJobAsync",
            ["putWorkflow"] = "ReplaceWorkflowAsync",
            ["submitRun"] = "SubmitAsync",
            ["submitRuns"] = "SubmitAsync",
            ["cancelRun"] = "CancelAsync",
            ["previewSchedule"] = "PreviewAsync",
        };
        Type[] clients = [typeof(ActorJobsClient), typeof(AppClient), typeof(ClusterClient)];
        var methods = clients.SelectMany(client => client.GetMethods()).Select(method => method.Name).ToHashSet();

        server
            .Contract.Operations.Select(operation => operation.Operation.GetProperty("operationId").GetString()!)
            .Except(elsewhere)
            .Where(id => !methods.Contains(names.GetValueOrDefault(id, $"{char.ToUpperInvariant(id[0])}{id[1..]}Async")))
            .ShouldBeEmpty();
    }
}
