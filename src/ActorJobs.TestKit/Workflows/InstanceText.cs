using ActorJobs.Core.Runs;
using ActorJobs.Server.Facade.Instances;
using ActorJobs.TestKit.Runs;

namespace ActorJobs.TestKit.Workflows;

/// <summary>Instances as failures show them, in the words of the server.</summary>
internal static class InstanceText
{
    private const int Most = 200;

    /// <summary>The history, a line each event, and the runs of nodes that are open.</summary>
    public static string Of(KitInstance instance)
    {
        var open = instance.Nodes.SelectMany(node => node.Runs).Where(run => !run.State.IsEnd()).ToList();
        return $"The history of instance {instance.Id}:{History(instance)}" + (open.Count == 0 ? "" : $"\nOpen:{RunText.Of(open)}");
    }

    private static string History(KitInstance instance)
    {
        if (instance.History.Count == 0)
        {
            return $" it has not begun.\n  {RunText.Of(instance.Run)}";
        }

        var left = Math.Max(0, instance.History.Count - Most);
        var lines = instance
            .History.Skip(left)
            .Select(happened => $"\n  {RunText.Of(happened.At.ToDateTimeOffset())}  {EventWords.Of(happened)}");
        return $"{(left > 0 ? $"\n  … {left} earlier" : "")}{string.Concat(lines)}";
    }
}
