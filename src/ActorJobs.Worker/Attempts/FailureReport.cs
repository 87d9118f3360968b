using ActorJobs.Protocol;

namespace ActorJobs.Worker.Attempts;

/// <summary>Makes the failure of an attempt out of an exception: all of it, within bounds that keep the report deliverable.</summary>
internal static class FailureReport
{
    /// <summary>The most characters of a message.</summary>
    public const int MaxMessage = 16 * 1024;

    /// <summary>The most characters of a stack trace.</summary>
    public const int MaxStack = 32 * 1024;

    /// <summary>How deep inner exceptions are followed.</summary>
    public const int MaxDepth = 10;

    /// <summary>How many exceptions are told at most, the outermost first.</summary>
    public const int MaxExceptions = 20;

    /// <summary>Tells an exception with its inner ones; those of an <see cref="AggregateException"/> side by side.</summary>
    public static Failure Of(Exception exception)
    {
        var left = MaxExceptions - 1;
        return Of(exception, MaxDepth, ref left);
    }

    /// <summary>Tells a failure without an exception.</summary>
    public static Failure Of(string type, string message) =>
        new() { Type = Bounded(type, MaxMessage), Message = Bounded(message, MaxMessage) };

    private static Failure Of(Exception exception, int depth, ref int left)
    {
        var failure = Of(exception.GetType().ToString(), Read(() => exception.Message));
        failure.Stack = Bounded(Read(() => exception.StackTrace), MaxStack);
        IReadOnlyList<Exception> causes =
            exception is AggregateException aggregate ? aggregate.InnerExceptions
            : exception.InnerException is { } inner ? [inner]
            : [];
        foreach (var cause in causes)
        {
            if (depth is 0 || left is 0)
            {
                failure.Causes.Add(Of("…", "Further causes are left out."));
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

    private static string Bounded(string text, int max)
    {
        if (text.Length <= max)
        {
            return text;
        }
        var end = char.IsHighSurrogate(text[max - 1]) ? max - 1 : max;
        return $"{text.AsSpan(0, end)}… ({text.Length - end} more characters)";
    }
}
