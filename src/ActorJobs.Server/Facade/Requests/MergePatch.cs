using System.Text.Json.Nodes;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>JSON merge patches, RFC 7396.</summary>
internal static class MergePatch
{
    /// <summary>
    /// Applies a patch. A null for a member that is not there stays as it is, so that whoever reads the result finds a misspelt name;
    /// within free JSON, whose names are the user's, it leaves nothing, as the RFC has it.
    /// </summary>
    /// <param name="target">What is changed; a copy of it is made.</param>
    /// <param name="patch">The patch.</param>
    /// <param name="free">The members of the target that hold free JSON.</param>
    public static JsonObject Apply(JsonObject target, JsonObject patch, IReadOnlySet<string> free)
    {
        var merged = (JsonObject)target.DeepClone();
        foreach (var (name, value) in patch)
        {
            if (free.Contains(name))
            {
                Set(merged, name, Merge(merged[name], value));
            }
            else if (value is null)
            {
                merged[name] = null;
            }
            else
            {
                merged[name] =
                    value is JsonObject changes && merged[name] is JsonObject old ? Apply(old, changes, None) : value.DeepClone();
            }
        }

        return merged;
    }

    private static IReadOnlySet<string> None { get; } = new HashSet<string>(StringComparer.Ordinal);

    private static JsonNode? Merge(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
        {
            return patch?.DeepClone();
        }

        var merged = target is JsonObject old ? (JsonObject)old.DeepClone() : [];
        foreach (var (name, value) in changes)
        {
            Set(merged, name, Merge(merged[name], value));
        }

        return merged;
    }

    private static void Set(JsonObject target, string name, JsonNode? value)
    {
        if (value is null)
        {
            target.Remove(name);
        }
        else
        {
            target[name] = value;
        }
    }
}
