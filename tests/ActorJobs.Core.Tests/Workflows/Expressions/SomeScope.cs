using System.Text.Json;
using ActorJobs.Core.Workflows.Expressions;

namespace ActorJobs.Core.Tests.Workflows.Expressions;

/// <summary>A scope whose roots are the members of a JSON object.</summary>
internal sealed class SomeScope(JsonElement json) : IExpressionScope
{
    private readonly Dictionary<string, ExpressionValue> _roots = json.EnumerateObject()
        .ToDictionary(root => root.Name, root => ExpressionValue.Of(root.Value));

    public SomeScope(string json)
        : this(JsonElement.Parse(json)) { }

    public IReadOnlyCollection<string> Roots => _roots.Keys;

    public bool TryFind(string root, out ExpressionValue value) => _roots.TryGetValue(root, out value);
}
