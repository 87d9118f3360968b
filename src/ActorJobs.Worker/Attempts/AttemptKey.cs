using ActorJobs.Protocol;

namespace ActorJobs.Worker.Attempts;

/// <summary>What tells one attempt from every other: the value of an <see cref="AttemptRef"/>.</summary>
internal readonly record struct AttemptKey(string Run, int Attempt, long Token)
{
    public static AttemptKey Of(AttemptRef attempt) => new(attempt.Run, attempt.Attempt, attempt.Token);

    public AttemptRef ToRef() =>
        new()
        {
            Run = Run,
            Attempt = Attempt,
            Token = Token,
        };

    public override string ToString() => $"{Run}/{Attempt} (token {Token})";
}
