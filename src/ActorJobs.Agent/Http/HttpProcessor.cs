using System.Globalization;
using System.Text;
using System.Text.Json;
using ActorJobs.Agent.Params;
using ActorJobs.Errors;
using ActorJobs.WebPages;
using ActorJobs.Worker;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Agent.Http;

/// <summary>Calls an address over HTTP, and looks hard at what answers.</summary>
internal sealed class HttpProcessor(HttpMessageInvoker client, TimeProvider time) : AgentProcessor
{
    private const int MostBytes = 512 * 1024;
    private const int MostText = 64 * 1024;
    private const int FirstBytes = 300;
    private const int MostRedirects = 5;
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override IReadOnlyCollection<string> Fields { get; } = [.. HttpCall.Names, "timeout", .. HttpExpectation.Names];

    /// <inheritdoc/>
    protected override async Task<ProcessResult> RunAsync(TaskContext context, ParamFields fields, CancellationToken cancellationToken)
    {
        var call = HttpCall.Read(fields);
        var expected = HttpExpectation.Read(fields);
        var timeout = fields.Duration("timeout", s_timeout);
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var answer = await CallAsync(call, either.Token);
            context.Logger.LogInformation("{Method} {Url} was answered with {Status}", call.Method, answer.Url, answer.Status);
            return Judge(call, expected, answer);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var span = timeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
            return ProcessResult.Failure($"{call.Method} {call.Url} had no whole answer within {span} s.", ErrorCodes.HttpNoAnswer);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return ProcessResult.Failure($"{call.Method} {call.Url} had no answer: {Causes(exception)}", ErrorCodes.HttpNoAnswer);
        }
    }

    private async Task<HttpAnswer> CallAsync(HttpCall call, CancellationToken cancellationToken)
    {
        var redirects = new List<string>();
        for (var address = call.Url; ; )
        {
            using var request = call.RequestTo(address);
            using var response = await client.SendAsync(request, cancellationToken);
            var target =
                (int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is { } location
                    ? new Uri(address, location)
                    : null;
            if (target is { Scheme: "http" or "https" } && call.MayFollow && redirects.Count < MostRedirects)
            {
                redirects.Add(address.ToString());
                address = target;
                continue;
            }
            return await ReadAsync(response, address, target, redirects, cancellationToken);
        }
    }

    private static async Task<HttpAnswer> ReadAsync(
        HttpResponseMessage response,
        Uri address,
        Uri? target,
        List<string> redirects,
        CancellationToken cancellationToken
    )
    {
        var buffer = new byte[MostBytes + 1];
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        var isCut = read > MostBytes;
        var bytes = buffer.AsMemory(0, Math.Min(read, MostBytes));
        var json = isCut ? null : JsonOf(bytes);
        var text = json is null
            ? TextOf(bytes.Span[..Math.Min(bytes.Length, MostText)], response.Content.Headers.ContentType?.CharSet)
            : "";
        return new HttpAnswer(
            address.ToString(),
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType ?? "",
            redirects,
            target?.ToString() ?? "",
            text,
            json,
            isCut || (json is null && bytes.Length > MostText)
        );
    }

    private static ProcessResult Judge(HttpCall call, HttpExpectation expected, HttpAnswer answer)
    {
        var said = $"{call.Method} {answer.Url} was answered with status {answer.Status}";
        if (expected.Takes(answer.Status))
        {
            return expected.Misses(answer) is { Length: > 0 } missed
                ? ProcessResult.Failure(
                    $"{said} and {What(answer)} where {missed} was expected.{Begins(answer)}",
                    ErrorCodes.HttpUnexpectedBody,
                    answer
                )
                : ProcessResult.Success(answer);
        }
        return answer.Location.Length > 0
            ? ProcessResult.Failure(
                $"{said}, a redirect to {answer.Location}, which is not followed: "
                    + $"{(call.MayFollow ? $"it would be the {MostRedirects + 1}th one" : $"it would turn the {call.Method} into another call")}."
                    + $" It came with {What(answer)}.{Begins(answer)}",
                ErrorCodes.HttpRedirect,
                answer
            )
            : ProcessResult.Failure($"{said} and {What(answer)}.{Begins(answer)}", ErrorCodes.HttpStatus, answer);
    }

    private static string What(HttpAnswer answer) =>
        answer.Json is not null ? "JSON"
        : answer.Body.Length is 0 ? "an empty body"
        : WebPage.Describe(answer.ContentType, answer.Body);

    private static string Begins(HttpAnswer answer)
    {
        var body = answer.Json?.GetRawText() ?? answer.Body;
        return body.Length is 0 ? "" : $" It begins: {body[..Math.Min(body.Length, FirstBytes)]}";
    }

    private static JsonElement? JsonOf(ReadOnlyMemory<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes.Span);
        try
        {
            return JsonElement.TryParseValue(ref reader, out var value) && !reader.Read() ? value : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string TextOf(ReadOnlySpan<byte> bytes, string? charset)
    {
        try
        {
            return (charset is null ? Encoding.UTF8 : Encoding.GetEncoding(charset.Trim('"'))).GetString(bytes);
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8.GetString(bytes);
        }
    }

    /// <summary>The outer message of such an exception mostly says little; the inner ones tell of names, sockets and certificates.</summary>
    private static string Causes(Exception exception)
    {
        var messages = new List<string>();
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (messages.Count is 0 || !messages[^1].Contains(cause.Message, StringComparison.Ordinal))
            {
                messages.Add(cause.Message);
            }
        }
        return string.Join(" ", messages);
    }
}
