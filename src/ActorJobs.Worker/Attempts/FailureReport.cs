using ActorJobs.Protocol;

namespace ActorJobs.Worker.Attempts;

/// <summary>Makes the failure of an attempt out of an exception: all of it, within bounds that keep the report deliverable.</summary>
internal static class FailureReport
{
    /// <summary>Tells an exception with its inner ones; those of an <see cref="AggregateException"/> side by side.</summary>
    public static Failure Of(Exception exception)
    {
        var left = MessageLimits.Failures - 1;
        return Of(exception, MessageLimits.CauseDepth, ref left);
    }

    /// <summary>Tells a failure without an exception.</summary>
    public static Failure Of(string type, string message) =>
        new()
        {
            Type = MessageLimits.Cut(type, MessageLimits.TextCharacters),
            Message = MessageLimits.Cut(message, MessageLimits.TextCharacters),
        };

    private static Failure Of(Exception exception, int depth, ref int left)
    {
        var failure = Of(exception.GetType().ToString(), Read(() => exception.Message));
        failure.Stack = MessageLimits.Cut(Read(() => exception.StackTrace), MessageLimits.StackCharacters);
        IReadOnlyList<Exception> causes =
            exception is AggregateException aggregate ? aggregate.InnerExceptions
            : exception.InnerException is { } inner ? [inner]
            : [];
        foreach (var cause in causes)
        {
            if (depth is 0 || left is 0)
            {
                failure.Causes.Add(FailureBounds.LeftOut());
                break;
            }
            left--;
            failure.Causes.Add(Of(cause, depth - 1, ref left));
        }
        return failure;
    }

    // A user's exception may fail again while it is read; its type is worth telling all the same.
    private static string Read(Func<string?> text)
    {
        try
        {
            return text() ?? "";
        }
        catch (Exception exception)
        {
            return $"(reading it threw {exception.GetType()})";
        }
    }
}
