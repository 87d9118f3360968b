using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ActorJobs.Server.Tests.Facade;

namespace ActorJobs.Server.Tests.Notifications;

/// <summary>From the end of a run to a real receiver.</summary>
public class NotificationTests(NotificationServer server) : IClassFixture<NotificationServer>
{
    [Fact]
    public async Task Failure_OfARun_ReachesItsReceiverSignedAndWithTheSecretThatNobodySees()
    {
        await using var receiver = await Receiver.StartAsync();
        var app = await server.NewAppAsync(
            receiver.Url,
            ""","headers":{"Authorization":{"$secret":"ONCALL"},"X-Team":"billing"},"sign":{"$secret":"SIGN"}"""
        );
        await server.SendAsync("PUT", $"{app}/secrets/ONCALL", """{"value":"Bearer 0123456789"}""");
        await server.SendAsync("PUT", $"{app}/secrets/SIGN", """{"value":"correct horse"}""");
        receiver.Answers(Receiver.Status(200, """{"saw":"Bearer 0123456789"}""", "application/json"));
        var run = await server.FailAsync(app);

        var received = await receiver.NextAsync();
        var delivered = await server.UntilAsync(app, "Delivered", 1);

        var (id, at) = (delivered["id"], JsonElement.Parse(received.Body).GetProperty("at").GetString());
        received.Body.ShouldBe(
            $$"""
            {"id":"{{id}}","event":"failure","app":"{{app.Split('/')[
                ^1
            ]}}","at":"{{at}}","job":"late","run":"{{run}}","state":"Expired","count":1,
            """.TrimEnd()
                + $$"""
                "first":{"run":"{{run}}","at":"{{at}}"},"last":{"run":"{{run}}","at":"{{at}}"},"failure":{"type":"Expired","message":
                """.TrimEnd()
                + "\"It waited for 1 second, its queue time-out: no worker of the app is connected.\"}}"
        );
        (received.Headers["Authorization"], received.Headers["X-Team"]).ShouldBe(("Bearer 0123456789", "billing"));
        received.Headers["ActorJobs-Notification"].ShouldBe(id);
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes("correct horse"), Encoding.UTF8.GetBytes(received.Body));
        received.Headers["ActorJobs-Signature"].ShouldBe($"sha256={Convert.ToHexStringLower(signature)}");
        delivered.Body.GetProperty("lastTry").GetProperty("body").GetString().ShouldBe("""{"saw":"***"}""");
        (await server.SendAsync("GET", $"{app}/settings")).Body.ToString().ShouldNotContain("0123456789");
        server.Log.All.Count(static line => line.Contains("0123456789", StringComparison.Ordinal)).ShouldBe(0);
    }

    [Fact]
    public async Task Receiver_ThatFailsTwice_GetsTheSameAgainUntilItTakesIt()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answers(Receiver.Status(500, "out of order"), Receiver.Status(503));
        var app = await server.NewAppAsync(receiver.Url);
        await server.FailAsync(app);

        var first = await receiver.NextAsync();
        var pending = await server.UntilAsync(app, "Pending", 1);
        var tried = pending.Body.GetProperty("lastTry");
        (tried.GetProperty("status").GetInt32(), tried.GetProperty("body").GetString()).ShouldBe((500, "out of order"));
        tried.GetProperty("address").GetString().ShouldBe(receiver.Url);
        (pending.Time("due") > tried.GetProperty("at").GetDateTimeOffset().AddSeconds(3)).ShouldBeTrue("it pauses before the next try");
        await ResendAsync(app, pending["id"]!);
        await receiver.NextAsync();
        await server.UntilAsync(app, "Pending", 2);
        await ResendAsync(app, pending["id"]!);
        var third = await receiver.NextAsync();
        await server.UntilAsync(app, "Delivered", 3);

        third.Headers["ActorJobs-Notification"].ShouldBe(first.Headers["ActorJobs-Notification"]);
    }

    [Fact]
    public async Task Channel_ThatHangs_DoesNotDelayOthers()
    {
        await using var hanging = await Receiver.StartAsync();
        await using var other = await Receiver.StartAsync();
        hanging.Answers(Enumerable.Repeat((Func<Microsoft.AspNetCore.Http.HttpContext, Task>)Receiver.Hang, 3));
        var (slow, app) = (await server.NewAppAsync(hanging.Url), await server.NewAppAsync(other.Url));
        await server.FailAsync(slow);
        await hanging.NextAsync();
        await server.FailAsync(app);
        await other.NextAsync();
        await server.UntilAsync(app, "Delivered", 1);

        // The hanging one has not given up yet.
        (await server.SendAsync("GET", $"{slow}/notifications"))
            .Body.GetProperty("items")[0]
            .TryGetProperty("lastTry", out _)
            .ShouldBeFalse();
    }

    [Theory]
    [InlineData(302, "", "text/plain", "http://127.0.0.1:1/login?token=x", "a redirect to http://127.0.0.1:1/login, which is not followed")]
    [InlineData(200, "<html><title>Log in</title>", "text/html", null, "a web page with the title 'Log in', as a log-in or a proxy")]
    [InlineData(
        404,
        "{}",
        "application/json",
        null,
        "status 404 and a body of the type application/json; expected a status from 200 to 299"
    )]
    public async Task Test_OfAChannelThatIsAnsweredOtherwise_TellsWhatCame(
        int status,
        string body,
        string type,
        string? location,
        string problem
    )
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answers(Receiver.Status(status, body, type, location));
        var app = await server.NewAppAsync($"{receiver.Url}?key=hidden");

        var told = await server.SendAsync("POST", $"{app}/channels/oncall:test");

        (told.Status, told["delivered"], told["status"], told["address"]).ShouldBe((200, "False", $"{status}", receiver.Url));
        (told["contentType"], told["body"] ?? "").ShouldBe((type, body));
        told["problem"]!.ShouldContain(problem);
        (await receiver.NextAsync()).Body.ShouldContain("\"event\":\"test\"");
    }

    [Fact]
    public async Task Test_OfAChannelThatCannotBeUsed_TellsWhy()
    {
        var app = await server.NewAppAsync($"http://127.0.0.1:{Receiver.FreePort()}/x");
        (await server.SendAsync("POST", $"{app}/channels/oncall:test"))["problem"]!.ShouldContain("Connection refused");
        (await server.SendAsync("POST", $"{app}/channels/oncal:test")).ShouldBeProblem(404, "CHANNEL_NOT_FOUND", "channel")[
            "detail"
        ]!.ShouldContain("Did you mean 'oncall'?");

        var closed = await server.NewAppAsync("https://a.example", ""","sign":{"$secret":"SIGN"}""");
        (await server.SendAsync("POST", $"{closed}/channels/oncall:test"))["problem"]!.ShouldContain(
            "names the secret 'SIGN', which is not set"
        );
    }

    [Fact]
    public async Task Resend_OfWhatIsNotThereOrGathers_IsRefused()
    {
        await using var receiver = await Receiver.StartAsync();
        var app = await server.NewAppAsync(receiver.Url);
        (await server.SendAsync("POST", $"{app}/notifications/{Guid.NewGuid()}:resend")).ShouldBeProblem(
            404,
            "NOTIFICATION_NOT_FOUND",
            "notification"
        );
        await server.FailAsync(app);
        await receiver.NextAsync();
        await server.FailAsync(app);
        string? gathering;
        do
        {
            var list = await server.SendAsync("GET", $"{app}/notifications?state=Gathering&job=late");
            gathering = list.Items("id") is [var only] ? only : null;
        } while (gathering is null);

        (await server.SendAsync("POST", $"{app}/notifications/{gathering}:resend")).ShouldBeProblem(
            409,
            "NOTIFICATION_GATHERING",
            "notification"
        );
        var page = await server.SendAsync("GET", $"{app}/notifications?limit=1");
        page.Items("id").ShouldBe([gathering]);
        (await server.SendAsync("GET", $"{app}/notifications?limit=1&cursor={page["next"]}"))
            .Items("state")
            .Single()
            .ShouldNotBe("Gathering");
    }

    [Fact]
    public async Task Settings_ThatAreWrong_AreRefusedWithAllErrors()
    {
        var app = await server.NewAppAsync();
        var refused = await server.SendAsync(
            "PUT",
            $"{app}/settings",
            """
            {"channels":{"on call":{"type":"webhook","url":"https://a.example"},
              "oncall":{"type":"mail","url":"ftp://a.example","headers":{"Host":"x","A":7,"B":{"$secret":"no name"}},"sign":"text","more":1},
              "chat":{"type":"webhook","url":"https://ann:pass@a.example"}},
             "notify":{"failure":["oncal"],"waiting":["chat","chat"],"every":"1ms"}}
            """
        );

        refused.ShouldBeProblem(400, "INVALID_NAME", "channels.on call");
        refused
            .Body.GetProperty("errors")
            .EnumerateArray()
            .Select(static error => error.GetProperty("field").GetString())
            .ShouldBe(
                [
                    "channels.on call",
                    "channels.oncall.more",
                    "channels.oncall.type",
                    "channels.oncall.url",
                    "channels.oncall.headers.Host",
                    "channels.oncall.headers.A",
                    "channels.oncall.headers.B.$secret",
                    "channels.oncall.sign",
                    "channels.chat.url",
                    "notify.waiting[1]",
                    "notify.every",
                    "notify.failure[0]",
                ],
                ignoreOrder: true
            );
        refused.Body.ToString().ShouldNotContain("ann:pass");
    }

    [Fact]
    public async Task Import_ThatNamesAChannel_TakesItFromTheSettingsBesideIt()
    {
        var app = await server.NewAppAsync();
        const string job = """{"name":"j","processor":{"name":"echo"},"notify":{"failure":["chat"]}}""";
        (await server.SendAsync("POST", $"{app}/import", $$"""{"jobs":[{{job}}]}""")).ShouldBeProblem(
            400,
            "UNKNOWN_CHANNEL",
            "jobs[0].notify.failure[0]"
        );

        const string settings = """{"channels":{"chat":{"type":"webhook","url":"https://a.example"}}}""";
        (await server.SendAsync("POST", $"{app}/import", $$"""{"settings":{{settings}},"jobs":[{{job}}]}""")).Status.ShouldBe(200);
        (await server.SendAsync("GET", $"{app}/jobs/j")).Body.GetProperty("notify").ToString().ShouldBe("""{"failure":["chat"]}""");
        (await server.SendAsync("PUT", $"{app}/settings", "{}")).ShouldBeProblem(409, "CHANNEL_IN_USE", "channels");
    }

    private async Task ResendAsync(string app, string id)
    {
        var sent = await server.SendAsync("POST", $"{app}/notifications/{id}:resend");
        (sent.Status, sent["state"]).ShouldBe((200, "Pending"));
    }
}
