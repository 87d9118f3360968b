using System.Globalization;

namespace ActorJobs.Server.Tests.Documents;

/// <summary>How a block of a document is run. An HTML comment <c>&lt;!-- test: … --&gt;</c> right before the block says so, where it is not simply run.</summary>
public abstract record BlockRule
{
    private const string NotRunPrefix = "not run, ";
    private const string StatusPrefix = "status ";
    private const string UntilPrefix = "until ";
    private const string BackgroundPrefix = "in the background until ";
    private const string AlonePrefix = "alone in the background until ";
    private const string WrittenPrefix = "written to ";
    private const string PartPrefix = "a part of ";
    private const string FramePrefix = "a frame of a ";

    private BlockRule() { }

    /// <summary>Runs and ends with exit code 0; all answers over HTTP are 2xx, but the last one has the given status, if there is one.</summary>
    /// <param name="Status">The status of the last answer; null: 2xx.</param>
    /// <param name="VeryAnswer">Whether the documented answer is given with its values, not only with its names.</param>
    public sealed record Run(int? Status = null, bool VeryAnswer = false) : BlockRule;

    /// <summary>Runs again and again until it prints the text.</summary>
    public sealed record Until(string Text) : BlockRule;

    /// <summary>Goes on in the background; the next block waits until it has printed the text. SIGTERM ends it with exit code 0.</summary>
    /// <param name="Text">What it prints once it is up.</param>
    /// <param name="Alone">Whether all that runs in the background is ended first.</param>
    public sealed record Background(string Text, bool Alone) : BlockRule;

    /// <summary>Is no command, but a file.</summary>
    public sealed record Written(string Path) : BlockRule;

    /// <summary>Is no command, but a frame of the workers' protocol.</summary>
    /// <param name="Sender"><c>worker</c> or <c>server</c>.</param>
    public sealed record Frame(string Sender) : BlockRule;

    /// <summary>Stands as it is in a file of the repository, which is compiled and run by tests.</summary>
    public sealed record PartOf(string Path) : BlockRule;

    /// <summary>Is left out, for a reason that the document gives.</summary>
    public sealed record NotRun : BlockRule;

    /// <summary>Reads the text behind <c>test:</c>; empty: the block is simply run.</summary>
    /// <exception cref="FormatException">There is no such rule.</exception>
    public static BlockRule Parse(string text) =>
        text switch
        {
            "" => new Run(),
            "the very answer" => new Run(VeryAnswer: true),
            _ when After(text, StatusPrefix) is { } status => new Run(int.Parse(status, CultureInfo.InvariantCulture)),
            _ when After(text, UntilPrefix) is { } wanted => new Until(wanted),
            _ when After(text, BackgroundPrefix) is { } line => new Background(line, Alone: false),
            _ when After(text, AlonePrefix) is { } line => new Background(line, Alone: true),
            _ when After(text, WrittenPrefix) is { } path => new Written(path),
            _ when After(text, FramePrefix) is { } sender and ("worker" or "server") => new Frame(sender),
            _ when After(text, PartPrefix) is { } path => new PartOf(path),
            _ when After(text, NotRunPrefix) is not null => new NotRun(),
            _ => throw new FormatException($"There is no rule '{text}' for a block; BlockRule.cs has those that there are."),
        };

    private static string? After(string text, string prefix) =>
        text.StartsWith(prefix, StringComparison.Ordinal) && text.Length > prefix.Length ? text[prefix.Length..] : null;
}
