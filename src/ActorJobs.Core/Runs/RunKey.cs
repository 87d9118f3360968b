namespace ActorJobs.Core.Runs;

/// <summary>Names a user's request, so that a repetition of it is the same run.</summary>
/// <param name="Text">Unique in the app as long as the store keeps it.</param>
/// <param name="Fingerprint">Of all that is asked for: the same key with another one is a mistake.</param>
public sealed record RunKey(string Text, long Fingerprint);
