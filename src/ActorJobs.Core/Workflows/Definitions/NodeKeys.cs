using ActorJobs.Core.Text;
using ActorJobs.Errors;

namespace ActorJobs.Core.Workflows.Definitions;

/// <summary>The keys of a workflow that is being checked.</summary>
/// <param name="nodes">Null where one could not be read.</param>
internal sealed class NodeKeys(IReadOnlyList<WorkflowNode?> nodes)
{
    // Near matches compare a word with all that it could be. A definition with thousands of wrong edges must not keep the server busy for minutes.
    private const int MostHints = 20;

    private readonly Dictionary<string, WorkflowNode> _byKey = nodes
        .OfType<WorkflowNode>()
        .Where(node => node.Key.Length > 0)
        .DistinctBy(node => node.Key, StringComparer.Ordinal)
        .ToDictionary(node => node.Key, StringComparer.Ordinal);

    private int _hints;

    /// <summary>The node with a key, the first if there are several; null if there is none.</summary>
    public WorkflowNode? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>The error message about a key that no node has.</summary>
    public string Unknown(string key) => $"There is no node '{key}'; expected the key of a node of this workflow.{Hint(key, _byKey.Keys)}";

    /// <summary>The end of an error message, with near matches as long as there are not too many such messages.</summary>
    public string Hint(string word, IEnumerable<string> candidates) =>
        word.Length <= NameText.MaxLength && _hints++ < MostHints ? NearMatches.Hint(word, candidates) : "";
}
