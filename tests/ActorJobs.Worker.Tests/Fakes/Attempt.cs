using ActorJobs.Protocol;

namespace ActorJobs.Worker.Tests.Fakes;

/// <summary>Attempts for tests.</summary>
internal static class Attempt
{
    public static AttemptRef Of(string run, long token = 1, int number = 1) =>
        new()
        {
            Run = run,
            Attempt = number,
            Token = token,
        };
}
