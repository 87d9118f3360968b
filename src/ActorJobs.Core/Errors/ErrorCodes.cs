namespace ActorJobs.Core.Errors;

/// <summary>The catalogue of symbols that tell one error from another. They are part of the API: a symbol never changes its meaning.</summary>
public static class ErrorCodes
{
    /// <summary>A field that the object does not have; the message names the nearest one that it has.</summary>
    public const string UnknownField = "UNKNOWN_FIELD";

    /// <summary>A field stands twice in one object.</summary>
    public const string DuplicateField = "DUPLICATE_FIELD";

    /// <summary>A field that must be given is not there, or null.</summary>
    public const string MissingField = "MISSING_FIELD";

    /// <summary>A field that exists, but not together with the others that are given, such as <c>every</c> with a cron expression.</summary>
    public const string FieldNotAllowed = "FIELD_NOT_ALLOWED";

    /// <summary>A value of another JSON type than the field takes.</summary>
    public const string WrongType = "WRONG_TYPE";

    /// <summary>A value that the field cannot take; the message lists, or describes, those that it can.</summary>
    public const string InvalidValue = "INVALID_VALUE";

    /// <summary>A number, a duration or a length beyond its limits; the message names both limits.</summary>
    public const string OutOfRange = "OUT_OF_RANGE";

    /// <summary>A name that is empty, too long, or has characters that names may not have.</summary>
    public const string InvalidName = "INVALID_NAME";

    /// <summary>A name that another part of the same definition has already.</summary>
    public const string DuplicateName = "DUPLICATE_NAME";

    /// <summary>A text that is no duration.</summary>
    public const string InvalidDuration = "INVALID_DURATION";

    /// <summary>A text that is no instant, or no time of day.</summary>
    public const string InvalidTime = "INVALID_TIME";

    /// <summary>A text that is no cron expression; the message tells field, position, what was found and what was expected.</summary>
    public const string InvalidCron = "INVALID_CRON";

    /// <summary>A schedule that is well formed, but has no fire time at all, such as one for 31 February.</summary>
    public const string NeverFires = "NEVER_FIRES";

    /// <summary>A time zone that the IANA database does not have; the message names near ones.</summary>
    public const string UnknownTimeZone = "UNKNOWN_TIME_ZONE";

    /// <summary>A range of time whose end is not after its start.</summary>
    public const string EndsBeforeStart = "ENDS_BEFORE_START";
}
