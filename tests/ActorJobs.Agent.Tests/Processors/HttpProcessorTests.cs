using ActorJobs.Agent.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Agent.Tests.Processors;

public sealed class HttpProcessorTests : IAsyncLifetime
{
    private const string LogIn = "<!doctype html><html><head><title>Log in &amp; go on</title></head><body>…</body></html>";
    private static readonly int[] Expected500 = [500];
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private WebApplication _web = null!;
    private string _address = "";

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _web = builder.Build();
        _web.Map(
            "/echo",
            async (HttpRequest request) =>
                Results.Json(
                    new
                    {
                        request.Method,
                        Type = request.ContentType,
                        Authorization = request.Headers.Authorization.ToString(),
                        Body = await new StreamReader(request.Body).ReadToEndAsync(),
                    }
                )
        );
        _web.Map("/login", () => Results.Content(LogIn, "text/html"));
        _web.Map("/moved", () => Results.Redirect("/echo"));
        _web.Map("/elsewhere", (HttpRequest request) => Results.Redirect($"http://localhost:{request.Host.Port}/echo"));
        _web.Map("/round", () => Results.Redirect("/round"));
        _web.Map("/broken", () => Results.Text("It broke.", statusCode: 500));
        _web.Map("/slow", (CancellationToken cancelled) => Task.Delay(Timeout.Infinite, cancelled));
        _web.Map("/large", () => Results.Text(new string('x', 3_000_000)));
        await _web.StartAsync();
        _address = _web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
    }

    public async Task DisposeAsync()
    {
        await _web.DisposeAsync();
        _client.Dispose();
    }

    [Fact]
    public async Task Call_AnsweredWithJson_HasItAsItsResult()
    {
        var answer = (
            await RunAsync(
                "/echo",
                new
                {
                    method = "post",
                    body = new { a = 1 },
                    headers = new { Authorization = "Bearer x" },
                    expectJson = true,
                }
            )
        ).ShouldSucceed();

        answer.GetProperty("status").GetInt32().ShouldBe(200);
        answer
            .GetProperty("json")
            .ToString()
            .ShouldBe("""{"method":"POST","type":"application/json","authorization":"Bearer x","body":"{\u0022a\u0022:1}"}""");
    }

    [Fact]
    public async Task Call_AnsweredWithALogInPage_IsToldAsThat()
    {
        var result = await RunAsync("/login", new { expectJson = true });

        result
            .ShouldFail("HTTP_UNEXPECTED_BODY")
            .ShouldBe(
                $"GET {_address}/login was answered with status 200 and a web page with the title 'Log in & go on' where JSON was expected. It begins: {LogIn}"
            );
    }

    [Fact]
    public async Task Post_AnsweredWithARedirect_IsNotSentOn()
    {
        var result = await RunAsync("/moved", new { method = "POST", body = "text" });

        result.ShouldFail("HTTP_REDIRECT").ShouldContain($"status 302, a redirect to {_address}/echo, which is not followed");
        result.Told().GetProperty("location").GetString().ShouldBe($"{_address}/echo");
    }

    [Fact]
    public async Task Get_SentToAnotherHost_LeavesItsCredentialsAtHome()
    {
        var answer = (await RunAsync("/elsewhere", new { headers = new { Authorization = "Bearer x" } })).ShouldSucceed();

        answer.GetProperty("redirects")[0].GetString().ShouldBe($"{_address}/elsewhere");
        answer.GetProperty("json").GetProperty("authorization").GetString().ShouldBe("");
    }

    [Fact]
    public async Task Get_SentInARound_Ends() =>
        (await RunAsync("/round", new { })).ShouldFail("HTTP_REDIRECT").ShouldContain("the 6th one");

    [Fact]
    public async Task Call_AnsweredWithAnError_HasStatusAndFirstBytes()
    {
        (await RunAsync("/broken", new { }))
            .ShouldFail("HTTP_STATUS")
            .ShouldEndWith("status 500 and a body of the type text/plain. It begins: It broke.");
        (await RunAsync("/broken", new { successStatus = Expected500 })).ShouldSucceed();
    }

    [Fact]
    public async Task Call_NotAnsweredInTime_SaysSo() =>
        (await RunAsync("/slow", new { timeout = "100ms" })).ShouldFail("HTTP_NO_ANSWER").ShouldContain("no whole answer within 0.1 s");

    [Fact]
    public async Task Call_OfALargeBody_KeepsItsBeginning()
    {
        var answer = (await RunAsync("/large", new { })).ShouldSucceed();

        answer.GetProperty("isCut").GetBoolean().ShouldBeTrue();
        answer.GetProperty("body").GetString()!.Length.ShouldBe(64 * 1024);
    }

    [Fact]
    public async Task Call_OfNobody_SaysWhy() =>
        (await Runs.RunAsync(Processor(), new { url = "http://127.0.0.1:1/" })).ShouldFail("HTTP_NO_ANSWER").ShouldContain("refused");

    private HttpProcessor Processor() => new(_client, TimeProvider.System);

    private Task<Worker.ProcessResult> RunAsync(string path, object more)
    {
        var fields = System.Text.Json.JsonSerializer.SerializeToNode(more)!.AsObject();
        fields["url"] = _address + path;
        return Runs.RunAsync(Processor(), fields);
    }
}
