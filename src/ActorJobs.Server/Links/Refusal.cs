using ActorJobs.Errors;
using ActorJobs.Protocol;

namespace ActorJobs.Server.Links;

/// <summary>Makes refusals. Their reason is one line of bounded length, whatever of the worker's own words it repeats: it is logged and listed as it is sent.</summary>
internal static class Refusal
{
    private const int LongestReason = 1000;

    /// <summary>One that trying again without a change does not cure.</summary>
    public static Refused Final(string code, string reason) => Of(code, reason, isFinal: true);

    /// <summary>One that may be over when the worker dials again.</summary>
    public static Refused Passing(string code, string reason) => Of(code, reason, isFinal: false);

    /// <summary>Of a link that can be read no further; null if nobody can be told.</summary>
    public static Refused? Of(LinkException exception) =>
        exception.Fault switch
        {
            LinkFault.Malformed => Final(ErrorCodes.MalformedFrame, exception.Message),
            LinkFault.TooLarge => Final(ErrorCodes.FrameTooLarge, exception.Message),
            LinkFault.Unexpected => Final(ErrorCodes.UnexpectedMessage, exception.Message),
            _ => null,
        };

    /// <summary>One line of at most so many characters.</summary>
    public static string Line(string text, int max = LongestReason)
    {
        var cut = MessageLimits.Cut(text, max);
        return cut.Any(char.IsControl) ? string.Concat(cut.Select(letter => char.IsControl(letter) ? ' ' : letter)) : cut;
    }

    private static Refused Of(string code, string reason, bool isFinal) =>
        new()
        {
            Code = code,
            Reason = Line(reason),
            Final = isFinal,
        };
}
