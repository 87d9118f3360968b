namespace ActorJobs.TestKit.VirtualTime;

/// <summary>A timer was set that was not, or is set no more.</summary>
/// <param name="Timer">Which one.</param>
/// <param name="State">What its maker gave for the callback: it tells who waits.</param>
/// <param name="IsSet">Whether it is set now.</param>
internal readonly record struct VirtualTimerChange(object Timer, object? State, bool IsSet);
