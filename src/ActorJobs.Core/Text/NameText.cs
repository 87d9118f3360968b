namespace ActorJobs.Core.Text;

/// <summary>
/// What names of jobs, schedules, apps and processors may look like, so that they can stand in paths, logs and settings as they are.
/// </summary>
public static class NameText
{
    /// <summary>The greatest length of a name.</summary>
    public const int MaxLength = 100;

    /// <summary>The end of an error message about a text that is no name.</summary>
    public const string Expected = "expected 1 to 100 letters (a to z, A to Z), digits and . _ - of which the first is a letter or a digit";

    /// <summary>Whether the text can be a name.</summary>
    public static bool IsValid(string text) =>
        text.Length is > 0 and <= MaxLength
        && char.IsAsciiLetterOrDigit(text[0])
        && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-');
}
