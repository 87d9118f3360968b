using System.Globalization;
using ActorJobs.Core.Access;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.RunLogs;
using ActorJobs.Server.Facade.Views;
using ActorJobs.Server.RunLogs;

namespace ActorJobs.Server.Facade;

/// <summary>The logs of runs: pages of lines, a text, or a stream of events.</summary>
internal static class RunLogEndpoints
{
    private const string Attempt = "attempt";
    private const string Stream = "stream";
    private const string Tail = "tail";
    private const string After = "after";
    private const string Follow = "follow";
    private const string Format = "format";
    private const string Json = "json";
    private const string Text = "text";
    private const string PlainText = "text/plain";
    private const string EventStream = "text/event-stream";

    /// <summary>Where a reader who was cut off goes on: browsers send it by themselves.</summary>
    private const string LastEventId = "Last-Event-ID";

    /// <summary>Maps <c>/apps/{app}/runs/{run}/log</c>.</summary>
    public static void MapRunLogs(this IEndpointRouteBuilder api) =>
        api.MapGet("/apps/{app}/runs/{run:noAction}/log", ShowAsync)
            .WithMetadata(new QueryNames(Attempt, Stream, Tail, After, QueryReader.LimitName, Follow, Format))
            .Describes(
                "getRunLog",
                "The log of a run: a page of lines, the whole as text/plain, or as text/event-stream each line as it comes."
            )
            .Heeds(LastEventId)
            .Needs(Role.Viewer)
            .Answers<Page<RunLogLineView>>();

    private static async Task<IResult> ShowAsync(
        string app,
        string run,
        HttpRequest request,
        StoreLookup lookup,
        ILogStore store,
        LogFollowers followers,
        RunLogEnd end,
        IHostApplicationLifetime lifetime,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var reader = new QueryReader(request);
        var attempt = reader.OptionalNumber(Attempt, 1, int.MaxValue);
        RunLineStream? stream = Enum.TryParse<RunLineStream>(
            reader.Word(Stream, ["log", "stdout", "stderr"]),
            ignoreCase: true,
            out var one
        )
            ? one
            : null;
        var tail = reader.OptionalNumber(Tail, 0, QueryReader.GreatestLimit);
        var after = reader.OptionalNumber(After, 0, long.MaxValue) ?? LastSeen(request);
        var limit = reader.Limit();
        var follow = reader.Flag(Follow) || Accepts(request, EventStream);
        var isText = (reader.Word(Format, [Json, Text]) ?? (Accepts(request, PlainText) ? Text : Json)) == Text;
        reader.ThrowIfWrong();
        var found = await lookup.RunAsync(app, run, cancellationToken);
        var query = new RunLogQuery(app, found.Run.Id, new RunLogFilter((int?)attempt, stream), after, (int?)tail);
        return follow ? new FollowedRunLog(query, store, followers, end, lifetime, time)
            : isText ? new RunLogText(query, store)
            : await PageAsync(query, store, (int?)tail ?? limit, cancellationToken);
    }

    private static async Task<IResult> PageAsync(RunLogQuery query, ILogStore store, int limit, CancellationToken cancellationToken)
    {
        var position = await query.StartAsync(store, cancellationToken);
        var page = await store.ReadAsync(query.App, query.Run, query.Filter, position, Math.Max(1, limit), cancellationToken);
        return FacadeJson.Answer(
            new Page<RunLogLineView>(
                [.. page.Lines.Where(RunLogLineView.IsShown).Select(RunLogLineView.Of)],
                page.IsLast ? null : RunLogLineView.CursorOf(page.Next)
            )
        );
    }

    private static long? LastSeen(HttpRequest request) =>
        long.TryParse(request.Headers[LastEventId], CultureInfo.InvariantCulture, out var position) && position >= 0 ? position : null;

    private static bool Accepts(HttpRequest request, string mediaType) =>
        request.GetTypedHeaders().Accept.FirstOrDefault()?.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase) == true;
}
