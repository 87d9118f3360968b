using ActorJobs.Core.Errors;

namespace ActorJobs.Core.Schedules.Cron;

/// <summary>A text is no cron expression, or one that can never fire.</summary>
public sealed class CronFormatException : FormatException
{
    /// <summary>For the runtime's conventions; the parser gives all details.</summary>
    public CronFormatException()
        : this(ErrorCodes.InvalidCron, "", 1, "The text is no cron expression.") { }

    /// <inheritdoc cref="CronFormatException()"/>
    public CronFormatException(string message)
        : this(ErrorCodes.InvalidCron, "", 1, message) { }

    /// <inheritdoc cref="CronFormatException()"/>
    public CronFormatException(string message, Exception innerException)
        : base(message, innerException) => (Code, Field, Position) = (ErrorCodes.InvalidCron, "", 1);

    /// <summary>Says what is wrong, and where.</summary>
    public CronFormatException(string code, string field, int position, string message)
        : base(message) => (Code, Field, Position) = (code, field, position);

    /// <summary><see cref="ErrorCodes.InvalidCron"/> or <see cref="ErrorCodes.NeverFires"/>.</summary>
    public string Code { get; }

    /// <summary>The name of the field, such as <c>hours</c>; empty if the expression as a whole is meant.</summary>
    public string Field { get; }

    /// <summary>Where in the expression, from 1.</summary>
    public int Position { get; }
}
