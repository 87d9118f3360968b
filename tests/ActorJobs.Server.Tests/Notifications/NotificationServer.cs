using ActorJobs.Server.Tests.Facade;

namespace ActorJobs.Server.Tests.Notifications;

/// <summary>A server that has a key for secrets.</summary>
public class NotificationServer : FacadeServer
{
    protected override IReadOnlyList<string> Assignments => [$"actorjobs.secrets.key={Convert.ToBase64String(new byte[32])}"];

    /// <summary>An app with a job <c>late</c>, whose runs fail after a second, and a channel <c>oncall</c> that is told.</summary>
    internal async Task<string> NewAppAsync(string url, string more = "")
    {
        var app = await NewAppAsync();
        var settings = await SendAsync(
            "PUT",
            $"{app}/settings",
            $$"""{"notify":{"failure":["oncall"]},"channels":{"oncall":{"type":"webhook","url":"{{url}}"{{more}} } } }"""
        );
        settings.Status.ShouldBe(200);
        (
            await SendAsync("POST", $"{app}/jobs", """{"name":"late","processor":{"name":"echo"},"timeouts":{"queue":"1s"}}""")
        ).Status.ShouldBe(201);
        return app;
    }

    /// <summary>Makes a run that will fail.</summary>
    internal async Task<string> FailAsync(string app) => (await SendAsync("POST", $"{app}/jobs/late/runs"))["id"]!;

    /// <summary>The one notification of an app, once it is in a state.</summary>
    internal async Task<Answer> UntilAsync(string app, string state, int tries)
    {
        while (true)
        {
            var list = await SendAsync("GET", $"{app}/notifications?state={state}");
            if (
                list.Body.GetProperty("items") is { } items
                && items.GetArrayLength() == 1
                && items[0].GetProperty("tries").GetInt32() == tries
            )
            {
                if (items[0].TryGetProperty("lastTry", out _))
                {
                    return list with { Body = items[0] };
                }
            }

            await Task.Yield();
        }
    }
}
