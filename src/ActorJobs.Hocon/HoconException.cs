namespace ActorJobs.Hocon;

/// <summary>A text that is no HOCON, or uses a part of HOCON that this reader does not read, or refers to what there is not.</summary>
/// <param name="origin">Where.</param>
/// <param name="problem">What was found, what was expected, what to do; a whole sentence.</param>
/// <param name="innerException">What it was seen from.</param>
public sealed class HoconException(HoconOrigin origin, string problem, Exception? innerException = null)
    : Exception($"{origin}: {problem}", innerException)
{
    /// <summary>Where.</summary>
    public HoconOrigin Origin { get; } = origin;

    /// <summary>The message without the place.</summary>
    public string Problem { get; } = problem;
}
