using System.Net;
using System.Text;
using ActorJobs.Client;
using ActorJobs.Errors;

namespace ActorJobs.Server.Tests.Clients;

/// <summary>What the client makes of answers that are none, and what it repeats.</summary>
public class ClientAnswerTests
{
    private const string Submitted =
        """{"id":"0199c2a5-1c00-8f3a-9d2b-5e6f7a8b9c0d","state":"Queued","job":"hello","planned":"2026-11-20T20:14:55.134Z"}""";

    [Fact]
    public async Task Html_InPlaceOfJson_IsReportedWithAddressStatusAndStart()
    {
        using var client = ClientOf(_ => Answer(200, "<html><h1>Sign in</h1></html>", "text/html"));

        var unexpected = await Should.ThrowAsync<UnexpectedAnswerException>(() => client.App("shop").GetAsync());

        (unexpected.Address.AbsoluteUri, unexpected.Status, unexpected.MediaType).ShouldBe(
            ("http://jobs.test/api/v1/apps/shop", 200, "text/html")
        );
        unexpected.Message.ShouldContain("<h1>Sign in</h1>");
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirect_OfAPost_IsReportedAndNotFollowed(int status)
    {
        var asked = new List<HttpRequestMessage>();
        using var client = ClientOf(request =>
        {
            asked.Add(request);
            var answer = Answer(status, "", "text/html");
            answer.Headers.Location = new Uri("https://elsewhere.test/");
            return answer;
        });

        var unexpected = await Should.ThrowAsync<UnexpectedAnswerException>(() => client.App("shop").SubmitAsync("hello"));

        (unexpected.Status, unexpected.Location!.Host, asked.Count).ShouldBe((status, "elsewhere.test", 1));
    }

    [Fact]
    public async Task Answer_FromWhereAnHttpClientWasLed_IsRefused()
    {
        using var client = ClientOf(request =>
        {
            request.RequestUri = new Uri("http://elsewhere.test/");
            return Answer(200, Submitted, "application/json");
        });

        (await Should.ThrowAsync<UnexpectedAnswerException>(() => client.App("shop").SubmitAsync("hello"))).Address.Host.ShouldBe(
            "elsewhere.test"
        );
    }

    [Fact]
    public async Task Submit_AfterALostConnection_IsRepeatedWithTheSameKey()
    {
        var keys = new List<string>();
        using var client = ClientOf(request =>
        {
            keys.Add(request.Headers.GetValues("Idempotency-Key").Single());
            return keys.Count < 3
                ? throw new HttpRequestException(HttpRequestError.ResponseEnded)
                : Answer(201, Submitted, "application/json");
        });

        await client.App("shop").SubmitAsync("hello");
        await client.App("shop").SubmitAsync("hello");

        (keys.Count, keys[..3].Distinct().Count(), keys.Distinct().Count()).ShouldBe((4, 1, 2));
    }

    [Fact]
    public async Task Create_AfterALostConnection_IsNotRepeated()
    {
        var count = 0;
        using var client = ClientOf(_ =>
        {
            count++;
            throw new HttpRequestException(HttpRequestError.ResponseEnded);
        });

        await Should.ThrowAsync<UnreachableException>(() => client.App("shop").DeleteAsync());

        count.ShouldBe(1);
    }

    [Fact]
    public async Task Any_WhileNothingWasDone_IsRepeatedUntilItsTimeIsOver()
    {
        var count = 0;
        using var busy = ClientOf(_ => ++count < 3 ? Busy(ErrorCodes.OwnerUnavailable, TimeSpan.Zero) : Answer(204, "", null));
        await busy.App("shop").DeleteAsync();
        using var impatient = ClientOf(_ => Busy(ErrorCodes.OwnerUnavailable, TimeSpan.FromMinutes(1)));
        using var doubtful = ClientOf(_ => Busy(ErrorCodes.OutcomeUnknown, null));

        count.ShouldBe(3);
        (await Should.ThrowAsync<ProblemException>(() => impatient.App("shop").DeleteAsync())).Code.ShouldBe(ErrorCodes.OwnerUnavailable);
        (await Should.ThrowAsync<ProblemException>(() => doubtful.App("shop").DeleteAsync())).Code.ShouldBe(ErrorCodes.OutcomeUnknown);
    }

    private static HttpResponseMessage Busy(string code, TimeSpan? retryAfter)
    {
        var answer = Answer(503, $$"""{"code":"{{code}}","detail":"x","traceId":"y","status":503}""", "application/problem+json");
        answer.Headers.RetryAfter = retryAfter is { } after ? new(after) : null;
        return answer;
    }

    private static HttpResponseMessage Answer(int status, string body, string? mediaType) =>
        new((HttpStatusCode)status) { Content = mediaType is null ? null : new StringContent(body, Encoding.UTF8, mediaType) };

    private static ActorJobsClient ClientOf(Func<HttpRequestMessage, HttpResponseMessage> answer) =>
        new(
            new HttpClient(new Handler(answer)) { BaseAddress = new Uri("http://jobs.test") },
            new ActorJobsClientOptions { FirstPause = TimeSpan.FromMilliseconds(1) }
        );

    private sealed class Handler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = answer(request);
            response.RequestMessage = request;
            return Task.FromResult(response);
        }
    }
}
