using System.Runtime.CompilerServices;
using System.Text.Json;
using ActorJobs.Core.Text;
using ActorJobs.Core.Workflows.Definitions;
using ActorJobs.Core.Workflows.Expressions;

namespace ActorJobs.Core.Workflows.Instances;

/// <summary>What the expressions of an instance can speak of; see <see cref="WorkflowRoots"/>.</summary>
/// <param name="instance">The instance.</param>
/// <param name="item">The item that is spoken of, in the params of a node that runs for each; null anywhere else.</param>
internal sealed class WorkflowScope(WorkflowInstance instance, ItemKey? item = null) : IExpressionScope
{
    private const int LargeText = 1024;

    private static readonly ConditionalWeakTable<string, Parsed> Large = [];

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Roots => item is null ? WorkflowRoots.All : WorkflowRoots.OfItems;

    /// <inheritdoc/>
    public bool TryFind(string root, out ExpressionValue value)
    {
        ExpressionValue? found = root switch
        {
            WorkflowRoots.Trigger => Trigger(),
            WorkflowRoots.Context => Members([.. instance.Context.Keys], key => Json(instance.Context.GetValueOrDefault(key))),
            WorkflowRoots.Results => Members(Keys, key => Json(instance.StatusOf(key).Result)),
            WorkflowRoots.Nodes => Members(Keys, key => Node(instance.StatusOf(key))),
            WorkflowRoots.Instance => Instance(),
            WorkflowRoots.Item when item is { } current => Json(instance.ItemOf(current)),
            WorkflowRoots.Index when item is { } current => ExpressionValue.Of(current.Index),
            _ => null,
        };
        value = found ?? ExpressionValue.Null;
        return found is not null;
    }

    private IReadOnlyCollection<string> Keys => [.. instance.Graph.Nodes.Select(node => node.Key)];

    private ExpressionValue Trigger() =>
        Members(
            WorkflowRoots.OfTrigger.All,
            name =>
                name switch
                {
                    WorkflowRoots.OfTrigger.Params => Json(instance.Params),
                    WorkflowRoots.OfTrigger.Kind => ExpressionValue.Of(instance.Trigger.Kind.ToString()),
                    WorkflowRoots.OfTrigger.Name => ExpressionValue.Of(instance.Trigger.Name),
                    _ => ExpressionValue.Of(InstantText.Format(instance.Planned)),
                }
        );

    private ExpressionValue Instance() =>
        Members(
            WorkflowRoots.OfInstance.All,
            name =>
                name switch
                {
                    WorkflowRoots.OfInstance.Id => ExpressionValue.Of(instance.Id.ToString()),
                    WorkflowRoots.OfInstance.Workflow => ExpressionValue.Of(instance.Workflow),
                    _ => ExpressionValue.Of(InstantText.Format(instance.StartedAt)),
                }
        );

    private static ExpressionValue Node(NodeStatus status) =>
        Members(
            WorkflowRoots.OfNode.All,
            name =>
                name switch
                {
                    WorkflowRoots.OfNode.State => ExpressionValue.Of(status.State.ToString()),
                    WorkflowRoots.OfNode.Branch => status.Branch is { } branch ? ExpressionValue.Of(branch) : ExpressionValue.Null,
                    WorkflowRoots.OfNode.Failure => status.Failure is { } failure
                        ? ExpressionValue.Of($"{failure.Type}: {failure.Message}")
                        : ExpressionValue.Null,
                    _ => ExpressionValue.Of(status.Pass),
                }
        );

    /// <summary>Large texts are parsed once, as long as they live: every item of a list may read of them.</summary>
    private static ExpressionValue Json(string? text) =>
        text is null ? ExpressionValue.Null
        : text.Length < LargeText ? ExpressionValue.FromJson(text)
        : ExpressionValue.Of(Large.GetValue(text, static json => new Parsed(JsonElement.Parse(json))).Json);

    private static ExpressionValue Members(IReadOnlyCollection<string> names, Func<string, ExpressionValue> find) =>
        ExpressionValue.OfObject(new Lookup(names, find));

    private sealed record Parsed(JsonElement Json);

    private sealed class Lookup(IReadOnlyCollection<string> names, Func<string, ExpressionValue> find) : IExpressionObject
    {
        public IReadOnlyCollection<string> Names => names;

        public bool TryFind(string name, out ExpressionValue value)
        {
            var isThere = names.Contains(name, StringComparer.Ordinal);
            value = isThere ? find(name) : ExpressionValue.Null;
            return isThere;
        }
    }
}
