namespace ActorJobs.Worker.Attempts;

/// <summary>What an attempt is told while it runs, and what it tells.</summary>
/// <param name="Log">What it writes into the log of its run.</param>
/// <param name="Vitals">Its signs of life.</param>
/// <param name="HardEnd">Cancelled when the grace after <paramref name="Stopping"/> is over.</param>
/// <param name="Stopping">Cancelled when it is to end.</param>
internal sealed record AttemptSignals(RunLog Log, AttemptVitals Vitals, CancellationToken HardEnd, CancellationToken Stopping);
