namespace ActorJobs.Chaos.Stories;

/// <summary>One <see cref="Story"/> in each app of a cluster, whose plan is drawn; one cluster after the other.</summary>
internal static class StoryCampaign
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(120);

    /// <summary>Runs some.</summary>
    /// <param name="first">The first seed; the others follow it.</param>
    /// <param name="seeds">How many.</param>
    /// <param name="output">Where a line for each goes, and what is wrong.</param>
    /// <param name="stop">Runs no more.</param>
    /// <returns>What did not hold; empty if everything did.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(int first, int seeds, TextWriter output, CancellationToken stop)
    {
        var timeline = new Timeline(output);
        var violations = new List<string>();
        for (var seed = first; seed < first + seeds && !stop.IsCancellationRequested; seed++)
        {
            violations.AddRange(await RunAsync(StoryPlan.Of(seed), timeline));
        }

        timeline.Note($"{seeds} seed(s), {violations.Count} violation(s)");
        return violations;
    }

    private static async Task<IReadOnlyList<string>> RunAsync(StoryPlan plan, Timeline timeline)
    {
        using var limit = new CancellationTokenSource(s_limit);
        await using var world = await World.CreateAsync(plan.Cluster);
        using var client = new Client(world);
        foreach (var node in world.Nodes)
        {
            world.Launch(node);
        }

        await world.ReadyAsync(client);
        await new Load(world, client, new Random(plan.Seed)).CreateAsync(limit.Token);
        foreach (var worker in world.Workers)
        {
            world.Launch(worker);
        }

        List<string> violations = [];
        try
        {
            violations.AddRange(await TellAsync(plan, world, client, timeline, limit.Token));
            var runs = await StoredRun.ReadAsync(world.ConnectionString);
            var checker = new Checker([], new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal), runs, [], []);
            violations.AddRange(checker.Backward());
        }
        catch (Exception exception) when (exception is TimeoutException || limit.IsCancellationRequested)
        {
            violations.Add($"seed {plan.Seed}: {exception.Message}");
        }

        foreach (var violation in violations)
        {
            timeline.Note(violation);
        }

        if (violations.Count > 0)
        {
            timeline.Note($"Again: {plan.Line}");
            timeline.Note($"Logs, effects and timeline are in {await Remains.KeepAsync(world, timeline, violations)}.");
        }

        return violations;
    }

    private static async Task<IReadOnlyList<string>> TellAsync(
        StoryPlan plan,
        World world,
        Client client,
        Timeline timeline,
        CancellationToken cancellationToken
    )
    {
        var stories = world.Apps.Select(app => new Story(world, client, app)).ToList();
        await Task.WhenAll(stories.Select(story => story.BeginAsync(plan.Delay, cancellationToken)));
        var owner = await client.OwnerAsync(world.Apps[0], cancellationToken);
        await Task.Delay(plan.StopAfter, TimeProvider.System, cancellationToken);
        var outage = await Outage.MakeAsync(world, world.Apps[0], owner, plan.StopFor, cancellationToken);
        timeline.Note(
            $"seed {plan.Seed}: {plan.Nodes} nodes, {plan.Apps} apps, delay {plan.Delay.TotalSeconds:0.0} s; {owner.Name} stopped {plan.StopAfter.TotalSeconds:0.0} s "
                + $"after the first node began, for {plan.StopFor.TotalSeconds:0.0} s; another took over after {(outage.Until - outage.From).TotalSeconds:0.0} s"
        );
        return
        [
            .. (await Task.WhenAll(stories.Select(story => story.EndAsync(outage, cancellationToken)))).SelectMany(static found => found),
        ];
    }
}
