using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using ActorJobs.Core.Text;
using ActorJobs.Errors;
using ActorJobs.Yaml;
using Microsoft.Net.Http.Headers;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>Reads the JSON body of a request.</summary>
internal static class RequestBody
{
    /// <summary>The most bytes of a body: 4 MiB.</summary>
    public const int MostBytes = 4 * 1024 * 1024;

    /// <summary>The message for a body that is too large.</summary>
    public const string TooLarge = "The body is larger than 4 MiB (4194304 bytes), which is the most that the server reads.";

    /// <summary>The media type of YAML, by RFC 9512.</summary>
    public const string Yaml = "application/yaml";

    /// <summary>A list of operations: JSON of another meaning than that of all bodies here.</summary>
    private const string JsonPatch = "json-patch+json";

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>A body that must be there.</summary>
    /// <param name="request">Whose body.</param>
    /// <param name="example">A right body, for the answer to a wrong one.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="RefusalException">It is not there, too large, or no JSON.</exception>
    public static async ValueTask<JsonElement> ReadAsync(
        HttpRequest request,
        string example,
        CancellationToken cancellationToken = default
    ) =>
        await ReadOptionalAsync(request, example, cancellationToken)
        ?? throw new RefusalException(ErrorCodes.InvalidJson, "The body is empty; expected a JSON object.");

    /// <summary>A body with a definition, which must be there: JSON, or YAML if its Content-Type says so.</summary>
    /// <param name="request">Whose body.</param>
    /// <param name="example">A right body, for the answer to a wrong one.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="RefusalException">It is not there, too large, or neither JSON nor YAML.</exception>
    public static async ValueTask<JsonElement> ReadDefinitionAsync(
        HttpRequest request,
        string example,
        CancellationToken cancellationToken = default
    )
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !IsOf(type, Yaml))
        {
            return await ReadAsync(request, example, cancellationToken);
        }

        request.HttpContext.Features.Set(new BodyExample(example));
        var bytes = await ReadBytesAsync(request, cancellationToken);
        RefuseCompressed(request);
        return Utf8.IsValid(bytes.Span)
            ? JsonElement.Parse(YamlText.ToJson(Encoding.UTF8.GetString(bytes.Span)))
            : throw new RefusalException(ErrorCodes.InvalidYaml, "The body is no UTF-8; expected YAML in UTF-8.");
    }

    /// <summary>A body that may be left out; null if it is.</summary>
    /// <param name="request">Whose body.</param>
    /// <param name="example">A right body, for the answer to a wrong one.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="RefusalException">It is too large, or no JSON.</exception>
    public static async ValueTask<JsonElement?> ReadOptionalAsync(
        HttpRequest request,
        string example,
        CancellationToken cancellationToken = default
    )
    {
        request.HttpContext.Features.Set(new BodyExample(example));
        var bytes = await ReadBytesAsync(request, cancellationToken);
        if (bytes.IsEmpty)
        {
            return null;
        }

        RefuseOtherMediaTypes(request);
        var element = Parse(bytes.Span);
        return JsonText.TryWrite(element, out _) ? element : throw new RefusalException(ErrorCodes.InvalidValue, JsonText.BrokenUnicode);
    }

    /// <summary>Sees to it that a request without fields brings none.</summary>
    /// <exception cref="RefusalException">It has a body that is not an empty object.</exception>
    public static async ValueTask ExpectNoneAsync(HttpRequest request, CancellationToken cancellationToken = default)
    {
        var body = await ReadOptionalAsync(request, "{}", cancellationToken);
        if (body is { } element && (element.ValueKind != JsonValueKind.Object || element.EnumerateObject().Any()))
        {
            throw new RefusalException(ErrorCodes.UnknownField, "This request has no fields; send it without a body.");
        }
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadBytesAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MostBytes)
        {
            throw new RefusalException(ErrorCodes.BodyTooLarge, TooLarge);
        }

        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > MostBytes)
            {
                throw new RefusalException(ErrorCodes.BodyTooLarge, TooLarge);
            }

            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static void RefuseOtherMediaTypes(HttpRequest request)
    {
        var isJson =
            MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && (IsOf(type, "application/json") || type.Suffix == "json" && type.SubType != JsonPatch && IsUtf8(type));
        if (!isJson)
        {
            var orPatch = HttpMethods.IsPatch(request.Method) ? " or application/merge-patch+json" : "";
            throw new RefusalException(
                ErrorCodes.UnsupportedMediaType,
                $"Found Content-Type '{request.ContentType}'; expected application/json{orPatch}, in UTF-8.",
                "Content-Type"
            );
        }

        RefuseCompressed(request);
    }

    private static bool IsOf(MediaTypeHeaderValue type, string mediaType) =>
        type.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase) && IsUtf8(type);

    private static bool IsUtf8(MediaTypeHeaderValue type) =>
        type.Charset.Length == 0 || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    private static void RefuseCompressed(HttpRequest request)
    {
        if (request.Headers.ContentEncoding.Count > 0)
        {
            throw new RefusalException(
                ErrorCodes.UnsupportedMediaType,
                $"Found Content-Encoding '{request.Headers.ContentEncoding}'; expected a body that is not compressed.",
                "Content-Encoding"
            );
        }
    }

    private static JsonElement Parse(ReadOnlySpan<byte> bytes)
    {
        // Some editors and shells put it before every text.
        var json = bytes.StartsWith(ByteOrderMark) ? bytes[ByteOrderMark.Length..] : bytes;
        if (!Utf8.IsValid(json))
        {
            throw new RefusalException(ErrorCodes.InvalidJson, "The body is no UTF-8; expected JSON in UTF-8.");
        }

        try
        {
            return JsonElement.Parse(json);
        }
        catch (JsonException)
        {
            throw new RefusalException(ErrorCodes.InvalidJson, $"The body is no JSON, {JsonMistake.Describe(json)}.");
        }
    }
}
