namespace ActorJobs.Worker.Doctors;

/// <summary>One check of a doctor, and what it found.</summary>
/// <param name="Check">The name of the check, such as <c>dns</c>.</param>
/// <param name="Server">The address of the server that was looked at; empty: the check is about this machine.</param>
/// <param name="Finding">What it found.</param>
/// <param name="Took">How long it took.</param>
public sealed record CheckResult(string Check, string Server, Finding Finding, TimeSpan Took);
