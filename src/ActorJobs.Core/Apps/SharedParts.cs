using System.Collections.Frozen;
using ActorJobs.Core.Jobs;

namespace ActorJobs.Core.Apps;

/// <summary>Parts of definitions that many jobs have alike, kept once: an app may have 100 000 jobs.</summary>
internal sealed class SharedParts
{
    private readonly Dictionary<object, object> _parts = [];

    /// <summary>An equal definition, made of parts that jobs before had already.</summary>
    public JobDefinition Share(JobDefinition definition) =>
        definition with
        {
            Labels = definition.Labels.Count == 0 ? FrozenDictionary<string, string>.Empty : definition.Labels,
            Processor = Known(definition.Processor),
            Misfire = Known(definition.Misfire),
            Overlap = Known(definition.Overlap),
            Policy = Known(definition.Policy),
        };

    private T Known<T>(T part)
        where T : class
    {
        if (_parts.TryGetValue(part, out var known))
        {
            return (T)known;
        }

        _parts.Add(part, part);
        return part;
    }
}
