using ActorJobs.Core.Access;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Workflows.Definitions;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.Errors;

namespace ActorJobs.Core.Apps;

/// <content>What the definitions of workflows and jobs need of each other.</content>
public sealed partial class AppGroup
{
    /// <summary>Sees to it that a name is that of a job, or of a workflow, as it is meant. What is set aside may be either.</summary>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.JobNotFound"/>, <see cref="ErrorCodes.WorkflowNotFound"/>.</exception>
    public void RefuseOtherThan(JobKind kind, string name)
    {
        var job = _jobs.Find(name);
        if (job is not null && (job.IsSetAside || KindOf(job.Definition) == kind))
        {
            return;
        }

        var names = _jobs.All.Where(known => KindOf(known.Definition) == kind).Select(known => known.Definition.Name).ToList();
        throw kind.NotFound(_app.Name, name, names, isOther: job is not null);
    }

    private static JobKind KindOf(JobDefinition definition) => definition.Graph is null ? JobKind.Job : JobKind.Workflow;

    /// <summary>A workflow names only jobs and workflows that there are, and never itself, at any depth.</summary>
    private void RefuseUnusable(JobDefinition definition)
    {
        RefuseBeyondMaxima(definition.Policy);
        RefuseUnknownChannels(definition.Notify);
        foreach (var (index, node) in (definition.Graph?.Nodes ?? []).Index())
        {
            switch (node.RunWork)
            {
                case JobWork work:
                    RefuseUnknown(work.Job, isWorkflow: false, $"nodes[{index}].job", node.Key);
                    break;
                case SubWorkflowWork work:
                    RefuseRecursion(definition, work.Workflow, $"nodes[{index}].workflow");
                    RefuseUnknown(work.Workflow, isWorkflow: true, $"nodes[{index}].workflow", node.Key);
                    break;
            }
        }
    }

    /// <summary>To go on without a nested workflow, or past one that has not succeeded, needs the roles of its approvals, as to go on without them does.</summary>
    private void RefuseAroundApprovals(WorkflowInstance instance, WorkflowOperation operation)
    {
        var key = operation switch
        {
            MarkNodeSucceeded mark => mark.Node,
            SkipNode skip => skip.Node,
            _ => null,
        };
        if (key is null || instance.Graph.Find(key) is null)
        {
            return;
        }

        foreach (var passed in instance.Graph.Ancestors(ItemKey.NodeOf(key)).Append(key))
        {
            if (
                instance.StatusOf(passed).State is not (NodeState.Succeeded or NodeState.Skipped)
                && instance.Graph.Find(passed)!.RunWork is SubWorkflowWork work
                && HighestRole(work.Workflow) is var role
                && operation.Role < role
            )
            {
                throw new RefusalException(
                    ErrorCodes.RoleTooLow,
                    $"Node {passed} runs workflow {work.Workflow}, in which somebody with the role {role.Word()} or a higher one approves; "
                        + $"{operation.By} has the role {operation.Role.Word()}.",
                    "node"
                );
            }
        }
    }

    /// <summary>The highest role that approvals of a workflow, and of those nested in it, ask for.</summary>
    private Role HighestRole(string workflow)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { workflow };
        var open = new Stack<string>(seen);
        var highest = Role.Viewer;
        while (open.TryPop(out var name))
        {
            foreach (var approval in (_jobs.Find(name)?.Definition.Graph?.Nodes ?? []).Select(node => node.Work).OfType<ApprovalWork>())
            {
                highest = approval.Role > highest ? approval.Role : highest;
            }

            foreach (var nested in NestedIn(name).Where(seen.Add))
            {
                open.Push(nested);
            }
        }

        return highest;
    }

    private void RefuseUnknown(string name, bool isWorkflow, string field, string node)
    {
        if (DefinitionOf(name) is { } definition && definition.Graph is not null == isWorkflow)
        {
            return;
        }

        var (what, other) = isWorkflow ? ("workflow", "job") : ("job", "workflow");
        var names = _jobs
            .All.Where(known => known.Definition.Graph is not null == isWorkflow)
            .Select(known => known.Definition.Name)
            .ToList();
        var hint = _jobs.Find(name) is null
            ? NearMatches.Hint(name, names)
            : $" It has a {other} of that name: for it, the node needs the kind {other}.";
        throw new RefusalException(
            ErrorCodes.UnknownJob,
            $"Node {node} needs {what} {name}, which app {_app.Name} does not have.{hint}",
            field,
            NearMatches.Of(name, names)
        );
    }

    private void RefuseRecursion(JobDefinition definition, string nested, string field)
    {
        var path = new List<string> { definition.Name };
        if (LeadsTo(definition.Name, nested, path, new HashSet<string>(StringComparer.Ordinal)))
        {
            throw new RefusalException(
                ErrorCodes.WorkflowRecursion,
                $"The workflow would run within itself: {string.Join(" → ", path)}. Take the node out, or let it run another workflow.",
                field
            );
        }
    }

    private bool LeadsTo(string target, string workflow, List<string> path, HashSet<string> seen)
    {
        path.Add(workflow);
        if (workflow == target)
        {
            return true;
        }

        if (seen.Add(workflow))
        {
            foreach (var next in NestedIn(workflow))
            {
                if (LeadsTo(target, next, path, seen))
                {
                    return true;
                }
            }
        }

        path.RemoveAt(path.Count - 1);
        return false;
    }

    private IEnumerable<string> NestedIn(string workflow) =>
        (DefinitionOf(workflow)?.Graph?.Nodes ?? []).Select(node => node.RunWork).OfType<SubWorkflowWork>().Select(work => work.Workflow);

    /// <summary>A job, or workflow, whose name workflows know keeps it.</summary>
    private void RefuseToTakeFromWorkflows(string name, string done)
    {
        var users = _jobs
            .All.Where(job =>
                job.Definition.Name != name
                && job.Definition.Graph?.Nodes.Any(node =>
                    node.RunWork is JobWork work && work.Job == name || node.RunWork is SubWorkflowWork sub && sub.Workflow == name
                ) == true
            )
            .Select(job => job.Definition.Name)
            .Order(StringComparer.Ordinal)
            .ToList();
        if (users.Count > 0)
        {
            throw new RefusalException(
                ErrorCodes.UsedByWorkflows,
                $"{name} cannot be {done}: workflow(s) {string.Join(", ", users)} use it. Change them first.",
                candidates: users
            );
        }
    }
}
