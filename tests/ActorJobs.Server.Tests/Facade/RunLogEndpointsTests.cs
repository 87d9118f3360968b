using ActorJobs.Client;
using ActorJobs.Client.Runs;
using ActorJobs.Protocol;
using ActorJobs.Server.Tests.Links;

namespace ActorJobs.Server.Tests.Facade;

/// <summary>Lines of a worker, over its socket into the log of a run, and out over HTTP.</summary>
public sealed class RunLogEndpointsTests(RunLogEndpointsTests.ServerWithKey server) : IClassFixture<RunLogEndpointsTests.ServerWithKey>
{
    private const string Secret = "correct horse battery";

    [Theory]
    [InlineData(FrameKind.Text)]
    [InlineData(FrameKind.Binary)]
    public async Task Lines_OfAWorker_AreAcceptedWhenTheyAreStoredAndShownOnce(FrameKind kind)
    {
        var (app, worker, attempt) = await StartAsync(kind);
        await using var _ = worker;

        await worker.SayAsync(Batch(Line(attempt, 1, "one"), Line(attempt, 2, "two", LineStream.Stderr)));
        var first = await worker.NextAsync(message => message.LogAccepted);
        await worker.SayAsync(Batch(Line(attempt, 2, "two", LineStream.Stderr), Line(attempt, 5, "five")));
        var second = await worker.NextAsync(message => message.LogAccepted);

        var mark = first.Marks.ShouldHaveSingleItem();
        (mark.Attempt, mark.Number).ShouldBe((attempt, 2));
        second.Marks.ShouldHaveSingleItem().Number.ShouldBe(5);
        var path = $"{app}/runs/{attempt.Run}/log";
        var all = await server.SendAsync("GET", path);
        all.Items("text").ShouldBe(["one", "two", "five"]);
        all.Items("stream").ShouldBe(["log", "stderr", "log"]);
        all.Items("level").ShouldBe(["warning", "warning", "warning"]);
        all.Body.GetProperty("items")[2].GetProperty("droppedLines").GetInt64().ShouldBe(2);
        (await server.SendAsync("GET", $"{path}?stream=stderr")).Items("text").ShouldBe(["two"]);
        (await server.SendAsync("GET", $"{path}?attempt=2")).Items("text").ShouldBeEmpty();
        (await server.SendAsync("GET", $"{path}?tail=1")).Items("text").ShouldBe(["five"]);
        var page = await server.SendAsync("GET", $"{path}?limit=2");
        page.Items("text").ShouldBe(["one", "two"]);
        (await server.SendAsync("GET", $"{path}?after={page["next"]}")).Items("text").ShouldBe(["five"]);
    }

    [Fact]
    public async Task Text_OfALog_IsDownloadedWithItsMarks()
    {
        var (app, worker, attempt) = await StartAsync();
        await using var _ = worker;
        await worker.SayAsync(Batch(Line(attempt, 1, "one\nand on"), Line(attempt, 4, "four")));
        await worker.NextAsync(message => message.LogAccepted);

        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("Accept", "text/plain");
        using var answer = await http.GetAsync(new Uri(server.Address, $"{app}/runs/{attempt.Run}/log"));

        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; charset=utf-8");
        answer.Content.Headers.ContentDisposition!.FileName!.Trim('"').ShouldBe($"run-{attempt.Run}.log");
        (await answer.Content.ReadAsStringAsync()).ShouldBe(
            "2023-11-14T22:13:20.001Z warning shop: one\nand on\n… 2 lines (0 bytes) were left out here\n2023-11-14T22:13:20.004Z warning shop: four\n"
        );
    }

