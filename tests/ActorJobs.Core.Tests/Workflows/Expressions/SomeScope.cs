using ActorJobs.Core.Workflows.Expressions;

namespace ActorJobs.Core.Tests.Workflows.Expressions;

/// <summary>A scope whose roots are the members of a JSON object.</summary>
internal sealed class SomeScope(string json) : IExpressionScope
{
    private readonly Dictionary<string, ExpressionValue> _roots = Read(json);

    public IReadOnlyCollection<string> Roots => _roots.Keys;

    public bool TryFind(string root, out ExpressionValue value) => _roots.TryGetValue(root, out value);

    private static Dictionary<string, ExpressionValue> Read(string json)
    {
        using var document = System.Text.Json.JsonDocument.Parse(json);
        return document.RootElement.Clone().EnumerateObject().ToDictionary(root => root.Name, root => ExpressionValue.Of(root.Value));
    }
}
