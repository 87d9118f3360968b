using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ActorJobs.Agent.Params;
using ActorJobs.Worker;

namespace ActorJobs.Agent.Http;

/// <summary>An HTTP call, as its params want it.</summary>
internal sealed record HttpCall(HttpMethod Method, Uri Url, IReadOnlyDictionary<string, string> Headers, byte[]? Body, string BodyType)
{
    private const string Json = "application/json";

    /// <summary>The names of its fields.</summary>
    public static IReadOnlyList<string> Names { get; } = ["method", "url", "headers", "body"];

    /// <summary>Whether it can be sent on to another address, since it changes nothing.</summary>
    public bool MayFollow => Method == HttpMethod.Get || Method == HttpMethod.Head;

    /// <summary>Reads it.</summary>
    public static HttpCall Read(ParamFields fields)
    {
        var text = fields.RequiredText("url", "an address such as https://example.org/api");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new ParamsException($"The field 'url' of the params is '{text}'; an address of http or https is expected.");
        }
        var method = fields.Text("method", "GET").ToUpperInvariant();
        if (method.Length is 0 || !method.All(char.IsAsciiLetter))
        {
            throw new ParamsException($"The field 'method' of the params is '{method}'; a method such as GET or POST is expected.");
        }
        var (body, type) = BodyOf(fields);
        return new HttpCall(HttpMethod.Parse(method), url, fields.TextMap("headers"), body, type);
    }

    /// <summary>The request for an address. On another host than that of the call its credentials stay at home.</summary>
    public HttpRequestMessage RequestTo(Uri address)
    {
        var request = new HttpRequestMessage(Method, address);
        if (Body is not null)
        {
            request.Content = new ByteArrayContent(Body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(BodyType) } };
        }
        var isHome = address.Authority == Url.Authority && address.Scheme == Url.Scheme;
        foreach (var (name, value) in Headers.Where(header => isHome || !IsCredential(header.Key)))
        {
            if (IsTypeOfBody(name))
            {
                continue;
            }
            if (
                !request.Headers.TryAddWithoutValidation(name, value)
                && request.Content?.Headers.TryAddWithoutValidation(name, value) is not true
            )
            {
                throw new ParamsException(
                    $"The field 'headers' of the params has '{name}', which is no name of a header, or belongs to a body that is not there."
                );
            }
        }
        return request;
    }

    private static (byte[]? Body, string Type) BodyOf(ParamFields fields)
    {
        var told = fields.TextMap("headers").FirstOrDefault(header => IsTypeOfBody(header.Key)).Value;
        if (told is not null && !MediaTypeHeaderValue.TryParse(told, out _))
        {
            throw new ParamsException($"The field 'headers' of the params has the Content-Type '{told}'; one such as {Json} is expected.");
        }
        return fields.Value("body") switch
        {
            null => (null, ""),
            { ValueKind: JsonValueKind.String } text => (Encoding.UTF8.GetBytes(text.GetString()!), told ?? "text/plain; charset=utf-8"),
            { } json => (Encoding.UTF8.GetBytes(json.GetRawText()), told ?? Json),
        };
    }

    private static bool IsTypeOfBody(string header) => string.Equals(header, "Content-Type", StringComparison.OrdinalIgnoreCase);

    private static bool IsCredential(string header) =>
        string.Equals(header, "Authorization", StringComparison.OrdinalIgnoreCase)
        || string.Equals(header, "Cookie", StringComparison.OrdinalIgnoreCase);
}
