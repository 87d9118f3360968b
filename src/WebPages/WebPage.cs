using System.Net;
using System.Text.RegularExpressions;

namespace ActorJobs.WebPages;

/// <summary>
/// Recognizes web pages, which so often come in place of what was expected. The file stands in each project that asks others over HTTP, since none of them stands
/// below all.
/// </summary>
internal static partial class WebPage
{
    /// <summary>Whether a body is a web page.</summary>
    public static bool Is(string contentType, string body)
    {
        var start = body.TrimStart();
        return contentType is "text/html"
            || start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Says what a body is, in a few words.</summary>
    public static string Describe(string contentType, string body)
    {
        if (!Is(contentType, body))
        {
            return contentType.Length > 0 ? $"a body of the type {contentType}" : "a body without a type";
        }
        var title = Title().Match(body);
        return title.Success
            ? $"a web page with the title '{WebUtility.HtmlDecode(title.Groups["title"].Value.Trim())}'"
            : "a web page without a title";
    }

    [GeneratedRegex(
        @"<title[^>]*>(?<title>[^<]{0,200})",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Title();
}
