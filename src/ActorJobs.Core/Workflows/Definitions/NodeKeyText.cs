namespace ActorJobs.Core.Workflows.Definitions;

/// <summary>What keys of nodes may look like, so that expressions can read of them: <c>results.KEY</c>, or <c>results['KEY']</c> if it has a hyphen.</summary>
public static class NodeKeyText
{
    /// <summary>The greatest length of a key.</summary>
    public const int MaxLength = 64;

    /// <summary>The end of an error message about a text that is no key.</summary>
    public const string Expected = "expected 1 to 64 letters (a to z, A to Z), digits and - _ of which the first is a letter";

    /// <summary>Whether the text can be a key.</summary>
    public static bool IsValid(string text) =>
        text.Length is > 0 and <= MaxLength
        && char.IsAsciiLetter(text[0])
        && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');
}
