using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using ActorJobs.Errors;

namespace ActorJobs.Client.Answers;

/// <summary>Sends requests, repeats those that may be repeated, and makes an exception of every answer that is not what was asked for.</summary>
internal sealed class Caller(HttpClient http, ActorJobsClientOptions options)
{
    private const int BytesShown = 200;
    private const string LinesOfJson = "application/x-ndjson";
    private const string Events = "text/event-stream";
    private static readonly TimeSpan EventsAgainAfter = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Sends a request until it is answered, or cannot be.</summary>
    /// <returns>What the body holds.</returns>
    public async Task<T> AskAsync<T>(Call call, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(call, cancellationToken).ConfigureAwait(false);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize<T>(bytes, ClientJson.Options) ?? throw new JsonException("The body is null.");
        }
        catch (JsonException)
        {
            throw Unexpected(response, bytes);
        }
    }

    /// <summary>Sends a request whose answer has no body.</summary>
    public async Task DoAsync(Call call, CancellationToken cancellationToken) =>
        (await SendAsync(call, cancellationToken).ConfigureAwait(false)).Dispose();

    /// <summary>All items of a list, page by page, as they are asked for.</summary>
    /// <param name="path">With a query, if any.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<T> ListAsync<T>(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (string? cursor = ""; cursor is not null; )
        {
            var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var at = cursor.Length == 0 ? path : $"{path}{separator}cursor={Uri.EscapeDataString(cursor)}";
            var page = await AskAsync<Page<T>>(new Call(HttpMethod.Get, at), cancellationToken).ConfigureAwait(false);
            foreach (var item in page.Items)
            {
                yield return item;
            }

            cursor = page.Next;
        }
    }

    /// <summary>Lines of JSON as they come, until the server or the caller ends it. Nothing is repeated.</summary>
    public async IAsyncEnumerable<T> FollowAsync<T>(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var call = new Call(HttpMethod.Get, path) { Accepts = LinesOfJson };
        using var response = await SendAsync(call, cancellationToken).ConfigureAwait(false);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
        while (await NextLineAsync(reader, path, cancellationToken).ConfigureAwait(false) is { } line)
        {
            // An empty line only shows that the connection lives.
            if (line.Length > 0)
            {
                yield return JsonSerializer.Deserialize<T>(line, ClientJson.Options)!;
            }
        }
    }

    /// <summary>Server-sent events as they come, until the server ends them or the connection is lost; the caller asks again for what follows.</summary>
    public async IAsyncEnumerable<SseItem<string>> EventsAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var call = new Call(HttpMethod.Get, path) { Accepts = Events };
        using var response = await SendAsync(call, cancellationToken).ConfigureAwait(false);
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var items = SseParser.Create(body).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (items.ConfigureAwait(false))
        {
            while (await HasNextAsync(items).ConfigureAwait(false))
            {
                yield return items.Current;
            }
        }

        // Who asks again does so a moment later.
        await Task.Delay(EventsAgainAfter, options.Time, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<bool> HasNextAsync(IAsyncEnumerator<SseItem<string>> items)
    {
        try
        {
            return await items.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception lost) when (lost is IOException or HttpRequestException)
        {
            return false;
        }
    }

    private async Task<string?> NextLineAsync(StreamReader reader, string path, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception lost) when (lost is IOException or HttpRequestException)
        {
            throw new UnreachableException(new Uri(http.BaseAddress!, path), lost);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Call call, CancellationToken cancellationToken)
    {
        var started = options.Time.GetTimestamp();
        for (var pause = options.FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            TimeSpan wait;
            try
            {
                return await SendOnceAsync(call, cancellationToken).ConfigureAwait(false);
            }
            catch (BusyException busy) when (MayGoOn(busy.RetryAfter ?? pause))
            {
                wait = busy.RetryAfter ?? pause;
            }
            catch (BusyException busy)
            {
                throw new ProblemException(busy.Problem);
            }
            catch (HttpRequestException lost) when (MayRepeat(call, lost) && MayGoOn(pause))
            {
                wait = pause;
            }
            catch (HttpRequestException lost)
            {
                throw new UnreachableException(new Uri(http.BaseAddress!, call.Path), lost);
            }

            await Task.Delay(wait, options.Time, cancellationToken).ConfigureAwait(false);
        }

        bool MayGoOn(TimeSpan wait) => options.Time.GetElapsedTime(started) + wait < options.RetryFor;
    }

    // What could not even connect has done nothing.
    private static bool MayRepeat(Call call, HttpRequestException lost) =>
        call.IsIdempotent || lost.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError;

    private async Task<HttpResponseMessage> SendOnceAsync(Call call, CancellationToken cancellationToken)
    {
        using var request = MakeRequest(call);
        var response = await http.SendAsync(request, call.Completion, cancellationToken).ConfigureAwait(false);
        try
        {
            if (response.IsSuccessStatusCode && IsOwn(response, call))
            {
                return response;
            }

            throw await FailureAsync(call, response, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private HttpRequestMessage MakeRequest(Call call)
    {
        var request = new HttpRequestMessage(call.Method, new Uri(call.Path, UriKind.Relative));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(call.Accepts));
        if (options.Token.Length > 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Token);
        }

        if (call.Body is { } body)
        {
            request.Content = JsonContent.Create(body, body.GetType(), new MediaTypeHeaderValue(call.MediaType), ClientJson.Options);
        }

        if (call.Text is { } text)
        {
            request.Content = new StringContent(text, Encoding.UTF8, new MediaTypeHeaderValue(call.MediaType));
        }

        if (call.IfMatch is { } tag)
        {
            request.Headers.IfMatch.Add(EntityTagHeaderValue.Parse(tag));
        }

        if (call.IfNoneMatch)
        {
            request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any);
        }

        if (call.IdempotencyKey is { } key)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return request;
    }

    /// <summary>Whether an answer is one of a server of ours, to the very request: an HTTP client of the user's own may have followed a redirect.</summary>
    private bool IsOwn(HttpResponseMessage response, Call call) =>
        response.RequestMessage?.RequestUri == new Uri(http.BaseAddress!, call.Path)
        && response.RequestMessage.Method == call.Method
        && (IsEmpty(response) || response.Content.Headers.ContentType?.MediaType == call.Accepts);

    private static bool IsEmpty(HttpResponseMessage response) =>
        response is { StatusCode: HttpStatusCode.NoContent or HttpStatusCode.Accepted, Content.Headers.ContentType: null };

    private async Task<Exception> FailureAsync(Call call, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json" || ReadProblem(bytes) is not { } problem)
        {
            return Unexpected(response, bytes);
        }

        var isOver = ErrorCatalogue.Find(problem.Code)?.MayBeRepeated == true || response.Headers.RetryAfter is not null;
        return response.StatusCode == HttpStatusCode.ServiceUnavailable && (isOver || call.IsIdempotent)
            ? new BusyException(problem, response.Headers.RetryAfter?.Delta)
            : new ProblemException(problem);
    }

    private static Problem? ReadProblem(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<Problem>(bytes, ClientJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private UnexpectedAnswerException Unexpected(HttpResponseMessage response, byte[] bytes) =>
        new(
            response.RequestMessage?.RequestUri ?? http.BaseAddress!,
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType ?? "",
            response.Headers.Location,
            Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, BytesShown)))
        );

    /// <summary>The server cannot serve the request now, and it may be repeated.</summary>
    private sealed class BusyException(Problem problem, TimeSpan? retryAfter) : Exception(problem.Detail)
    {
        public Problem Problem { get; } = problem;

        public TimeSpan? RetryAfter { get; } = retryAfter;
    }
}
