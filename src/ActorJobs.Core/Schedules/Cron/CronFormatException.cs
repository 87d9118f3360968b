using ActorJobs.Errors;

namespace ActorJobs.Core.Schedules.Cron;

/// <summary>A text is no cron expression, or one that can never fire.</summary>
public sealed class CronFormatException : FormatException
{
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
