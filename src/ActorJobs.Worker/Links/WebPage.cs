using System.Net;
using System.Text.RegularExpressions;

namespace ActorJobs.Worker.Links;

/// <summary>Recognizes web pages, which so often come in place of what was expected.</summary>
internal static partial class WebPage
{
    /// <summary>Says what a body is, in a few words.</summary>
    public static string Describe(string contentType, string body)
    {
        var start = body.TrimStart();
        var isPage =
            contentType is "text/html"
            || start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
        if (!isPage)
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
