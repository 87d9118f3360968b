namespace ActorJobs.Actors;

/// <summary>The asker's message may or may not have taken effect; ask for the state, or repeat with the same id.</summary>
public sealed class OutcomeUnknownException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>The entity is not served here and now: it moved, stopped, or cannot be loaded. Nothing took effect; the message may be sent again.</summary>
public sealed class EntityUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>A message made its actor fail three times in a row, and was set aside.</summary>
public sealed class PoisonMessageException(string message, Exception? innerException = null) : Exception(message, innerException);
