namespace ActorJobs.Server.Tests.Starts;

/// <summary>A start of the server that has to fail, and what it has to say.</summary>
/// <param name="Name">What is broken.</param>
/// <param name="Code">The symbol that its line begins with.</param>
/// <param name="Cure">What its line has to contain: the cure, by name.</param>
/// <param name="ExitCode">How it has to end.</param>
/// <param name="Arguments">Of the server.</param>
internal sealed record BrokenStart(string Name, string Code, string Cure, int ExitCode, params IReadOnlyList<string> Arguments)
{
    /// <summary>Variables of its environment.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>The account that it runs under; null: that of the tests.</summary>
    public string? User { get; init; }

    /// <summary>The arguments for settings, each as <c>key=value</c>.</summary>
    public static IReadOnlyList<string> Set(params IEnumerable<string> settings) =>
        [.. settings.SelectMany(setting => new[] { "--set", setting })];
}
