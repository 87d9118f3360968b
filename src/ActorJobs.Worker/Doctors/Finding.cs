namespace ActorJobs.Worker.Doctors;

/// <summary>What a check of a doctor found. No text of it holds a secret.</summary>
public sealed record Finding
{
    private Finding() { }

    /// <summary>How it came out.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>What was found, in words.</summary>
    public required string Found { get; init; }

    /// <summary>What would be right; empty if nothing is wrong.</summary>
    public string Expected { get; private init; } = "";

    /// <summary>What to do about it; empty if nothing is wrong.</summary>
    public string Cure { get; internal init; } = "";

    /// <summary>The symbol of the error catalogue; empty if it has none.</summary>
    public string Code { get; init; } = "";

    /// <summary>All is as it should be.</summary>
    /// <param name="found">What was found.</param>
    public static Finding Ok(string found) => new() { Verdict = Verdict.Ok, Found = found };

    /// <summary>It works, but something should be done.</summary>
    /// <param name="found">What was found.</param>
    /// <param name="expected">What would be right.</param>
    /// <param name="cure">What to do.</param>
    public static Finding Warning(string found, string expected, string cure) =>
        new()
        {
            Verdict = Verdict.Warning,
            Found = found,
            Expected = expected,
            Cure = cure,
        };

    /// <summary>It does not work.</summary>
    /// <param name="found">What was found.</param>
    /// <param name="expected">What would be right.</param>
    /// <param name="cure">What to do.</param>
    public static Finding Failure(string found, string expected, string cure) =>
        Warning(found, expected, cure) with
        {
            Verdict = Verdict.Failure,
        };

    /// <summary>It was not looked at.</summary>
    /// <param name="why">Why not.</param>
    public static Finding Skipped(string why) => new() { Verdict = Verdict.Skipped, Found = why };
}
