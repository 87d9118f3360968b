using System.Globalization;
using System.Text.RegularExpressions;

namespace ActorJobs.Worker.Doctors;

/// <summary>Puts what was found into words.</summary>
internal static partial class Shown
{
    /// <summary>An address without the user and the password that it may hold.</summary>
    public static string WithoutSecrets(string address)
    {
        var end = address.LastIndexOf('@');
        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        return end < 0 ? address : $"{(scheme >= 0 ? address[..(scheme + 3)] : "")}…@{address[(end + 1)..]}";
    }

    /// <summary>A message, such as one of the system's, without the users and passwords of addresses in it.</summary>
    public static string Message(string text) => User().Replace(text, "…");

    /// <summary>A number of bytes.</summary>
    public static string Bytes(long bytes) =>
        bytes >= 1L << 30 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0} GiB")
        : bytes >= 1L << 20 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):0} MiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes");

    /// <summary>A span in seconds or milliseconds.</summary>
    public static string Span(TimeSpan span) =>
        span.Duration() >= TimeSpan.FromSeconds(1)
            ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s")
            : string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0} ms");

    /// <summary>The beginning of what somebody else wrote, on one line.</summary>
    public static string Beginning(string text, int characters)
    {
        var line = Blanks().Replace(text, " ").Trim();
        return line.Length <= characters ? line : $"{line[..characters]}…";
    }

    [GeneratedRegex(@"(?<=://)[^\s/@'""]+(?=@)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex User();

    [GeneratedRegex(@"[\s\p{C}]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blanks();
}