    [Fact]
    public async Task Follow_ARunToItsEnd_GivesEachLineAsItComesAndEndsWithTheLog()
    {
        var (app, worker, attempt) = await StartAsync();
        await using var _ = worker;
        using var client = new ActorJobsClient(server.Address);
        await worker.SayAsync(Batch(Line(attempt, 1, "before")));
        await using var lines = client
            .App(app.Split('/')[^1])
            .FollowRunLogAsync(Guid.Parse(attempt.Run), new RunLogQuery(Stream: "log"))
            .GetAsyncEnumerator();

        (await lines.MoveNextAsync()).ShouldBeTrue();
        lines.Current.Text.ShouldBe("before");
        await worker.SayAsync(Batch(Line(attempt, 2, "of another stream", LineStream.Stdout), Line(attempt, 3, "after")));
        (await lines.MoveNextAsync()).ShouldBeTrue();
        (lines.Current.Text, lines.Current.Category, lines.Current.Number).ShouldBe(("after", "shop", 3));
        var next = lines.MoveNextAsync();
        await worker.SayAsync(
            new WorkerMessage
            {
                Result = new Result { Attempt = attempt, Outcome = Outcome.Succeeded },
            }
        );
        await worker.SayAsync(
            Batch(
                Line(attempt, 4, "last"),
                new LogLine
                {
                    Attempt = attempt,
                    Number = 5,
                    End = true,
                }
            )
        );

        (await next).ShouldBeTrue();
        lines.Current.Text.ShouldBe("last");
        (await lines.MoveNextAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Lines_WithTheValueOfASecret_AreStoredWithoutIt()
    {
        var (app, worker, attempt) = await StartAsync();
        await using var _ = worker;
        (await server.SendAsync("PUT", $"{app}/secrets/bank", $$"""{"value":"{{Secret}}"}""")).Status.ShouldBe(204);
        await worker.SayAsync(Batch(Line(attempt, 1, $"password={Secret};")));
        await worker.NextAsync(message => message.LogAccepted);
        (await server.SendAsync("DELETE", $"{app}/secrets/bank")).Status.ShouldBe(204);
        await worker.SayAsync(Batch(Line(attempt, 2, $"still {Secret}")));
        await worker.NextAsync(message => message.LogAccepted);

        (await server.SendAsync("GET", $"{app}/runs/{attempt.Run}/log")).Items("text").ShouldBe(["password=***;", "still ***"]);
    }

    [Fact]
    public async Task Log_OfARunThatThereIsNot_Is404()
    {
        var app = await server.NewAppAsync();
        var run = "01a1faf3-a5df-844f-9a19-fb8e5b14f2db";

        (await server.SendAsync("GET", $"{app}/runs/{run}/log")).ShouldBeProblem(404, "RUN_NOT_FOUND", "run");
        (await server.SendAsync("GET", $"{app}/runs/{run}/log?follow=true")).ShouldBeProblem(404, "RUN_NOT_FOUND", "run");
    }

    [Theory]
    [InlineData("stream=stdrr", "stream", "INVALID_VALUE")]
    [InlineData("tail=1001", "tail", "OUT_OF_RANGE")]
    [InlineData("after=x", "after", "OUT_OF_RANGE")]
    [InlineData("attempt=0", "attempt", "OUT_OF_RANGE")]
    [InlineData("format=xml", "format", "INVALID_VALUE")]
    public async Task Log_WithAWrongParameter_IsRefused(string query, string field, string code)
    {
        var app = await server.NewAppWithJobAsync();
        var run = (await server.SendAsync("POST", $"{app}/jobs/hello/runs"))["id"]!;

        (await server.SendAsync("GET", $"{app}/runs/{run}/log?{query}")).ShouldBeProblem(400, code, field);
    }

    [Fact]
    public async Task Line_WithoutANumber_EndsTheSession()
    {
        var (_, worker, attempt) = await StartAsync();
        await using var _ = worker;

        await worker.SayAsync(Batch(Line(attempt, 0, "one")));

        var refused = await worker.RefusedAsync();
        (refused.Code, refused.Final).ShouldBe(("INVALID_MESSAGE", true));
        refused.Reason.ShouldContain("logBatch.lines[] has number 0");
    }

    private async Task<(string App, RawWorker Worker, AttemptRef Attempt)> StartAsync(FrameKind kind = FrameKind.Text)
    {
        var app = await server.NewAppWithJobAsync();
        var worker = await RawWorker.DialAsync(server.Address, kind);
        (await worker.JoinAsync(RawWorker.Hello(app))).TakesLogs.ShouldBeTrue();
        await server.SendAsync("POST", $"{app}/jobs/hello/runs");
        var dispatch = await worker.NextAsync(message => message.Dispatch);
        await worker.SayAsync(new WorkerMessage { DispatchAccepted = new DispatchAccepted { Attempt = dispatch.Attempt } });
        return (app, worker, dispatch.Attempt);
    }

    private static WorkerMessage Batch(params LogLine[] lines)
    {
        var batch = new LogBatch();
        batch.Lines.AddRange(lines);
        return new WorkerMessage { LogBatch = batch };
    }

    private static LogLine Line(AttemptRef attempt, long number, string text, LineStream stream = LineStream.Log) =>
        new()
        {
            Attempt = attempt,
            Number = number,
            At = 1_700_000_000_000 + number,
            Stream = stream,
            Level = LineLevel.Warning,
            Category = "shop",
            Text = text,
        };

    /// <summary>A server that can store secrets.</summary>
    public sealed class ServerWithKey : FacadeServer
    {
        protected override IReadOnlyList<string> Assignments => [$"actorjobs.secrets.key={Convert.ToBase64String(new byte[32])}"];
    }
}
