using ActorJobs.Errors;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>
/// Keeps web pages of other sites from using the API through the browser of somebody who can reach it. A browser sends such a request even where it may not
/// read the answer, and says with each whose page asks; other programs say nothing, and are served.
/// </summary>
internal static class CrossSite
{
    private const string FetchSite = "Sec-Fetch-Site";

    /// <summary>Lets reading, and requests that come from no other site, pass.</summary>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.CrossSiteRequest"/>.</exception>
    public static void Refuse(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        {
            return;
        }

        // The newer header is surer: a proxy that changes the host does not touch it.
        string? site = request.Headers[FetchSite];
        string? origin = request.Headers.Origin;
        var isForeign = site is not null ? site is not ("same-origin" or "none") : origin is not null && !IsOwn(origin, request);
        if (isForeign)
        {
            throw new RefusalException(
                ErrorCodes.CrossSiteRequest,
                $"The request comes from a web page of another site ({FetchSite}: {site ?? "not told"}, Origin: {origin ?? "not told"}), "
                    + $"and changes are taken from pages of {request.Host} only."
            );
        }
    }

    private static bool IsOwn(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var from)
        && from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase);
}
