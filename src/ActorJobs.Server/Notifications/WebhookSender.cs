using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using ActorJobs.Core.Notifications;
using ActorJobs.Core.Secrets;
using ActorJobs.WebPages;
using NodaTime;

namespace ActorJobs.Server.Notifications;

/// <summary>Posts messages to webhooks. It follows no redirects, and takes a web page for no answer: it comes from a log-in or a proxy in between.</summary>
/// <param name="time">For the time of receipts, and the time-out.</param>
internal sealed class WebhookSender(TimeProvider time) : IDisposable
{
    /// <summary>The header by which a receiver knows a repetition.</summary>
    public const string IdHeader = "ActorJobs-Notification";

    /// <summary>The header of the signature: <c>sha256=</c> and the HMAC of the body in hexadecimal digits.</summary>
    public const string SignatureHeader = "ActorJobs-Signature";

    /// <summary>How long one try may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private const int FirstBytes = 500;
    private const int MostRead = 4096;

    // The proxy is that of the environment.
    private readonly HttpClient _client = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        }
    )
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
    };

    /// <summary>Posts a message.</summary>
    /// <param name="webhook">Where to.</param>
    /// <param name="message">What.</param>
    /// <param name="mask">Takes the values of secrets out of what comes back.</param>
    /// <param name="cancellationToken">Ends the try without a receipt.</param>
    public async ValueTask<Receipt> SendAsync(
        Webhook webhook,
        NotificationMessage message,
        SecretMask mask,
        CancellationToken cancellationToken
    )
    {
        var address = mask.Hide(webhook.Url.GetLeftPart(UriPartial.Path));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = time.CreateTimer(
            static state => ((CancellationTokenSource)state!).Cancel(),
            ending,
            Timeout,
            System.Threading.Timeout.InfiniteTimeSpan
        );
        try
        {
            using var request = Request(webhook, message);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ending.Token);
            var body = mask.Hide(await ReadAsync(response.Content, ending.Token));
            return Judge(webhook, response, body, mask) with { Address = address };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed($"{address} did not answer within {Timeout.TotalSeconds:0} s.") with { Address = address };
        }
        catch (Exception error) when (error is HttpRequestException or IOException or InvalidOperationException or FormatException)
        {
            return Failed(mask.Hide($"{address} could not be asked: {Deepest(error)}")) with { Address = address };
        }
    }

    /// <summary>The receipt of a try that failed.</summary>
    public Receipt Failed(string problem) => new(Now, false, problem);

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    private static HttpRequestMessage Request(Webhook webhook, NotificationMessage message)
    {
        var body = message.Write();
        var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        request.Headers.TryAddWithoutValidation("User-Agent", "ActorJobs");
        request.Headers.TryAddWithoutValidation(IdHeader, message.Id.ToString("D"));
        if (webhook.SignKey is { } key)
        {
            var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), body));
            request.Headers.TryAddWithoutValidation(SignatureHeader, $"sha256={signature}");
        }

        foreach (var (name, value) in webhook.Headers)
        {
            if (value.Any(static character => character is < ' ' or > '~') || !Add(request, name, value))
            {
                throw new FormatException(
                    $"the value of its header {name} cannot be sent; expected ASCII characters without a line break. Set the secret anew"
                );
            }
        }

        return request;
    }

    /// <summary>The user's word counts where the server has one, too.</summary>
    private static bool Add(HttpRequestMessage request, string name, string value)
    {
        request.Headers.Remove(name);
        return request.Headers.TryAddWithoutValidation(name, value) || request.Content!.Headers.TryAddWithoutValidation(name, value);
    }

    private Receipt Judge(Webhook webhook, HttpResponseMessage response, string body, SecretMask mask)
    {
        var status = (int)response.StatusCode;
        var type = response.Content.Headers.ContentType?.MediaType ?? "";
        var what = body.Length == 0 ? "an empty body" : WebPage.Describe(type, body);
        var said = string.Create(CultureInfo.InvariantCulture, $"The receiver answered with status {status} and {what}");
        var location = response.Headers.Location is { } to ? new Uri(webhook.Url, to).GetLeftPart(UriPartial.Path) : null;
        var problem =
            IsRedirect(response.StatusCode)
                ? $"{said}, a redirect to {mask.Hide(location ?? "nowhere")}, which is not followed. Give the channel the address that takes notifications itself."
            : !response.IsSuccessStatusCode ? $"{said}; expected a status from 200 to 299."
            : WebPage.Is(type, body)
                ? $"{said}, as a log-in or a proxy in between does; expected an answer that is no web page. Look at the address and the headers of the channel."
            : null;
        return new Receipt(
            Now,
            problem is null,
            problem,
            Status: status,
            ContentType: type.Length > 0 ? type : null,
            Body: body.Length == 0 ? null : body[..Math.Min(body.Length, FirstBytes)]
        );
    }

    private static bool IsRedirect(HttpStatusCode status) => (int)status is >= 300 and < 400;

    private static async ValueTask<string> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(MostRead);
        try
        {
            var read = await stream.ReadAtLeastAsync(buffer.AsMemory(0, MostRead), MostRead, throwOnEndOfStream: false, cancellationToken);
            var text = Encoding.UTF8.GetString(buffer, 0, read);
            return string.Concat(
                    text.Select(static character => char.IsControl(character) && character is not ('\n' or '\t') ? ' ' : character)
                )
                .Trim();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string Deepest(Exception error)
    {
        var messages = new List<string>();
        for (var at = error; at is not null; at = at.InnerException)
        {
            if (!messages.Contains(at.Message, StringComparer.Ordinal))
            {
                messages.Add(at.Message.TrimEnd('.'));
            }
        }

        return $"{string.Join(": ", messages)}.";
    }
}
