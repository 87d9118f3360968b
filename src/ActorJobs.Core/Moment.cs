using NodaTime;

namespace ActorJobs.Core;

/// <summary>When something happens, by the two clocks that a scheduler needs.</summary>
/// <param name="Now">Scheduling time: fire times are compared with it. Never runs backwards.</param>
/// <param name="Monotonic">Time since an arbitrary zero, untouched by any setting of clocks: silences are measured with it.</param>
public readonly record struct Moment(Instant Now, Duration Monotonic);
