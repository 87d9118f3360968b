namespace ActorJobs.Errors;

/// <summary>
/// The symbols that tell one error from another, with what the catalogue says of each in its attribute. They are part of the API: a symbol never changes
/// its meaning, and one that is given up moves to <see cref="ErrorCatalogue.Retired"/>, so that it never comes back with another.
/// </summary>
public static partial class ErrorCodes;
