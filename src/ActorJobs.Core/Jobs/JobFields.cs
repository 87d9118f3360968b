using ActorJobs.Core.Notifications;

namespace ActorJobs.Core.Jobs;

/// <summary>The names of a job's JSON fields, the words in them, and their limits; reader and writer share them.</summary>
internal static class JobFields
{
    public const string Name = "name";
    public const string Description = "description";
    public const string Labels = "labels";
    public const string Enabled = "enabled";
    public const string Processor = "processor";
    public const string Type = "type";
    public const string Params = "params";
    public const string Execution = "execution";
    public const string Schedules = "schedules";
    public const string Misfire = "misfire";
    public const string Overlap = "overlap";
    public const string Policy = "policy";
    public const string Window = "window";
    public const string Max = "max";
    public const string Delivery = "delivery";
    public const string Retry = "retry";
    public const string Backoff = "backoff";
    public const string On = "on";
    public const string Kind = "kind";
    public const string Initial = "initial";
    public const string Factor = "factor";
    public const string Jitter = "jitter";
    public const string Worker = "worker";
    public const string OwnProcess = "ownProcess";
    public const string Priority = "priority";
    public const string Limits = "limits";
    public const string PerJob = "perJob";
    public const string PerKey = "perKey";
    public const string Rate = "rate";
    public const string Timeouts = "timeouts";
    public const string Queue = "queue";
    public const string Run = "run";
    public const string Kill = "kill";
    public const string Silence = "silence";
    public const string Target = "target";
    public const string Workers = "workers";
    public const string Runtimes = "runtimes";
    public const string MinFreeCpu = "minFreeCpu";
    public const string MinFreeMemory = "minFreeMemory";
    public const string MinFreeDisk = "minFreeDisk";
    public const string MaxWorkers = "maxWorkers";
    public const string Strategy = "strategy";
    public const string Logs = "logs";
    public const string Keep = "keep";
    public const string Runs = "runs";
    public const string Size = "size";

    /// <summary>The processor type whose code runs in the user's own worker.</summary>
    public const string Sdk = "sdk";

    public const int LongestDescription = 2000;
    public const int MostLabels = 64;
    public const int LongestLabelValue = 255;
    public const int MostSchedules = 100;
    public const int MostRuns = 10_000;
    public const int MostNames = 100;
    public const int MostProcessors = 10_000;

    /// <summary>The fields that jobs and workflows have in common.</summary>
    public static IReadOnlyList<string> OfEveryDefinition { get; } =
    [Name, Description, Labels, Enabled, Params, Schedules, Misfire, Overlap, NotifyText.Notify];

    /// <summary>The fields of a run policy.</summary>
    public static IReadOnlyList<string> OfPolicy { get; } = [Priority, Limits, Retry, Timeouts, Target, OwnProcess];

    /// <summary>The fields of a job.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Name,
        Description,
        Labels,
        Enabled,
        Processor,
        Params,
        Execution,
        Schedules,
        Misfire,
        Overlap,
        Delivery,
        .. OfPolicy,
        NotifyText.Notify,
        Logs,
    ];

    public static IReadOnlyList<string> OfProcessor { get; } = [Type, Name];

    public static IReadOnlyList<string> OfMisfire { get; } = [Policy, Window, Max];

    public static IReadOnlyList<string> OfOverlap { get; } = [Policy, Max];

    public static IReadOnlyList<string> OfRetry { get; } = [Max, Backoff, On];

    /// <summary>The runs of a job can be told apart by their workers.</summary>
    public static IReadOnlyList<string> OfJobRetry { get; } = [.. OfRetry, Worker];

    public static IReadOnlyList<string> OfLimits { get; } = [PerJob, PerKey, Rate];

    public static IReadOnlyList<string> OfTimeouts { get; } = [Queue, Run, Kill, Silence];

    public static IReadOnlyList<string> OfLogs { get; } = [Keep, Runs, Size];

    public static IReadOnlyList<string> OfTarget { get; } =
    [Workers, Labels, Runtimes, MinFreeCpu, MinFreeMemory, MinFreeDisk, MaxWorkers, Strategy];

    public static IReadOnlyList<string> OfBackoff { get; } = [Kind, Initial, Factor, Max, Jitter];

    /// <summary>The first is the user's own code; the others are ready-made, and workers offer them under these names.</summary>
    public static IReadOnlyList<string> ProcessorTypes { get; } =
    [Sdk, "shell", "python", "powershell", "cmd", "program", "http", "sql", "file-cleanup"];

    public static IReadOnlyList<string> Executions { get; } = ["standalone"];

    public static IReadOnlyDictionary<string, MisfireKind> MisfireKinds { get; } =
        new Dictionary<string, MisfireKind>(StringComparer.Ordinal)
        {
            ["skip"] = MisfireKind.Skip,
            ["fireOnce"] = MisfireKind.FireOnce,
            ["fireAll"] = MisfireKind.FireAll,
        };

    public static IReadOnlyDictionary<string, OverlapKind> OverlapKinds { get; } =
        new Dictionary<string, OverlapKind>(StringComparer.Ordinal)
        {
            ["allow"] = OverlapKind.Allow,
            ["skip"] = OverlapKind.Skip,
            ["queue"] = OverlapKind.Queue,
            ["replace"] = OverlapKind.Replace,
        };

    public static IReadOnlyDictionary<string, Delivery> Deliveries { get; } =
        new Dictionary<string, Delivery>(StringComparer.Ordinal)
        {
            ["atLeastOnce"] = Jobs.Delivery.AtLeastOnce,
            ["atMostOnce"] = Jobs.Delivery.AtMostOnce,
        };

    public static IReadOnlyDictionary<string, BackoffKind> BackoffKinds { get; } =
        new Dictionary<string, BackoffKind>(StringComparer.Ordinal)
        {
            ["exponential"] = BackoffKind.Exponential,
            ["fixed"] = BackoffKind.Fixed,
        };

    public static IReadOnlyDictionary<string, RetryCauses> RetryCauseWords { get; } =
        new Dictionary<string, RetryCauses>(StringComparer.Ordinal)
        {
            ["failed"] = RetryCauses.Failed,
            ["timedOut"] = RetryCauses.TimedOut,
            ["workerLost"] = RetryCauses.WorkerLost,
        };

    public static IReadOnlyDictionary<string, RetryWorker> RetryWorkers { get; } =
        new Dictionary<string, RetryWorker>(StringComparer.Ordinal)
        {
            ["any"] = RetryWorker.Any,
            ["same"] = RetryWorker.Same,
            ["other"] = RetryWorker.Other,
        };

    public static IReadOnlyDictionary<string, WorkerStrategy> Strategies { get; } =
        new Dictionary<string, WorkerStrategy>(StringComparer.Ordinal)
        {
            ["leastLoaded"] = WorkerStrategy.LeastLoaded,
            ["random"] = WorkerStrategy.Random,
            ["roundRobin"] = WorkerStrategy.RoundRobin,
            ["healthiest"] = WorkerStrategy.Healthiest,
            ["sticky"] = WorkerStrategy.Sticky,
        };

    public static string WordFor<T>(IReadOnlyDictionary<string, T> words, T value) =>
        words.First(word => EqualityComparer<T>.Default.Equals(word.Value, value)).Key;
}
