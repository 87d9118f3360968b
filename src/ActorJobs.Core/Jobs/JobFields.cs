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

    /// <summary>The processor type whose code runs in the user's own worker.</summary>
    public const string Sdk = "sdk";

    public const int LongestDescription = 2000;
    public const int MostLabels = 64;
    public const int LongestLabelValue = 255;
    public const int MostSchedules = 100;
    public const int MostRuns = 10_000;

    /// <summary>The fields that jobs and workflows have in common.</summary>
    public static IReadOnlyList<string> OfEveryDefinition { get; } =
    [Name, Description, Labels, Enabled, Params, Schedules, Misfire, Overlap];

    /// <summary>The fields of a job.</summary>
    public static IReadOnlyList<string> All { get; } =
    [Name, Description, Labels, Enabled, Processor, Params, Execution, Schedules, Misfire, Overlap, Delivery];

    public static IReadOnlyList<string> OfProcessor { get; } = [Type, Name];

    public static IReadOnlyList<string> OfMisfire { get; } = [Policy, Window, Max];

    public static IReadOnlyList<string> OfOverlap { get; } = [Policy, Max];

    public static IReadOnlyList<string> OfRetry { get; } = [Max, Backoff, On];

    public static IReadOnlyList<string> OfBackoff { get; } = [Kind, Initial, Factor, Max, Jitter];

    public static IReadOnlyList<string> ProcessorTypes { get; } = [Sdk];

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

    public static string WordFor<T>(IReadOnlyDictionary<string, T> words, T value) =>
        words.First(word => EqualityComparer<T>.Default.Equals(word.Value, value)).Key;
}
