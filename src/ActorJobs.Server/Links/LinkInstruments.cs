using System.Diagnostics.Metrics;

namespace ActorJobs.Server.Links;

/// <summary>What is counted about the links of workers.</summary>
internal sealed class LinkInstruments(Meter meter)
{
    /// <summary>The name of the counter of refusals; its tag <c>code</c> is the symbol of the refusal.</summary>
    public const string RefusedCounter = "actorjobs.links.refused";

    private readonly Counter<long> _refused = meter.CreateCounter<long>(
        RefusedCounter,
        "{refusal}",
        "Workers that were refused, by the symbol of the refusal."
    );

    /// <summary>A worker was refused.</summary>
    public void Refused(string code) => _refused.Add(1, new KeyValuePair<string, object?>("code", code));
}
