using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Npgsql;

namespace ActorJobs.Chaos.Kills;

/// <summary>Users who start one <see cref="Shipment"/> after the other, give their approvals and signals, and look at them all the time.</summary>
internal sealed class Shipments(World world, Client client, NpgsqlDataSource store)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentQueue<(ExpectedFlow Flow, string File)> _started = new();
    private readonly ConcurrentQueue<string> _differences = new();
    private int _number;
    private int _compared;

    /// <summary>The instances that were started.</summary>
    public IReadOnlyList<ExpectedFlow> Flows => [.. _started.Select(static started => started.Flow)];

    /// <summary>How often an instance was at rest while it was compared with its journal.</summary>
    public int Compared => _compared;

    /// <summary>What was shown otherwise than the journal had it.</summary>
    public IReadOnlyList<string> Differences => [.. _differences];

    /// <summary>All effects of the instances.</summary>
    public IReadOnlyList<Effect> Effects() =>
        [.. _started.SelectMany(static started => Shipment.Files(started.File)).SelectMany(Effect.Read)];

    /// <summary>Makes the apps, the job and the workflows.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        foreach (var app in world.Apps.Select(static app => $"/api/v1/apps/{app}"))
        {
            await client.RepeatAsync(HttpMethod.Put, app, null, null, cancellationToken);
            var step = new { name = "step", processor = new { name = "append" } };
            await client.RepeatAsync(HttpMethod.Post, $"{app}/jobs", step, null, cancellationToken);
            await client.RepeatAsync(HttpMethod.Post, $"{app}/workflows", Shipment.Charging, null, cancellationToken);
            await client.RepeatAsync(HttpMethod.Post, $"{app}/workflows", Shipment.Workflow, null, cancellationToken);
        }
    }

    /// <summary>Serves in each app one instance that succeeds and one that fails, one after the other.</summary>
    /// <param name="isOver">Whether no more are to be started.</param>
    /// <param name="cancellationToken">Gives up those that have not ended.</param>
    public Task ServeAsync(Func<bool> isOver, CancellationToken cancellationToken) =>
        Task.WhenAll(
            world.Apps.SelectMany(app => (bool[])[false, true], (app, fails) => ServeAsync(app, fails, isOver, cancellationToken))
        );

    private async Task ServeAsync(string app, bool fails, Func<bool> isOver, CancellationToken cancellationToken)
    {
        try
        {
            while (!isOver())
            {
                var number = Interlocked.Increment(ref _number);
                var file = world.EffectsOf(FormattableString.Invariant($"{app}-{number}"));
                var body = new { @params = Shipment.Params(number, fails, file, TimeProvider.System.GetUtcNow()) };
                var id = await client.SubmitAsync(app, $"workflows/{Shipment.Name}/instances", body, cancellationToken);
                _started.Enqueue((Shipment.Expected(app, Guid.Parse(id), number, fails), file));
                await ServeAsync(app, Guid.Parse(id), cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The checker finds it open.
        }
    }

    private async Task ServeAsync(string app, Guid id, CancellationToken cancellationToken)
    {
        while (true)
        {
            var shown = await LookAsync(app, id, cancellationToken);
            if (shown["endedAt"] is not null)
            {
                return;
            }

            foreach (var node in shown["nodes"]!.AsArray())
            {
                await AnswerAsync($"/api/v1/apps/{app}/workflow-instances/{id}", node!, cancellationToken);
            }

            await Task.Delay(s_pause, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Gets an instance; if nothing happened to it meanwhile, that must be what its journal says.</summary>
    private async Task<JsonNode> LookAsync(string app, Guid id, CancellationToken cancellationToken)
    {
        var before = await StoredJournal.ReadAsync(store, id);
        var shown = await client.RepeatAsync(HttpMethod.Get, $"/api/v1/apps/{app}/workflow-instances/{id}", null, null, cancellationToken);
        var after = await StoredJournal.ReadAsync(store, id);
        if (before is [var journal] && after is [var later] && journal.Events.Count == later.Events.Count)
        {
            Interlocked.Increment(ref _compared);
            foreach (var difference in ShownInstance.Differences(journal.Fold(), shown))
            {
                _differences.Enqueue(difference);
            }
        }

        return shown;
    }

    /// <summary>Does what a node waits for. A request whose outcome is unknown is repeated, so that a signal may come twice.</summary>
    private async Task AnswerAsync(string path, JsonNode node, CancellationToken cancellationToken)
    {
        switch ((string?)node["awaits"]?["for"])
        {
            case "approval":
                var approval = new { node = (string)node["key"]!, note = Shipment.Note };
                await client.RepeatAsync(HttpMethod.Post, $"{path}:approve", approval, null, cancellationToken);
                break;
            case "signal":
                var name = (string)node["awaits"]!["signal"]!;
                await client.RepeatAsync(
                    HttpMethod.Post,
                    $"{path}:signal",
                    new { name, payload = Shipment.Signals[name] },
                    null,
                    cancellationToken
                );
                break;
        }
    }
}
