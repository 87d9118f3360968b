using System.Text.Json.Nodes;

namespace ActorJobs.Chaos.Stories;

/// <summary>A workflow of two nodes, the first of which takes some seconds: one instance of it is between them, and another is delayed, while their app's owner is
/// stopped and another takes over.</summary>
/// <param name="world">Where.</param>
/// <param name="client">Who starts them and looks at them.</param>
/// <param name="app">Their app, which has the jobs of <see cref="Load"/>.</param>
internal sealed class Story(World world, Client client, string app)
{
    private const string Name = "story";

    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    /// <summary>A node that begins its work so soon after it could is on time.</summary>
    private static readonly TimeSpan s_onTime = TimeSpan.FromSeconds(3);

    private readonly string _path = $"/api/v1/apps/{app}";
    private readonly List<string> _instances = [];

    /// <summary>Starts both, and waits until the first node of the one that is not delayed runs.</summary>
    public async Task BeginAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        await client.RepeatAsync(HttpMethod.Post, $"{_path}/workflows", Workflow, null, cancellationToken);
        var body = new { delay = FormattableString.Invariant($"{delay.TotalMilliseconds:0}ms") };
        _instances.Add(await client.SubmitAsync(app, $"workflows/{Name}/instances", body, cancellationToken));
        var instance = await client.SubmitAsync(app, $"workflows/{Name}/instances", new { }, cancellationToken);
        _instances.Add(instance);
        while ((string?)(await GetAsync(instance, cancellationToken))["nodes"]![0]!["state"] != "Running")
        {
            await Task.Delay(s_pause, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Waits until both have ended.</summary>
    /// <param name="outage">When nothing could be done.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What was not as it should be: both succeed, and every node ran once, in its first pass, and on time.</returns>
    public async Task<IReadOnlyList<string>> EndAsync(Outage outage, CancellationToken cancellationToken)
    {
        var violations = new List<string>();
        foreach (var id in _instances)
        {
            JsonNode instance;
            while ((instance = await GetAsync(id, cancellationToken))["endedAt"] is null)
            {
                await Task.Delay(s_pause, TimeProvider.System, cancellationToken);
            }

            var effects = Effect.Read(world.EffectsOf(app)).ToLookup(static effect => effect.Run);
            violations.AddRange(Violations(instance, effects, outage).Select(what => $"instance {id} of {app}: {what}"));
        }

        return violations;
    }

    /// <summary>What is not as it should be of an instance that has ended.</summary>
    public static IEnumerable<string> Violations(JsonNode instance, ILookup<Guid, Effect> effects, Outage outage)
    {
        if ((string?)instance["state"] is var state and not "Succeeded")
        {
            yield return $"it is {state}: {instance["failure"]?.ToJsonString()}";
        }

        var due = (DateTimeOffset)instance["planned"]!;
        foreach (var node in instance["nodes"]!.AsArray())
        {
            var (key, pass) = ((string)node!["key"]!, (int)node["pass"]!);
            List<Effect> found = node["run"] is { } run ? [.. effects[(Guid)run]] : [];
            if (pass != 1 || found.Count != 1)
            {
                yield return $"node {key} is in pass {pass}, and its run had {found.Count} effects; expected 1 and 1";
                yield break;
            }

            var late = DateTimeOffset.FromUnixTimeMilliseconds(found[0].Started) - outage.Earliest(due);
            if (late > s_onTime)
            {
                yield return $"node {key} began {late.TotalSeconds:0.0} s after it could have; expected at most {s_onTime.TotalSeconds:0} s";
            }

            due = (DateTimeOffset)node["endedAt"]!;
        }
    }

    private object Workflow =>
        new
        {
            name = Name,
            nodes = new[] { Node("first", s_first), Node("second", TimeSpan.Zero) },
            edges = new[] { new { from = "first", to = "second" } },
        };

    private object Node(string key, TimeSpan time) =>
        new
        {
            key,
            job = Load.Repeated,
            @params = new { file = world.EffectsOf(app), ms = (int)time.TotalMilliseconds },
        };

    private Task<JsonNode> GetAsync(string instance, CancellationToken cancellationToken) =>
        client.RepeatAsync(HttpMethod.Get, $"{_path}/workflow-instances/{instance}", null, null, cancellationToken);
}
