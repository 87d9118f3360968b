using ActorJobs.Errors;

namespace ActorJobs.Protocol;

/// <summary>The bounds of what a worker says, beyond those of a frame. A worker of any make has to keep to them; docs/protocol.md lists them.</summary>
public static class MessageLimits
{
    /// <summary>The most slots of a worker; the least is 1.</summary>
    public const int Slots = 100_000;

    /// <summary>The most characters of a worker's id and of an incarnation; the least is 1.</summary>
    public const int NameCharacters = 200;

    /// <summary>The most processors of a worker.</summary>
    public const int Processors = 10_000;

    /// <summary>The most attempts that a worker holds.</summary>
    public const int HeldAttempts = 200_000;

    /// <summary>The most bytes of UTF-8 of a result's JSON. A larger one makes the attempt a failed one of the type <see cref="ErrorCodes.ResultTooLarge"/>.</summary>
    public const int ResultBytes = 1024 * 1024;

    /// <summary>The most characters of a failure's message, of its type, and of any other text in words; what is longer is cut.</summary>
    public const int TextCharacters = 16 * 1024;

    /// <summary>The most characters of a stack trace; what is longer is cut.</summary>
    public const int StackCharacters = 32 * 1024;

    /// <summary>The most bytes of UTF-8 of the text of a line of a log, its mark left out; what is longer is cut.</summary>
    public const int LogLineBytes = 16 * 1024;

    /// <summary>How deep the causes of a failure are kept.</summary>
    public const int CauseDepth = 10;

    /// <summary>How many failures are kept of one with its causes, the outermost first.</summary>
    public const int Failures = 20;

    /// <summary>Cuts a text that is too long; a mark tells how much is missing.</summary>
    /// <param name="text">The text.</param>
    /// <param name="max">The most characters that are kept; 1 or more.</param>
    /// <returns>The text itself, or its beginning with the mark.</returns>
    public static string Cut(string text, int max)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        if (text.Length <= max)
        {
            return text;
        }
        var end = char.IsHighSurrogate(text[max - 1]) ? max - 1 : max;
        return $"{text.AsSpan(0, end)}… ({text.Length - end} more characters)";
    }
}
